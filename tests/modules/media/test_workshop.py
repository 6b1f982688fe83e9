"""The workshop: what reads a stranger's file has little of the machine, tells little, and is gone when it is done."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from minifb.modules.media.service.workshop import Broken, Called, Workshop, checked
from minifb.modules.media.workers.work import Limits, Made, MadeVariant, PictureWishes, Refused, Work
from tests.pictures import encoded, photo
from tests.world import eventually

MIB = 1 << 20
LIMITS = Limits(memory_bytes=512 * MIB, cpu_seconds=10, file_bytes=64 * MIB, seconds=30, nice=15)
SHORT = PictureWishes()
LONG = PictureWishes(sizes=tuple(range(1_600, 16, -1)))
"""What takes far longer than any test waits."""


def work(folder: Path, *, limits: Limits = LIMITS, wishes: PictureWishes = SHORT, data: bytes = b"") -> Work:
    """Write the order for a picture."""
    folder.mkdir(exist_ok=True)
    source = folder / "source"
    source.write_bytes(data or encoded(photo(1_600, 1_200), "PNG"))
    return Work(kind="image", type="image/png", source=str(source), folder=str(folder), limits=limits, pictures=wishes)


def deaf(_: float) -> None:
    """Hear nothing of progress."""


def children(of: int) -> list[int]:
    """Find the processes that a process started and that are still there."""
    lists = Path(f"/proc/{of}/task").glob("*/children")
    return [int(number) for one in lists for number in one.read_text().split()]


def at_work(of: int) -> int:
    """Find the worker that a process started, once it has made something; 0 as long as there is none."""
    for pid in children(of):
        inside = Path(f"/proc/{pid}")
        if b"media.workers" in (inside / "cmdline").read_bytes() and list((inside / "cwd").glob("*.webp")):
            return pid
    return 0


async def worker(of: int) -> int:
    """Wait for the worker that a process starts."""

    async def found() -> int:
        return at_work(of)

    return await eventually(found, within=20)


def holds(pid: int, path: Path) -> bool:
    """Tell whether a process has something open."""
    return any(one.resolve() == path for one in Path(f"/proc/{pid}/fd").iterdir())


def alive(pid: int) -> bool:
    """Tell whether a process is there."""
    return Path(f"/proc/{pid}").exists()


@pytest.fixture
async def workshop() -> AsyncIterator[Workshop]:
    """A workshop that leaves nobody behind, whatever the test does."""
    shop = Workshop()
    yield shop
    assert not shop.running()


async def test_a_picture_is_made(tmp_path: Path, workshop: Workshop) -> None:
    """A piece of work is done, tells how far it is, and leaves files that only we may read."""
    told: list[float] = []
    made = await workshop.make("one", work(tmp_path / "work"), told.append)
    assert told == sorted(told)
    assert told[-1] > 0.8
    assert {path.name for path in (tmp_path / "work").iterdir()} == {*(one.path for one in made.variants), "source"}
    assert {path.stat().st_mode & 0o77 for path in (tmp_path / "work").glob("*.webp")} == {0}


async def test_a_worker_knows_nothing_and_may_little(tmp_path: Path, workshop: Workshop) -> None:
    """A worker has an empty environment, no files of ours, a low place in the queue, and hard limits."""
    os.environ["MINIFB_TEST_SECRET"] = "secret"
    leaked = os.open(tmp_path, os.O_RDONLY)
    os.set_inheritable(leaked, True)
    running = asyncio.create_task(workshop.make("one", work(tmp_path / "work", wishes=LONG), deaf))
    try:
        pid = await worker(os.getpid())
        inside = Path(f"/proc/{pid}")
        assert b"secret" not in (inside / "environ").read_bytes()
        assert not holds(pid, tmp_path)
        # A pipe would be closed twice by the loop, the second time under a number that is somebody else's by then.
        assert any(held.readlink().name.startswith("socket:") for held in (inside / "fd").iterdir())
        limits = (inside / "limits").read_text()
        assert f"{512 * MIB}" in limits.partition("Max address space")[2].partition("\n")[0]
        assert "10" in limits.partition("Max cpu time")[2].partition("\n")[0].split()
        assert os.getpriority(os.PRIO_PROCESS, pid) == 15
        if (session := inside / "autogroup").exists():  # else the first of these says nothing to other sessions
            assert session.read_text().split()[-1] == "15"
    finally:
        os.close(leaked)
        del os.environ["MINIFB_TEST_SECRET"]
        workshop.call_off("one")
        with pytest.raises(Called):
            await running
    assert not alive(pid)


@pytest.mark.parametrize(
    "limits",
    [
        Limits(memory_bytes=512 * MIB, cpu_seconds=1, file_bytes=64 * MIB, seconds=30),
        Limits(memory_bytes=90 * MIB, cpu_seconds=10, file_bytes=64 * MIB, seconds=30),
        Limits(memory_bytes=512 * MIB, cpu_seconds=10, file_bytes=1_000, seconds=30),
    ],
    ids=["processor", "memory", "disk"],
)
async def test_what_takes_too_much_is_ended(tmp_path: Path, workshop: Workshop, limits: Limits) -> None:
    """A file that costs more processor time, memory or disk than allowed is refused, and its worker is gone."""
    before = set(children(os.getpid()))
    with pytest.raises(Refused) as refused:
        await workshop.make("one", work(tmp_path / "work", limits=limits, wishes=LONG), deaf)
    assert refused.value.code == "too_much_work"
    assert not set(children(os.getpid())) - before


async def test_what_takes_too_long_is_tried_again(tmp_path: Path, workshop: Workshop) -> None:
    """A worker that does not end in time is ended; the machine may have been busy, so the file is not refused yet."""
    before = set(children(os.getpid()))
    short = Limits(memory_bytes=512 * MIB, cpu_seconds=10, file_bytes=64 * MIB, seconds=1)
    with pytest.raises(Broken):
        await workshop.make("one", work(tmp_path / "work", limits=short, wishes=LONG), deaf)
    assert not set(children(os.getpid())) - before


async def test_what_cannot_be_read_is_refused(tmp_path: Path, workshop: Workshop) -> None:
    """A file that is no picture is refused by the worker's own word."""
    with pytest.raises(Refused) as refused:
        await workshop.make("one", work(tmp_path / "work", data=b"\x89PNG\r\n\x1a\n nothing else"), deaf)
    assert refused.value.code == "undecodable"


async def test_a_worker_that_is_killed_is_tried_again(tmp_path: Path, workshop: Workshop) -> None:
    """If the machine kills a worker, the file need not be at fault: that is no refusal."""
    running = asyncio.create_task(workshop.make("one", work(tmp_path / "work", wishes=LONG), deaf))
    os.kill(await worker(os.getpid()), signal.SIGKILL)
    with pytest.raises(Broken):
        await running


async def test_a_worker_ends_with_the_server(tmp_path: Path) -> None:
    """However the server dies, no worker outlives it."""
    work(tmp_path / "work")
    program = f"""
        import asyncio
        from minifb.modules.media.service.workshop import Workshop
        from minifb.modules.media.workers.work import Limits, PictureWishes, Work
        folder = {str(tmp_path / "work")!r}
        order = Work(kind="image", type="image/png", source=folder + "/source", folder=folder,
                     limits=Limits(memory_bytes=2**29, cpu_seconds=60, file_bytes=2**26, seconds=60),
                     pictures=PictureWishes(sizes=tuple(range(1600, 16, -1))))
        asyncio.run(Workshop().make("one", order, lambda done: None))
    """
    server = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)])  # noqa: ASYNC220 - it is started, not waited for
    pid = await worker(server.pid)
    server.kill()
    await asyncio.to_thread(server.wait)

    async def gone() -> bool:
        return not alive(pid)

    await eventually(gone)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("640.webp", "../source.webp"),
        ("640.webp", "link.webp"),
        ("640.webp", "empty.webp"),
        ("640.webp", "none.webp"),
        ("../640.webp", "640.webp"),
        ("a/b", "640.webp"),
        ("640.webp\n", "640.webp"),
    ],
)
def test_a_worker_is_not_believed(tmp_path: Path, name: str, path: str) -> None:
    """A worker that a file took over cannot have other files served, nor under odd names."""
    (tmp_path / "640.webp").write_bytes(b"made")
    (tmp_path / "empty.webp").touch()
    (tmp_path / "link.webp").symlink_to("/etc/passwd")
    made = Made(variants=[MadeVariant("640.webp", "image/webp", 1, 1, "640.webp")])
    assert checked(made, tmp_path) == made
    with pytest.raises(Broken):
        checked(Made(variants=[MadeVariant(name, "image/webp", 1, 1, path)]), tmp_path)
