"""The follower: tells the index what changed, in batches, and makes it anew from the rows when it must.

What is in the rows counts. The index may lose anything: what it has not learnt stays noted until it has it for good.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence

import structlog

from minifb.kernel.clock import MINUTE
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.modules.search.backends.index import IndexBroken
from minifb.modules.search.rules.documents import KINDS, Document
from minifb.modules.search.rules.wanted import Kind
from minifb.modules.search.service.index import IndexCases
from minifb.modules.search.store import documents, unindexed
from minifb.modules.search.store.unindexed import Change

BATCH = 1_000
"""Most changes that the index learns at once."""
PAGE = 500
"""Documents that are read at once when the index is made anew."""
PAGES = 40
"""Pages that are committed together then."""
BACKSTOP = 30.0
"""Seconds after which one looks although nobody said so."""

START = (0, "", 0)
"""How far the index is made anew: which kind, after which document, how many in all."""

Progress = Callable[[int, int], None]
"""Is told how many documents there are of how many."""

log = structlog.get_logger()


class FollowCases(IndexCases):
    """What keeps the index as the rows are."""

    walk = START

    async def follow(self) -> None:
        """Tell the index what changed, for as long as the server runs."""
        self.news.set()
        while True:
            try:
                await asyncio.wait_for(self.news.wait(), BACKSTOP)
            except TimeoutError:
                log.debug("nothing changed for a while")
            # What comes in the next moment goes along; by then the change that was announced is committed.
            await asyncio.sleep(self.settings.index_pace_ms / 1000)
            await self.catch_up()

    async def catch_up(self) -> None:
        """Tell the index all that changed; what is noted meanwhile too."""
        async with self.turn:
            self.news.clear()
            await self.opened()
            try:
                while await self._step():
                    pass
            except IndexBroken:
                # A full disk too: what was in the index is there still, unless opening it says otherwise.
                self.condition, self.walk = "closed", START
                await self.opened()
                raise

    async def reindex(self, progress: Progress) -> int:
        """Make the index anew from the rows; tell how many documents it has."""
        await self.opened()
        total = await self.db.read(documents.count)
        async with self.turn:
            self.condition, self.walk = "building", START
            while self.degraded:
                progress(self.walk[2], total)
                await self._step()
        progress(total, total)
        await self.catch_up()
        return sum([await self.index.count(kind) for kind in KINDS])

    async def _step(self) -> bool:
        """Do a batch; tell whether there is more to do."""
        changes = await self._changes()
        if self.condition == "building":
            if self.walk == START:
                await self._begin()
            await self._learn(changes)
            await self._build()
            return True
        await self._learn(changes)
        return len(changes) == BATCH

    @read
    def _changes(self, tx: Tx) -> list[Change]:
        return unindexed.next_changes(tx, BATCH)

    async def _learn(self, changes: Sequence[Change]) -> None:
        if not changes:
            return
        gone: defaultdict[Kind, set[str]] = defaultdict(set)
        for change in changes:
            gone[change.kind].add(change.id)
        found = [document for kind, ids in gone.items() for document in await self._read(kind, sorted(ids))]
        for document in found:
            gone[document.kind].discard(document.id)
        await self.index.write(found, gone)
        await self.index.commit()
        self.commits += 1
        await self._noted(changes)

    @write
    def _noted(self, tx: Tx, changes: Sequence[Change]) -> None:
        unindexed.learnt(tx, changes)

    @read
    def _read(self, tx: Tx, kind: Kind, ids: Sequence[str]) -> list[Document]:
        return documents.documents(tx, kind, ids)

    # ── anew ──

    async def _begin(self) -> None:
        """Begin with nothing; what was noted before need not be learnt, since all is read after this."""
        await self.index.empty()
        before = self.clock.now() - MINUTE
        while old := [change for change in await self._changes() if change.position < before]:
            await self._noted(old)

    async def _build(self) -> None:
        """Take in the next documents; after the last one the index is whole."""
        kind, last, count = self.walk
        for _ in range(PAGES):
            ids = await self._ids(KINDS[kind], last)
            if ids:
                await self.index.write(await self._read(KINDS[kind], ids), {})
                last, count = ids[-1], count + len(ids)
            else:
                kind, last = kind + 1, ""
            if kind == len(KINDS):
                break
        await self.index.commit()
        self.commits += 1
        self.walk = (kind, last, count)
        if kind == len(KINDS):
            await self.index.whole()
            self.condition, self.walk = "whole", START
            log.info("the index was made anew", module="search", documents=count)

    @read
    def _ids(self, tx: Tx, kind: Kind, last: str) -> list[str]:
        return documents.after(tx, kind, last, PAGE)
