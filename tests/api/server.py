"""A real server on a free port, in a thread of its own, and members to ask as."""

import asyncio
import threading
from collections import Counter
from pathlib import Path
from typing import Any, Self

import requests

from minifb.kernel.clock import SystemClock
from minifb.kernel.http.serve import serve
from minifb.kernel.ops.log import configure
from minifb.kernel.settings import Log
from tests.world import PASSWORD, World, newcomer, open_world

OWNER = "the_owner_here"


class Server:
    """Runs until it is left: `with Server(folder) as server`."""

    def __init__(self, folder: Path) -> None:
        """Keep its data in a folder."""
        self.folder = folder
        self.url = ""
        self.tokens: dict[str, str] = {}
        self.made: dict[str, dict[str, str]] = {}
        self.registered = 0
        self.answered: Counter[int] = Counter()
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._stop: asyncio.Event
        self._world: World
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="server")

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(60)
        if self._failed is not None:
            raise self._failed
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(60)
        self._loop.close()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        except BaseException as error:  # noqa: BLE001 - told to the test that waits
            self._failed = error
            self._ready.set()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        # Not to the terminal: pytest changes what that is while this thread writes.
        configure(Log(level="error", format="json"), SystemClock(), (self.folder.parent / "log").open("w"))
        async with open_world(self.folder) as world:
            await _make_owner(world)
            self._world = world

            def ready(port: int) -> None:
                self.url = f"http://127.0.0.1:{port}"
                self._ready.set()

            await serve(world.house.asgi, host="127.0.0.1", port=0, on_ready=ready, stop=self._stop, drain_seconds=2)

    def failures(self) -> list[str]:
        """Name every kind of error that escaped, and where."""
        return [f"{one.kind} at {one.place}, {one.count} times" for one in self._world.house.failures.grouped()]

    def token(self, who: str) -> str:
        """Give a member of this name a session; the first time they register."""
        if who not in self.tokens:
            self.registered += 1
            self.tokens[who] = self._signed_in("/auth/register", newcomer(f"member_{self.registered}"))
        return self.tokens[who]

    def owners(self, what: str) -> str:
        """Give the owner a session for this; one that ended makes room for the next."""
        if what not in self.tokens:
            known = {"email": newcomer(OWNER)["email"], "password": PASSWORD}
            self.tokens[what] = self._signed_in("/auth/login", known)
        return self.tokens[what]

    def things(self, what: str) -> dict[str, str]:
        """Make something that exists for an operation to work on: a post, a comment on it, another member."""
        if what not in self.made:
            told = {"Authorization": f"Bearer {self.token(f'author of {what}')}"}
            post = self._made("/posts", {"text": "hello", "audience": {"kind": "public"}}, told)
            comment = self._made(f"/posts/{post['id']}/comments", {"text": "well said"}, told)
            self.made[what] = {"id": post["id"], "comment_id": comment["id"], "user_id": post["author"]["id"]}
            if "/users/" in what:
                self.made[what]["id"] = post["author"]["id"]
        return self.made[what]

    def _made(self, path: str, told: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        answer = requests.post(f"{self.url}{path}", json=told, headers=headers, timeout=10)
        assert answer.ok, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def _signed_in(self, path: str, told: dict[str, str]) -> str:
        answer = requests.post(f"{self.url}{path}", json=told, timeout=10)
        assert answer.ok, answer.text
        token: str = answer.json()["accessToken"]
        return token


async def _make_owner(world: World) -> None:
    """Make the first owner, as the link of the first start does."""
    link = await world.service("auth").owner_link()
    await world.stranger.post("/auth/setup", token=link.partition("token=")[2], **newcomer(OWNER))
