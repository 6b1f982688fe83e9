"""Users and posts on real databases with a bus between them, and no HTTP: for consumers, races and what they leave."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from minifb.kernel.clock import SetClock
from minifb.kernel.crypto import Keys
from minifb.kernel.data.migrate import migrate
from minifb.kernel.data.postgres import PostgresDatabase
from minifb.kernel.data.sqlite import SqliteDatabase
from minifb.kernel.data.tx import Tx
from minifb.kernel.events.bus.local import LocalBus
from minifb.kernel.events.event import Event
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.http.policy import Actor
from minifb.kernel.ids import new_id
from minifb.kernel.module import Module
from minifb.kernel.questions.local import Answering
from minifb.kernel.settings import Settings
from minifb.modules.auth.public import UserActivated, UserRegistered
from minifb.modules.media.public import MediaQuestions
from minifb.modules.posts.module import MODULE as POSTS
from minifb.modules.posts.rules.settings import PostsSettings
from minifb.modules.posts.service import Posts
from minifb.modules.users.module import MODULE as USERS
from minifb.modules.users.rules.settings import UsersSettings
from minifb.modules.users.service import Users


class Social:
    """The two modules, and an outbox in auth's place."""

    def __init__(self, where: Path | dict[str, str], *, cache: bool = True) -> None:
        """Put them together on the files of a folder, or on the PostgreSQL database of each name."""
        self.where, self.clock = where, SetClock()
        self.bus = LocalBus(clock=self.clock)
        cursors = Cursors(Keys(bytes(32)), self.clock)
        self.dbs = {name: self._database(name) for name in ("auth", "users", "posts")}
        media: Any = Answering(MediaQuestions)  # nobody asks: there are no pictures here
        self.users = Users(db=self.dbs["users"], settings=UsersSettings(), cursors=cursors, media=media)
        self.posts = Posts(
            db=self.dbs["posts"],
            outbox=self.dbs["posts"]._journal,  # type: ignore[arg-type]
            settings=PostsSettings(),
            server=Settings(cache=cache),
            cursors=cursors,
            users=self.users,
            media=media,
        )
        self.parts: dict[str, tuple[Module | None, Any]] = {
            "auth": (None, None),
            "users": (USERS, self.users),
            "posts": (POSTS, self.posts),
        }
        self.revision = 0

    def _database(self, name: str) -> SqliteDatabase | PostgresDatabase:
        outbox = Outbox(name, clock=self.clock, ids=new_id)
        given = {"journal": outbox, "clock": self.clock, "settle": self.bus.settle}
        if isinstance(self.where, dict):
            return PostgresDatabase(name, self.where[name], **given)  # type: ignore[arg-type]
        return SqliteDatabase(name, self.where / f"{name}.db", synchronous="NORMAL", **given)  # type: ignore[arg-type]

    async def open(self) -> None:
        """Make the schemas and open everything."""
        for name, (module, service) in self.parts.items():
            db = self.dbs[name]
            where = self.where[name] if isinstance(self.where, dict) else self.where / f"{name}.db"
            await migrate(where, name=name, steps=module.migrations if module else (), report=lambda _line: None)
            await db.open()
            consumes = module.consumes if module else ()
            self.bus.join(name, db, db._journal, consumes, service)  # type: ignore[arg-type]
        await self.bus.start()

    async def close(self) -> None:
        """Close everything."""
        await self.bus.stop()
        for db in self.dbs.values():
            await db.close()

    async def tell(self, *events: Event, source: str = "auth") -> None:
        """Publish events as another module would, and let them have their effect."""

        def unit(tx: Tx) -> None:
            for event in events:
                tx.publish(event)

        await self.dbs[source].write(unit)
        await self.bus.drain()

    async def member(self, name: str) -> Actor:
        """Register and activate somebody."""
        user_id = new_id()
        await self.tell(
            UserRegistered(user_id=user_id, username=name, first_name=name.title(), last_name="Example", revision=1),
            UserActivated(user_id=user_id, revision=2),
        )
        return Actor(id=user_id, role="member", kind="member")

    async def befriend(self, one: Actor, other: Actor) -> None:
        """Make two members friends."""
        await self.users.ask_friend(one, other.id)
        await self.users.ask_friend(other, one.id)


@asynccontextmanager
async def open_social(where: Path | dict[str, str], *, cache: bool = True) -> AsyncIterator[Social]:
    """Run the two modules on the files of a folder, or on PostgreSQL databases."""
    social = Social(where, cache=cache)
    await social.open()
    try:
        yield social
    finally:
        await social.close()
