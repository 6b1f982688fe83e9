"""What may be on the disk when the power fails, and what must be true of it.

Durable is what was synced. Of everything since, the disk may have kept nothing, some of it in any order, or half a
sector's worth of one write. An image is cut before each sync took effect and at each word that was said.
"""

import random
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.power_loss.recorder import Op

SECTOR = 512


class Disk:
    """The files as they are for sure, and what was done since without a sync."""

    def __init__(self) -> None:
        """Start with an empty disk."""
        self.durable: dict[str, bytearray] = {}
        self.pending: list[Op] = []

    def do(self, op: Op) -> None:
        """Take one operation into account."""
        if op.kind != "sync":
            self.pending.append(op)
            return
        # A file's sync makes its own writes durable; a folder's makes it durable that files are gone.
        mine = [other for other in self.pending if op.path in {other.path, _folder(other)}]
        for other in mine:
            apply(self.durable, other)
        self.pending = [other for other in self.pending if other not in mine]

    def after(self, chosen: list[Op]) -> dict[str, bytearray]:
        """Give the files as they are if of all that was not synced only this reached the disk."""
        files = {path: bytearray(content) for path, content in self.durable.items()}
        for op in chosen:
            apply(files, op)
        return files


def _folder(op: Op) -> str:
    return op.path.rpartition("/")[0] if op.kind == "unlink" else ""


def apply(files: dict[str, bytearray], op: Op) -> None:
    """Do to the files what an operation does."""
    if op.kind == "unlink":
        files.pop(op.path, None)
        return
    content = files.setdefault(op.path, bytearray())
    if op.kind == "truncate":
        del content[op.offset :]
        content.extend(bytes(op.offset - len(content)))
        return
    content.extend(bytes(max(0, op.offset + len(op.data) - len(content))))
    content[op.offset : op.offset + len(op.data)] = op.data


def torn(op: Op, chance: random.Random) -> list[Op]:
    """Cut a write at its sectors and keep some of them."""
    if op.kind != "write":
        return [op]
    return [
        Op("write", op.path, op.offset + at, op.data[at : at + SECTOR])
        for at in range(0, len(op.data), SECTOR)
        if chance.random() < 0.5
    ]


def variants(disk: Disk, chance: random.Random, more: int) -> Iterator[dict[str, bytearray]]:
    """Give images of one moment: all lost, all there, and so many with some lost and one torn."""
    yield disk.after([])
    if not disk.pending:
        return
    yield disk.after(disk.pending)
    for _ in range(more):
        some = [op for op in disk.pending if chance.random() < 0.6]
        yield disk.after(some)
        if some:
            victim = chance.randrange(len(some))
            yield disk.after(some[:victim] + torn(some[victim], chance) + some[victim + 1 :])


class Found(msgspec.Struct):
    """What was counted over all images of a run."""

    images: int = 0
    corrupt: int = 0
    broken: int = 0
    """Images in which a change is half there, or the cursor does not fit the effects."""
    lost: int = 0
    """Images that lack something that was answered before."""
    lost_most: int = 0
    answered: int = 0


def examine(ops: list[Op], *, seed: int, more: int) -> Found:
    """Cut the power at every moment that matters, and look."""
    disk, found, chance = Disk(), Found(), random.Random(seed)
    ready, answered = False, 0
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    for op in ops:
        if op.kind == "said":
            ready = ready or op.path == "ready"
            answered += op.path.isdigit()
        if op.kind in {"sync", "said"}:
            for files in variants(disk, chance, more if op.kind == "sync" else 1):
                with tempfile.TemporaryDirectory(dir=memory) as folder:
                    look(write_out(files, Path(folder)), ready, answered, found)
        if op.kind != "said":
            disk.do(op)
    found.answered = answered
    return found


def write_out(files: dict[str, bytearray], folder: Path) -> Path:
    """Put an image into a folder."""
    for path, content in files.items():
        (folder / Path(path).name).write_bytes(content)
    return folder / "things.db"


def look(path: Path, ready: bool, answered: int, found: Found) -> None:
    """Open an image as the next start would and hold it against what was said."""
    found.images += 1
    connection = sqlite3.connect(path)
    try:
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            found.corrupt += 1
            return
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if not {"things", "outbox", "cursors"} <= tables:
            found.broken += bool(tables & {"things", "outbox", "cursors"})
            found.lost += ready
            return
        there = [int(row[0]) for row in connection.execute("SELECT name FROM things ORDER BY name")]
        told = [int(row[0]) for row in connection.execute("SELECT json_extract(data, '$.name') FROM outbox")]
        cursor = connection.execute("SELECT max(position) FROM cursors WHERE source = 'elsewhere'").fetchone()[0]
    except sqlite3.DatabaseError:
        found.corrupt += 1
        return
    finally:
        connection.close()
    # All or nothing, and without a gap: whoever reads on from the cursor gets exactly what is missing.
    whole = there == told == list(range(len(there))) and cursor == (there[-1] if there else None)
    found.broken += not whole
    found.lost += len(there) < answered
    found.lost_most = max(found.lost_most, answered - len(there))
