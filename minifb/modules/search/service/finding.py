"""Finding: a query's session, and its pages, whatever it is that is looked for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable
from typing import Any, TypeVar

import msgspec

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.policy import Actor
from minifb.kernel.ids import new_id
from minifb.modules.posts.public import Comment, Post
from minifb.modules.search.public import Highlight
from minifb.modules.search.rules import findings as rules
from minifb.modules.search.rules.findings import Finding, Place
from minifb.modules.search.rules.highlights import highlight
from minifb.modules.search.rules.matching import fits
from minifb.modules.search.rules.queries import Asked
from minifb.modules.search.rules.wanted import Kind, Sort, Term, Wanted
from minifb.modules.search.rules.words import words
from minifb.modules.search.service.analytics import AnalyticsCases
from minifb.modules.search.service.index import IndexCases
from minifb.modules.search.service.sessions import HITS_MAX, Session
from minifb.modules.search.store import findings
from minifb.modules.search.tables import PEOPLE

BATCH = 100
"""How many hits are asked of the index at once, put in order, and counted for facets."""
ME = "me"

Shown = TypeVar("Shown")
Spoken = TypeVar("Spoken", Post, Comment, Finding)
LETTERS = 20_000
"""After so many letters others have their turn."""
Ranked = Callable[[Wanted, list[str]], Awaitable[list[Place]]]
"""Puts what the index found in order."""
Drawn = Callable[[list[str]], Awaitable[dict[str, Shown]]]
"""Asks the owner of what was found to draw it, as far as the member may see it."""


class FindCases(AnalyticsCases, IndexCases):
    """What searches have in common."""

    async def wanted(self, actor: Actor, kind: Kind, asked: Asked, sort: Sort) -> Wanted | None:
        """Say what to ask of the index; None: of nobody the member sees can it be."""
        named = await self._named(actor.id, asked.authors | asked.not_authors)
        authors = frozenset(named[one] for one in asked.authors if one in named)
        if asked.authors and not authors:
            return None
        return Wanted(
            kind=kind,
            sight=await self.sight(actor.id),
            terms=asked.terms,
            without=asked.without,
            authors=authors,
            not_authors=frozenset(named[one] for one in asked.not_authors if one in named),
            tags=asked.tags,
            not_tags=asked.not_tags,
            has=asked.has,
            not_has=asked.not_has,
            since=asked.since,
            before=asked.before,
            sort=sort,
            limit=BATCH,
        )

    @read
    def _named(self, tx: Tx, viewer_id: str, usernames: Collection[str]) -> dict[str, str]:
        """Find who is meant; whom the viewer does not see is nobody."""
        return PEOPLE.called(tx, viewer_id, usernames) | {ME: viewer_id}

    # ── posts and comments ──

    async def ranked(self, wanted: Wanted, ids: list[str]) -> list[Place]:
        """Put posts or comments in order."""
        now, found = self.clock.now(), await self._findings(wanted.kind, ids)
        places = [rules.placed(one, wanted.terms, wanted.sight, now) async for one in paced(found)]
        return rules.in_order((place for place in places if place), wanted.sort)

    @read
    def _findings(self, tx: Tx, kind: Kind, ids: list[str]) -> list[Finding]:
        return findings.findings(tx, kind, ids)

    async def marked(self, asked: Asked, shown: Iterable[Spoken]) -> dict[str, tuple[Spoken, list[Highlight]]]:
        """Mark what was asked for in posts or comments as they are now; what does not hold it any more is left out."""
        return {
            one.id: (one, highlights([("text", one.text)], asked.terms))
            async for one in paced(shown)
            if fits(asked.terms, asked.without, words(one.text))
        }

    # ── a session ──

    async def begin(
        self, actor: Actor, kind: Kind, query: str, wanted: Wanted | None, ranked: Ranked, *, id: str = ""
    ) -> Session:
        """Look for the best of what is wanted."""
        session = Session(
            id=id or new_id(),
            viewer_id=actor.id,
            kind=kind,
            query=query,
            started=self.clock.now(),
            wanted=wanted,
        )
        await self._go_on(session, ranked)
        self.sessions.keep(session)
        return session

    async def _go_on(self, session: Session, ranked: Ranked) -> None:
        """Look for the next best, until there is some or no more."""
        before = len(session.places)
        while session.wanted and len(session.places) == before:
            wanted = session.wanted
            looked = await self.look(wanted)
            offset = wanted.offset + BATCH
            session.add(await ranked(wanted, [hit.id for hit in looked.hits]))
            more = looked.more and offset < HITS_MAX
            session.wanted = msgspec.structs.replace(wanted, offset=offset) if more else None

    async def page(
        self, session: Session, position: int, limit: int, ranked: Ranked, drawn: Drawn[Shown]
    ) -> tuple[list[tuple[Place, Shown]], int | None]:
        """Draw a page of a session from a position on; and say where the next one begins, if there is one."""
        found: list[tuple[Place, Shown]] = []
        while True:
            chunk = session.places[position : position + limit + 1 - len(found)]
            if not chunk:
                if session.wanted is None:
                    return found, None
                await self._go_on(session, ranked)
                continue
            shown = await drawn([place.id for place in chunk])
            for place in chunk:
                if place.id in shown:
                    if len(found) == limit:
                        return found, position
                    found.append((place, shown[place.id]))
                position += 1


async def paced(some: Iterable[Spoken]) -> AsyncIterator[Spoken]:
    """Walk posts or comments, letting others have their turn between long ones."""
    letters = 0
    for one in some:
        letters += len(one.text)
        if letters > LETTERS:
            letters = 0
            await asyncio.sleep(0)
        yield one


def highlights(fields: Iterable[tuple[str, str]], terms: Collection[Term]) -> list[Highlight]:
    """Mark in the fields of what is shown what was asked for."""
    found = (highlight(field, text, list(terms)) for field, text in fields)
    return [one for one in found if one is not None]


def place_of(after: list[Any]) -> tuple[str, int]:
    """Read the place that a cursor names: a session, and a position in it."""
    return (str(after[0]), int(after[1])) if after else ("", 0)
