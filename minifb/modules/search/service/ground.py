"""What the use cases of search stand on: what app.py hands in."""

import asyncio
from typing import Literal

from minifb.kernel.clock import Clock
from minifb.kernel.crypto import Keys
from minifb.kernel.data.tx import Database
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.settings import Settings
from minifb.modules.posts.public import PostsQuestions
from minifb.modules.search.backends.index import index_of
from minifb.modules.search.rules.settings import SearchSettings
from minifb.modules.search.service.askings import Askings
from minifb.modules.search.service.sessions import Sessions
from minifb.modules.users.public import UsersQuestions

Condition = Literal["closed", "building", "whole"]
"""How the index is: not opened yet, being made anew from the rows, or with everything in it."""


class Ground:
    """The ground of search's use cases."""

    def __init__(
        self,
        *,
        db: Database,
        outbox: Outbox,
        settings: SearchSettings,
        house: Settings,
        cursors: Cursors,
        clock: Clock,
        keys: Keys,
        users: UsersQuestions,
        posts: PostsQuestions,
    ) -> None:
        """Take what app.py hands in."""
        self.db = db
        self.outbox = outbox
        self.settings = settings
        self.house = house
        self.cursors = cursors
        self.clock = clock
        self.keys = keys
        self.users = users
        self.posts = posts
        self.sessions = Sessions(clock)
        self.askings = Askings(clock)
        self.index = index_of(settings, house.data_dir / "search")
        self.condition: Condition = "closed"
        self.news = asyncio.Event()
        """Set when the index has something to learn."""
        self.commits = 0
        """How often the index moved on."""
        self.opening, self.turn = asyncio.Lock(), asyncio.Lock()

    async def stop(self) -> None:
        """Give back what is held open."""
        await self.index.close()
