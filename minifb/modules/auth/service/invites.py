"""Invite links: made by members, spent by newcomers."""

from minifb.kernel.clock import DAY
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.refusals import Forbidden, NotFound
from minifb.modules.auth.rules.invites import Invite, InviteShown, shown
from minifb.modules.auth.rules.registration import InviteInvalid
from minifb.modules.auth.rules.tokens import digest
from minifb.modules.auth.service.means import Means, Part
from minifb.modules.auth.store import invites as store

LAST = "g"
"""Sorts after every id."""


class Invites(Part):
    """Invite links."""

    def __init__(self, means: Means, cursors: Cursors) -> None:
        """Page with these cursors."""
        super().__init__(means)
        self._cursors = cursors

    async def invite(self, actor: Actor, note: str, uses_max: int, days: int | None) -> InviteShown:
        """Make an invite link; it is shown this once."""
        if not actor.ranks(self.own.invites_from):
            raise Forbidden
        code = self.means.chance()
        made = await self._make(actor, digest(code), note, uses_max, days or self.own.invite_days)
        return shown(made, f"{self.means.public_url}/invite/{code}")

    @write
    def _make(self, tx: Tx, actor: Actor, code_digest: str, note: str, uses_max: int, days: int) -> Invite:
        invite = Invite(tx.new_id(), code_digest, actor.id, note, 0, uses_max, tx.now, tx.now + days * DAY)
        store.insert_invite(tx, invite)
        return invite

    async def mine(self, actor: Actor, limit: int, cursor: str | None) -> Page[InviteShown]:
        """List the member's invites, newest first."""
        before = "".join(self._cursors.after(actor.id, "auth.invites", cursor)) or LAST
        rows = await self._mine(actor, before, limit + 1)
        more = self._cursors.more(actor.id, "auth.invites", [(row.id,) for row in rows], limit)
        return Page(items=[shown(row) for row in rows[:limit]], next=more)

    @read
    def _mine(self, tx: Tx, actor: Actor, before: str, limit: int) -> list[Invite]:
        return store.of_maker(tx, actor.id, before, limit)

    @write
    def withdraw(self, tx: Tx, actor: Actor, invite_id: str) -> None:
        """Make an invite link worthless."""
        if not store.drop(tx, actor.id, invite_id):
            raise NotFound

    def spend(self, tx: Tx, code_digest: str) -> str:
        """Use an invite within the transaction of a registration."""
        invite = store.find(tx, code_digest)
        if invite is None or not store.use(tx, invite.id):
            raise InviteInvalid
        return invite.id

    def give_back(self, tx: Tx, invite_id: str) -> None:
        """Give a use back: the registration came to nothing."""
        store.give_back(tx, invite_id)
