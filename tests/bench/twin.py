"""The textbook twin: the same reads over the same files, the way a tutorial would serve them.

Litestar with a database session by dependency injection (SQLAlchemy Core, async, aiosqlite), a plain guard that
verifies the token with PyJWT in every request, and a MsgspecDTO for the answer. Statements, ranking and the gate are
the product's own, so that the difference is how they are run and served. It is kinder to itself than most: HS256
tokens, sessions that only read, and no middleware. What the product's service gives as JSON it turns into structs for
the DTO, which is a hundredth of its time.
"""

import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import httpx2
import jwt
import msgspec
import uvicorn
from litestar import Litestar, get
from litestar.connection import ASGIConnection, Request
from litestar.di import Provide
from litestar.dto import DTOConfig, MsgspecDTO
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from minifb.app import build
from minifb.kernel.data.sql import Statement, plain
from minifb.kernel.data.tx import Unit
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.http.tokens import AUDIENCE, ISSUER
from minifb.kernel.settings import load
from minifb.modules.notifications.rules.notifications import UnreadCount
from minifb.modules.posts.public import FeedPost, Post
from minifb.registry import MODULES
from tests.bench import tokens
from tests.bench.load import Order
from tests.bench.measure import Case, Pair, on_core, request, sample
from tests.journeys.server import free_port

if TYPE_CHECKING:
    from tests.bench.stage import Stage

POST, PAGE = msgspec.json.Decoder(Post), msgspec.json.Decoder(Page[FeedPost])
SESSION: ContextVar[AsyncConnection] = ContextVar("session")


class Rows:
    """A transaction as a unit sees it, over a connection of SQLAlchemy."""

    def __init__(self, connection: Connection, now: int) -> None:
        """Read on a connection."""
        self.connection, self.now, self.owner = connection, now, "posts"

    def all(self, statement: Statement[Any], /, **values: Any) -> list[Any]:
        """Give every row."""
        given = {name: plain(value) for name, value in values.items()}
        return statement.make_all(self.connection.execute(statement.core, given).all())

    def one(self, statement: Statement[Any], /, **values: Any) -> Any:
        """Give the first row or None."""
        rows = self.all(statement, **values)
        return rows[0] if rows else None

    def value(self, statement: Statement[Any], /, **values: Any) -> Any:
        """Give the first column of the first row or None."""
        row = self.connection.execute(statement.core, {name: plain(value) for name, value in values.items()}).first()
        return row[0] if row else None


class Textbook:
    """A database whose reads run on the session of the request."""

    def __init__(self, clock: Any) -> None:
        """Take the product's clock."""
        self.clock = clock

    async def read(self, unit: Unit[Any], /) -> Any:
        """Run a unit."""
        now = self.clock.now()
        return await SESSION.get().run_sync(lambda connection: unit(Rows(connection, now)))  # type: ignore[arg-type]


class PostTold(MsgspecDTO[Post]):
    """A post as it is answered."""

    config = DTOConfig(rename_strategy="camel", max_nested_depth=4)


class PageTold(MsgspecDTO[Page[FeedPost]]):
    """A page of posts as it is answered."""

    config = DTOConfig(max_nested_depth=6)


def signed_in(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Verify the token."""
    token = connection.headers.get("authorization", "").removeprefix("Bearer ")
    try:
        claims = jwt.decode(token, tokens.PLAIN_SECRET, ["HS256"], audience=AUDIENCE, issuer=ISSUER)
    except jwt.PyJWTError as error:
        raise NotAuthorizedException from error
    connection.state.actor = Actor(claims["sub"], role="member", kind="member")


@get("/posts/{id:str}", return_dto=PostTold)
async def post(request: Request[Any, Any, Any], session: AsyncConnection, posts: Any, id: str) -> Post:
    """Give a post."""
    SESSION.set(session)
    return POST.decode(await posts.post(request.state.actor, id))


@get("/posts/feed", return_dto=PageTold)
async def feed(
    request: Request[Any, Any, Any], session: AsyncConnection, posts: Any, mode: Literal["ranked", "latest"] = "ranked"
) -> Page[FeedPost]:
    """Give the first page of a feed."""
    SESSION.set(session)
    return PAGE.decode((await posts.feed(request.state.actor, mode, 20, None)).body)


class CountTold(MsgspecDTO[UnreadCount]):
    """How many notifications wait, as it is answered."""

    config = DTOConfig(rename_strategy="camel")


@get("/notifications/unread-count", return_dto=CountTold)
async def unread(request: Request[Any, Any, Any], told: AsyncConnection, notifications: Any) -> UnreadCount:
    """Count what one has not read."""
    SESSION.set(told)
    return cast("UnreadCount", await notifications.unread_count(request.state.actor))


def application(data: Path) -> Litestar:
    """Make the whole server."""
    own = {module.name: module.settings for module in MODULES}
    house = build(load(None, {}, own, {"data.dir": str(data), "cache": False}))
    services = {name: house.service(name) for name in ("posts", "notifications")}
    engines = {name: create_async_engine(f"sqlite+aiosqlite:///{data}/{name}.db") for name in services}
    for name, service in services.items():
        service.db = Textbook(house.clock)
        event.listen(engines[name].sync_engine, "connect", lambda made, _: made.execute("pragma query_only = on"))

    async def session() -> AsyncIterator[AsyncConnection]:
        async with engines["posts"].connect() as connection:
            yield connection

    async def told() -> AsyncIterator[AsyncConnection]:
        async with engines["notifications"].connect() as connection:
            yield connection

    return Litestar(
        [post, feed, unread],
        guards=[signed_in],
        dependencies={
            "session": Provide(session),
            "told": Provide(told),
            "posts": Provide(lambda: services["posts"], sync_to_thread=False),
            "notifications": Provide(lambda: services["notifications"], sync_to_thread=False),
        },
        on_shutdown=[engine.dispose for engine in engines.values()],
        openapi_config=None,
    )


class Twin:
    """The textbook server's process."""

    def __init__(self, stage: "Stage") -> None:
        """Start it beside the real one, on the same core and the same files."""
        self.stage, self.port = stage, free_port()
        command = on_core(0, sys.executable, "-m", "tests.bench.twin", str(stage.data), str(self.port))
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while not listens(self.port):
            assert self.process.poll() is None, "the textbook server ended"
            time.sleep(0.05)

    def agree(self, case: Case) -> None:
        """See that it answers just what the real server answers."""
        ask = case.asks[0]
        headers = {"Authorization": f"Bearer {tokens.plain(ask.who)}"}
        told = httpx2.get(f"http://127.0.0.1:{self.port}{ask.path}", headers=headers).json()
        real = self.stage.answer(ask).json()
        assert timeless(told) == timeless(real), f"the textbook server answers something else: {case.name}"

    def measure(self, case: Case, connections: int, seconds: float) -> None:
        """Measure a case right after the real server did."""
        self.agree(case)
        real = case.pairs("", connections)[-1].case
        asks = [request(ask, tokens.plain(ask.who)) for ask in case.asks]
        seen = sample(self.stage.generator, self.process.pid, Order(self.port, connections, seconds, asks))
        case.rounds.setdefault(("textbook", connections), []).append(Pair(real, seen))

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()


def timeless(told: dict[str, Any]) -> Any:
    """Leave out of an answer what another second changes: cursors, and how old a post is."""
    return [item | {"why": ""} for item in told["items"]] if "items" in told else told


def listens(port: int) -> bool:
    """Tell whether somebody listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    uvicorn.run(application(Path(sys.argv[1])), port=int(sys.argv[2]), log_level="warning", access_log=False)
