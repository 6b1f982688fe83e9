"""Reactions: set, take back, and who reacted."""

from typing import Literal

from msgspec.structs import replace

from minifb.kernel.clock import wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.modules.messages.public import MessageReacted, MessageReactor, Reactions, ReactionType
from minifb.modules.messages.rules.messages import Changed, NothingSaid, recounted
from minifb.modules.messages.rules.reactions import NewReaction
from minifb.modules.messages.service.live import LiveCases
from minifb.modules.messages.store import messages, reactions


class ReactionCases(LiveCases):
    """How members react to what is said."""

    async def react(self, actor: Actor, message_id: str, new: NewReaction) -> Reactions:
        """React to a message, in the place of an earlier reaction."""
        return await self._show_reaction(actor, await self._react(actor, message_id, new.type))

    async def unreact(self, actor: Actor, message_id: str) -> Reactions:
        """Take one's reaction back, if there is one."""
        return await self._show_reaction(actor, await self._react(actor, message_id, None))

    async def _show_reaction(self, actor: Actor, changed: Changed) -> Reactions:
        if changed.told:
            await self.tell_changed(actor.id, changed.message, changed.told, "reaction")
        return changed.message.reactions

    @read
    def reactors(
        self,
        tx: Tx,
        actor: Actor,
        message_id: str,
        kind: ReactionType | Literal[""],
        limit: int,
        cursor: str | None,
    ) -> Page[MessageReactor]:
        """Show who reacted to a message, the latest first."""
        line, _ = self.line(tx, actor.id, message_id)
        if not line.said:
            return Page(items=[])
        query = f"reactions {line.id} {kind}"
        rows = reactions.people(tx, actor.id, line.id, kind, self.cursors.after(actor.id, query, cursor), limit + 1)
        items = [MessageReactor(user=row.card, type=row.type, reacted_at=wire(row.reacted_at)) for row in rows[:limit]]
        places = [(row.reacted_at, row.member_id) for row in rows]
        return Page(items=items, next=self.cursors.more(actor.id, query, places, limit))

    @write
    def _react(self, tx: Tx, actor: Actor, message_id: str, kind: ReactionType | None) -> Changed:
        """Keep a reaction, or none; the same again changes nothing and tells nobody."""
        line, seat = self.line(tx, actor.id, message_id)
        if not line.said:
            raise NothingSaid
        before = reactions.mine(tx, actor.id, [line.id]).get(line.id)
        if before == kind:
            return Changed(self.drawn(tx, seat, line), told=None)
        seat = self.let_write(tx, seat, more=0)
        if kind:
            reactions.put(tx, line.id, actor.id, kind)
        else:
            reactions.take(tx, line.id, actor.id)
        revision = self.touch(tx, seat.id)
        counts = recounted(line.reactions, before, kind)
        messages.set_reactions(tx, line.id, counts, revision)
        told = self.audience(tx, seat)
        tx.publish(
            MessageReacted(
                message_id=line.id,
                conversation_id=seat.id,
                sender_id=line.sender_id,
                user_id=actor.id,
                reaction=kind,
                previous=before,
                quiet=line.sender_id in told.quiet or line.sender_id not in told.recipients,
                revision=revision,
            )
        )
        return Changed(self.drawn(tx, seat, replace(line, reactions=counts, revision=revision)), told)
