"""Trends, counted for each viewer without whom they do not see, and what staff let not trend."""

from minifb.kernel.clock import DAY, wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.ops import audit
from minifb.modules.search.public import TrendingTag
from minifb.modules.search.rules import trending as rules
from minifb.modules.search.rules.tags import tag_of
from minifb.modules.search.rules.trending import VetoedTag, Window
from minifb.modules.search.service.ground import Ground
from minifb.modules.search.store import trending
from minifb.modules.search.tables import PEOPLE

ACTIVE_DAYS = 7


class TrendingCases(Ground):
    """What many people talk about."""

    @read
    def trending(self, tx: Tx, actor: Actor, window: Window, limit: int) -> Page[TrendingTag]:
        """List the tags that trend, as far as the asker sees who makes them trend."""
        span = rules.WINDOWS[window]
        needed = rules.people_needed(trending.active_since(tx, tx.now // DAY - ACTIVE_DAYS + 1))
        likely = trending.likely(tx, span, needed, rules.AUTHORS_MIN)
        if not likely:
            return Page(items=[])
        crowds, uses = trending.crowds(tx, likely, span, PEOPLE.blocked_with(tx, actor.id))
        return Page(items=rules.trending(crowds, uses, needed, limit))

    @write
    def veto(self, tx: Tx, actor: Actor, tag: str) -> None:
        """Let a tag neither trend nor be suggested."""
        if trending.veto(tx, tag_of(tag), actor.id):
            audit.record(tx, actor=actor.id, via="api", action="trend.veto", object=tag_of(tag))

    @write
    def lift_veto(self, tx: Tx, actor: Actor, tag: str) -> None:
        """Let a tag trend and be suggested again."""
        if trending.lift(tx, tag_of(tag)):
            audit.record(tx, actor=actor.id, via="api", action="trend.allow", object=tag_of(tag))

    @read
    def vetoes(self, tx: Tx, actor: Actor, limit: int, cursor: str | None) -> Page[VetoedTag]:
        """List the tags that staff do not let trend, the latest first."""
        rows = trending.vetoed(tx, self.cursors.after(actor.id, "vetoes", cursor), limit + 1)
        cards = PEOPLE.cards(tx, {row.by_id for row in rows})
        items = [VetoedTag(tag=row.tag, by=cards.get(row.by_id), at=wire(row.at)) for row in rows[:limit]]
        return Page(items=items, next=self.cursors.more(actor.id, "vetoes", [(row.id,) for row in rows], limit))
