"""What a process did to its disk, in order, as strace saw it."""

import re
import subprocess
import sys
from pathlib import Path

import msgspec

CALLS = (
    "openat,write,pwrite64,pwritev,fsync,fdatasync,sync_file_range,ftruncate,fallocate,rename,renameat2,unlink,unlinkat"
)

_LINE = re.compile(r"\A(?P<pid>\d+) +(?P<rest>.*)\Z")
_UNFINISHED = " <unfinished ...>"
_RESUMED = re.compile(r"\A<\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)\Z")
_CALL = re.compile(r"\A(?P<call>\w+)\((?P<args>.*)\) += (?P<result>-?\d+)")
_FILE = re.compile(r"\A\d+<(?P<path>[^>]*)>")
_DATA = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class Op(msgspec.Struct, frozen=True):
    """One thing that was done: `write`, `truncate`, `sync`, `unlink` of a file, or a word that was `said`."""

    kind: str
    path: str = ""
    offset: int = 0
    data: bytes = b""


def record(folder: Path, synchronous: str, count: int) -> list[Op]:
    """Run the writer in a folder and give what it did."""
    log = folder.with_name(folder.name + ".strace")
    command = [
        *("strace", "-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(log)),
        *(sys.executable, "-m", "tests.power_loss.writer", str(folder), synchronous, str(count)),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=300)
    try:
        return parse(log, str(folder))
    finally:
        log.unlink()


def parse(log: Path, folder: str) -> list[Op]:
    """Read a log of strace; a call that others interrupted counts when it ended, a word when it began."""
    ops: list[Op] = []
    begun: dict[str, str] = {}
    for line in log.read_text().splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        pid, rest = match["pid"], match["rest"]
        if rest.endswith(_UNFINISHED):
            begun[pid] = rest.removesuffix(_UNFINISHED)
            ops.extend(_word(begun[pid]))
            continue
        if resumed := _RESUMED.match(rest):
            rest = begun.pop(pid) + resumed["rest"]
        else:
            ops.extend(_word(rest))
        if (call := _CALL.match(rest)) and int(call["result"]) >= 0:
            ops.extend(_op(call["call"], call["args"], folder))
    return ops


def _word(call: str) -> list[Op]:
    if not call.startswith("write(1<"):
        return []
    text = _bytes(call).decode()
    return [Op("said", path=text.removeprefix("said ").strip())] if text.startswith("said ") else []


def _bytes(args: str) -> bytes:
    found = _DATA.search(args)
    return bytes.fromhex(found[1].replace("\\x", "")) if found else b""


def _op(call: str, args: str, folder: str) -> list[Op]:
    if call in {"unlink", "unlinkat"}:
        path = _bytes(args).decode()
        return [Op("unlink", path)] if path.startswith(folder) else []
    file = _FILE.match(args)
    path = _decoded(file["path"]) if file else ""
    if not path.startswith(folder) or path.endswith((".lock", "-shm")):
        return []
    if call in {"fsync", "fdatasync"}:
        return [Op("sync", path)]
    numbers = args.rsplit(", ", 2)
    if call == "pwrite64":
        return [Op("write", path, int(numbers[-1]), _bytes(args[len(file[0]) :]))]
    if call == "ftruncate":
        return [Op("truncate", path, int(args.rsplit(", ", 1)[1]))]
    if call == "openat":
        return []
    raise RuntimeError(f"the replay does not know {call}")


def _decoded(path: str) -> str:
    return bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path
