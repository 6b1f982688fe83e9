"""A random community that also searches: users, posts and search on real databases with a bus between them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from minifb.kernel.crypto import Keys
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.settings import Data, Settings
from minifb.modules.search.module import MODULE as SEARCH
from minifb.modules.search.rules.settings import SearchSettings
from minifb.modules.search.service import Search
from tests.modules.social import Social


class Searchers(Social):
    """Users, posts and search, and an outbox in auth's place."""

    def __init__(self, where: Path | dict[str, str], folder: Path, *, cache: bool = True) -> None:
        """Put them together; the index lies in a folder."""
        super().__init__(where, cache=cache)
        self.dbs["search"] = self._database("search")
        self.search = Search(
            db=self.dbs["search"],
            outbox=self.dbs["search"]._journal,  # type: ignore[arg-type]
            settings=SearchSettings(),
            house=Settings(data=Data(dir=str(folder)), cache=cache),
            cursors=Cursors(Keys(bytes(32)), self.clock),
            clock=self.clock,
            keys=Keys(bytes(32)),
            users=self.users,
            posts=self.posts,
        )
        self.parts["search"] = SEARCH, self.search

    async def learn(self) -> None:
        """Let everything have its effect, and the index know it."""
        await self.bus.drain()
        await self.search.catch_up()

    async def close(self) -> None:
        """Close everything."""
        await self.search.stop()
        await super().close()


@asynccontextmanager
async def open_searchers(where: Path | dict[str, str], folder: Path, *, cache: bool = True) -> AsyncIterator[Searchers]:
    """Run the three modules on the files of a folder, or on PostgreSQL databases."""
    social = Searchers(where, folder, cache=cache)
    await social.open()
    try:
        yield social
    finally:
        await social.close()
