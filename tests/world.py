"""The world of a test: a whole server in process on temporary files, a clock that is set, and people with clients.

async def test_friends_see_it(world):
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="hello")
    assert (await bob.get(f"/posts/{post['id']}"))["text"] == "hello"
"""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx2
import msgspec
import structlog

from minifb.app import House, build
from minifb.kernel.clock import SetClock
from minifb.kernel.ops.log import FOREIGN
from minifb.kernel.settings import load
from minifb.registry import MODULES
from tests import starts as _  # noqa: F401 - servers start quicker with it

T = TypeVar("T")

URL = "http://127.0.0.1:3000"
PASSWORD = "correct horse battery"
# Cheap passwords and no limits: what tests mean to test is switched on where they do.
QUICK = {
    "limits.enabled": False,
    "modules.auth.password_memory_kib": 8,
    "modules.auth.password_passes": 1,
    "modules.auth.registration_wait_seconds": 30,
    "modules.search.index_pace_ms": 60_000,
    "modules.media.wait_seconds": 20,
    "modules.media.niceness": 0,  # tests keep every processor busy, and wait for pictures
}


class Refused(AssertionError):
    """The server answered something else than was asked for."""

    def __init__(self, response: httpx2.Response) -> None:
        """Show what it said."""
        super().__init__(
            f"{response.request.method} {response.request.url.path}: {response.status_code} {response.text}"
        )
        self.response = response
        self.status = response.status_code
        self.problem: dict[str, Any] = response.json() if "json" in response.headers.get("content-type", "") else {}


class Person:
    """Somebody with a client. `get`, `post` … give the decoded body or raise Refused; `ask` gives the response."""

    def __init__(self, world: "World", name: str, token: str | None = None, told: dict[str, Any] | None = None) -> None:
        """Use a client that carries the person's token."""
        self.world, self.name, self.token = world, name, token
        self.told = told or {}
        """What registering or logging in answered."""
        self.id: str = self.told.get("user", {}).get("id", "")

    async def ask(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """Send a request as this person."""
        headers = {**({"authorization": f"Bearer {self.token}"} if self.token else {}), **options.pop("headers", {})}
        return await self.world.client.request(method, path, headers=headers, **options)

    async def _told(self, method: str, path: str, **options: Any) -> Any:
        response = await self.ask(method, path, **options)
        if not response.is_success:
            raise Refused(response)
        return response.json() if response.content else None

    async def get(self, path: str, **query: Any) -> Any:
        """Read."""
        return await self._told("GET", path, params=query)

    async def post(self, path: str, **body: Any) -> Any:
        """Make."""
        return await self._told("POST", path, json=body)

    async def put(self, path: str, **body: Any) -> Any:
        """Change."""
        return await self._told("PUT", path, json=body)

    async def delete(self, path: str, **query: Any) -> Any:
        """Remove."""
        return await self._told("DELETE", path, params=query)

    async def upload(self, content: bytes, *, alt: str | None = None) -> Any:
        """Upload a file."""
        said = {} if alt is None else {"alt": alt}
        return await self._told("POST", "/media/upload", files={"file": ("x", content)}, data=said)

    async def refused(self, method: str, path: str, **options: Any) -> tuple[int, str]:
        """Ask for something that must be refused; give status and code."""
        response = await self.ask(method, path, **options)
        assert not response.is_success, f"{method} {path} was answered: {response.status_code} {response.text}"
        return response.status_code, response.json()["code"]

    async def befriend(self, other: Self) -> None:
        """Ask to be friends, and let the other accept."""
        await self.post("/users/friends/request", userId=other.id)
        await other.put(f"/users/friends/{self.id}/accept")


class World:
    """A running server, its clock, and the people on it."""

    def __init__(self, house: House, clock: SetClock, folder: Path) -> None:
        """Talk to a house without a network in between."""
        self.house, self.clock, self.folder = house, clock, folder
        self.client = httpx2.AsyncClient(transport=httpx2.ASGITransport(house.asgi), base_url=URL)
        self.people: dict[str, Person] = {}
        self.stranger = Person(self, "stranger")
        """Somebody who is not signed in."""

    def service(self, name: str) -> Any:
        """Give a module's service."""
        return self.house.service(name)

    async def person(self, name: str, **fields: Any) -> Person:
        """Give the member of this name; the first time they register."""
        if name not in self.people:
            told = await self.stranger.post("/auth/register", **newcomer(name, **fields))
            self.people[name] = Person(self, name, told["accessToken"], told)
        return self.people[name]

    async def persons(self, *names: str) -> list[Person]:
        """Give several members."""
        return [await self.person(name) for name in names]

    async def friends(self, *names: str) -> list[Person]:
        """Give several members who are all friends of each other."""
        people = await self.persons(*names)
        for at, one in enumerate(people):
            for other in people[at + 1 :]:
                await one.befriend(other)
        return people

    async def login(self, name: str, **fields: Any) -> Person:
        """Sign a member in once more: a second device."""
        told = await self.stranger.post("/auth/login", username=name, password=PASSWORD, **fields)
        return Person(self, name, told["accessToken"], told)

    async def settle(self) -> None:
        """Wait until every event has had its effect."""
        await self.house.bus.drain()

    async def indexed(self) -> None:
        """Wait until every event has had its effect, and search finds what it is about."""
        await self.settle()
        await self.service("search").catch_up()

    async def advance(self, by: int) -> None:
        """Let time pass: timers that became due run, events have their effect."""
        self.clock.advance(by)
        for part in self.house.parts.values():
            if part.runner is not None:
                await part.runner.run_due()
        await self.settle()

    async def close(self) -> None:
        """Stop the server."""
        await self.client.aclose()
        await self.house.stop()


def newcomer(name: str, **fields: Any) -> dict[str, Any]:
    """Fill in a registration."""
    filled = {
        "username": name,
        "email": f"{name}@example.org",
        "password": PASSWORD,
        "firstName": name.capitalize(),
        "lastName": "Example",
    }
    return {**filled, **fields}


@asynccontextmanager
async def open_world(
    folder: Path, clock: SetClock | None = None, *, template: Path | None = None, **settings: Any
) -> AsyncIterator[World]:
    """Run a server on the files of a folder; settings are written with `__` for the dot: `limits__enabled=True`."""
    if template is not None and not folder.exists():  # noqa: ASYNC240 - nobody waits
        shutil.copytree(template, folder)
    clock = clock or SetClock()
    told = {**QUICK, **{name.replace("__", "."): value for name, value in settings.items()}, "data.dir": str(folder)}
    house = build(load(None, {}, {module.name: module.settings for module in MODULES}, told), clock=clock, strict=True)
    await house.start()
    world = World(house, clock, folder)
    try:
        yield world
    finally:
        await world.close()


async def make_template(folder: Path) -> Path:
    """Make a data folder with every schema in place, for worlds to be copied from."""
    house = build(load(None, {}, {module.name: module.settings for module in MODULES}, {"data.dir": str(folder)}))
    await house.open()
    await house.close()
    (folder / "ballast").unlink(missing_ok=True)
    return folder


async def eventually(probe: Callable[[], Awaitable[T]], *, within: float = 5.0) -> T:
    """Ask again until the answer is something, for what happens on its own."""
    loop = asyncio.get_running_loop()
    until = loop.time() + within
    while True:
        found = await probe()
        if found or loop.time() > until:
            assert found, "it did not happen in time"
            return found
        await asyncio.sleep(0.01)


def forget_log() -> None:
    """Put logging back as it was before the program set it up, so that the next test may watch it."""
    structlog.reset_defaults()
    for name in ("minifb", *FOREIGN):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
        logger.setLevel(logging.NOTSET)


def decoded(response: httpx2.Response, kind: type[T]) -> T:
    """Read a response as one of our own shapes."""
    return msgspec.json.decode(response.content, type=kind)
