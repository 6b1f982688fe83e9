"""The ledger: what a member keeps here; and for admins, who keeps how much."""

from collections.abc import Sequence
from typing import Any

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card, Page
from minifb.kernel.ops import audit
from minifb.kernel.refusals import Unavailable
from minifb.modules.media.rules import ledger as rules
from minifb.modules.media.rules.ledger import Account, Line, Usage
from minifb.modules.media.service.ground import Ground
from minifb.modules.media.store import ledger


class LedgerCases(Ground):
    """Who keeps how much."""

    @read
    def usage(self, tx: Tx, actor: Actor) -> Usage:
        """Tell a member what they keep here, and how much they may."""
        return self._usage(tx, actor.id)

    @write
    def usage_of(self, tx: Tx, actor: Actor, user_id: str) -> Usage:
        """Tell an admin what a member keeps here."""
        self._note(tx, actor, user_id)
        return self._usage(tx, user_id)

    def _usage(self, tx: Tx, user_id: str) -> Usage:
        return rules.usage(user_id, ledger.lines(tx, user_id), ledger.today(tx, user_id), self.settings)

    async def accounts(self, actor: Actor, limit: int, cursor: str | None) -> Page[Account]:
        """List members for an admin by how much they keep here, those with the most first."""
        query = "media ledger"
        lines = await self._most(actor, self.cursors.after(actor.id, query, cursor), limit + 1)
        cards = await self._cards([line.owner_id for line in lines[:limit]])
        items = [
            Account(user_id=line.owner_id, user=cards.get(line.owner_id), files=line.files, bytes=line.bytes)
            for line in lines[:limit]
        ]
        return Page(items=items, next=self.cursors.more(actor.id, query, [line.place for line in lines], limit))

    @write
    def _most(self, tx: Tx, actor: Actor, after: Sequence[Any], limit: int) -> list[Line]:
        self._note(tx, actor, "everybody")
        return ledger.most(tx, after, limit)

    async def _cards(self, user_ids: list[str]) -> dict[str, Card]:
        """Name members; while users does not answer, the ledger goes without names."""
        try:
            return await self.users.cards(user_ids)
        except Unavailable:
            return {}

    def _note(self, tx: Tx, actor: Actor, whose: str) -> None:
        audit.record(tx, actor=actor.id, via="api", action="media.ledger.read", object=whose)
