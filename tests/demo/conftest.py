"""A hamlet, filled once for all tests that only look at it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from minifb.demo import Made, Size, live, quick
from minifb.kernel.clock import SECOND, Instant, SetClock
from minifb.kernel.settings import Settings, load
from minifb.registry import MODULES
from tests.world import QUICK, Person, World, open_world

HAMLET = Size(members=24, days=30, posts=150, faces=4, pictured=0.04)
FARM = Size(members=6, days=20, posts=12)
UNTIL: Instant = 1_780_000_000 * SECOND
"""An evening in May 2026."""


class Silent:
    """Looks on and says nothing."""

    what = ""

    def begin(self, what: str, total: int) -> None:
        """Hear that a part begins."""
        self.what = what

    def step(self, count: int) -> None:
        """Hear of steps."""


def settings_for(folder: Path, **more: Any) -> Settings:
    """Give the settings of a server on a folder."""
    told = {**QUICK, "data.dir": str(folder), **more}
    return load(None, {}, {module.name: module.settings for module in MODULES}, told)


async def fill(folder: Path, size: Size, *, more: bool = False, watch: Silent | None = None, **told: Any) -> Made:
    """Fill a server as the command does; settings are written with `__` for the dot."""
    told = {name.replace("__", "."): value for name, value in told.items()}
    settings = settings_for(folder, **told)
    quickly = settings_for(folder, **told, **quick(settings, size))
    return await live(settings, quickly, size, "oak", watch or Silent(), until=UNTIL, more=more)


async def sign_in(world: World, made: Made) -> list[Person]:
    """Sign in to the accounts whose passwords were told."""
    told = [
        await world.stranger.post("/auth/login", username=one.username, password=one.password) for one in made.accounts
    ]
    return [Person(world, each["user"]["username"], each["accessToken"], each) for each in told]


class Hamlet(msgspec.Struct):
    """A filled server, running."""

    made: Made
    world: World
    people: list[Person]
    """The two whose passwords are known, signed in: the owner, and a friend."""


@pytest.fixture(scope="session")
async def hamlet(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hamlet]:
    """A filled server, running."""
    folder = tmp_path_factory.mktemp("hamlet") / "data"
    made = await fill(folder, HAMLET)
    async with open_world(folder, SetClock(UNTIL)) as world:
        yield Hamlet(made, world, await sign_in(world, made))
