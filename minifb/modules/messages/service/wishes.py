"""Wishes: what a member wants of a conversation; their other devices show it, nobody else is told."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.http.policy import Actor
from minifb.modules.messages.public import Conversation, ConversationRead
from minifb.modules.messages.rules import wishes as rules
from minifb.modules.messages.rules.wishes import Wish
from minifb.modules.messages.service.showing import Showing
from minifb.modules.messages.store import participants


class WishCases(Showing):
    """Who wants to hear of what."""

    async def want(self, actor: Actor, conversation_id: str, wish: Wish) -> Conversation:
        """Keep what a member wants of a conversation."""
        kept = await self._want(actor, conversation_id, wish)
        if wish.kind == "delete":
            self.frames.gone(actor.id, conversation_id)
        else:
            self.frames.conversation(actor.id, kept)
        return kept

    @write
    def _want(self, tx: Tx, actor: Actor, conversation_id: str, wish: Wish) -> Conversation:
        before = self.seat(tx, actor.id, conversation_id)
        after = rules.granted(before, wish, tx.now)
        if after.pinned_at and not before.pinned_at and participants.count_pins(tx, actor.id) >= self.settings.pins_max:
            raise rules.TooManyPins
        if after != before:
            participants.save_wishes(tx, after)
        if after.seen_seq > before.seen_seq:
            tx.publish(
                ConversationRead(
                    conversation_id=after.id, user_id=actor.id, seq=after.seen_seq, revision=after.revision
                )
            )
        return self.shown(tx, after)

    async def accept(self, actor: Actor, conversation_id: str) -> Conversation:
        """Take part in a conversation that somebody began who is no friend."""
        kept = await self._accept(actor, conversation_id)
        self.frames.conversation(actor.id, kept)
        return kept

    @write
    def _accept(self, tx: Tx, actor: Actor, conversation_id: str) -> Conversation:
        seat = self.seat(tx, actor.id, conversation_id)
        return self.shown(tx, self.accepted(tx, seat) if seat.waiting else seat)
