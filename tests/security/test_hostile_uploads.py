"""Hostile uploads: nothing of them is served as it came, none takes the server down, and all are forgotten."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest

from tests.journeys.people import Person
from tests.journeys.server import Server
from tests.security.attack import Attack, Result
from tests.security.cases import Case, Wire
from tests.security.corpus import EACH, GROUPS
from tests.security.watch import Watch
from tests.world import World, eventually

CHEAP = [group for group in GROUPS if group not in {"bombs", "endless", "parts", "profiles and animations"}]
AT_ONCE = 4
GROWTH_MAX = 48
"""MiB by which the server may have grown, that is: not with the number or the size of uploads."""
LATE_MAX = 50
"""Milliseconds by which the server's loop may be later than whoever else sleeps on the machine, 19 times of 20."""


async def test_a_hostile_file_comes_to_nothing(world: World) -> None:
    """One of each kind: it is refused, or what is served of it is a plain picture that was made anew."""
    ann = await world.person("ann")
    some = [next(case for case in GROUPS[group]() if isinstance(case, Case)) for group in CHEAP]
    results = await Attack(world.client, ann.token or "").run(some, AT_ONCE)
    assert [str(result) for result in results if not result.good] == []
    assert {result.became for result in results} == {"made", "refused"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A real server, without a limit on requests: they are many."""
    server = Server(tmp_path / "data", environ={"MINIFB_LIMITS_ENABLED": "false"})
    server.start()
    yield server
    server.kill()


@pytest.fixture
async def attack(server: Server) -> AsyncIterator[Attack]:
    """Somebody who is let in."""
    Person(server.url, "olga").register()
    mallory = Person(server.url, "mallory").register()
    async with httpx2.AsyncClient(base_url=server.url, timeout=60.0, trust_env=False) as client:
        yield Attack(client, mallory.http.headers["authorization"].removeprefix("Bearer "))


@pytest.mark.security
@pytest.mark.timeout(900)
async def test_the_whole_corpus(server: Server, attack: Attack) -> None:
    """Three hundred uploads in fifteen groups: each comes to nothing, and the server is as it was before them."""
    groups = {group: list(make()) for group, make in GROUPS.items()}
    assert {group: len(cases) for group, cases in groups.items()} == dict.fromkeys(GROUPS, EACH)
    cases: list[Case | Wire] = [case for cases in groups.values() for case in cases]
    # What is loaded once, and stays, is loaded before it is weighed.
    await attack.run([case for case in cases if case.group in {"names", "truncated"}], AT_ONCE)
    async with Watch(server) as watch:
        results = await attack.run(cases, AT_ONCE)
        await watch.rest()
        bad = [str(result) for result in results if not result.good]
        print(*bad, *became(results), watch.told(), sep="\n")
        assert not bad
        await eventually(watch.alone, within=10)
        assert watch.grown <= GROWTH_MAX
        assert watch.worker_memory <= 512
        assert watch.worker_seconds <= 10 + 2
        assert watch.late <= LATE_MAX
    folder = server.data / "media"
    await eventually(lambda: asyncio.to_thread(nothing_left, folder), within=10)


def became(results: list[Result]) -> list[str]:
    """Say in a line for each group how it was answered."""
    answers = {group: Counter(str(one.status) for one in results if one.group == group) for group in GROUPS}
    return [
        f"{group}: {', '.join(f'{n} x {status}' for status, n in found.items())}" for group, found in answers.items()
    ]


def nothing_left(folder: Path) -> bool:
    """Tell whether no file is left; the names of folders are ours alone."""
    paths = list(folder.rglob("*"))
    assert all(re.fullmatch(r"[0-9a-z-]+", path.name) for path in paths if path.is_dir())
    return not [path for path in paths if path.is_file()]
