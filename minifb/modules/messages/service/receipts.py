"""Receipts: what reached whom and who read what, told to those who show the same of themselves."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.modules.messages.public import ConversationRead
from minifb.modules.messages.rules import receipts as rules
from minifb.modules.messages.rules.conversations import Seat
from minifb.modules.messages.rules.receipts import Got, SeenBy, UnreadCount
from minifb.modules.messages.service.drawing import Drawing
from minifb.modules.messages.store import choices, receipts
from minifb.modules.messages.tables import PEOPLE


class ReceiptCases(Drawing):
    """What is known of how far somebody read."""

    async def mark_read(self, actor: Actor, message_id: str, *, private: bool = False) -> None:
        """Note that a member has read up to a message; in private, nobody else learns of it."""
        self._tell_read(actor.id, await self._mark_read(actor, message_id, private=private))

    @write
    def _mark_read(self, tx: Tx, actor: Actor, message_id: str, *, private: bool) -> Got:
        line, seat = self.line(tx, actor.id, message_id)
        return self._read_up_to(tx, seat, line.seq, private=private)

    async def read_up_to(self, actor: Actor, conversation_id: str, seq: int, *, private: bool = False) -> None:
        """Note that a member has read a conversation up to a number."""
        self._tell_read(actor.id, await self._read_seq(actor, conversation_id, seq, private=private))

    @write
    def _read_seq(self, tx: Tx, actor: Actor, conversation_id: str, seq: int, *, private: bool) -> Got:
        return self._read_up_to(tx, self.seat(tx, actor.id, conversation_id), seq, private=private)

    def _read_up_to(self, tx: Tx, seat: Seat, seq: int, *, private: bool) -> Got:
        """Move forward; what is kept from others is kept from them for good, also when they are let see more later."""
        shows = choices.find(tx, seat.member_id).receipts
        now = rules.read(seat, seq, private=private or not shows or seat.state != "in")
        if now == seat:
            return Got(seat.id, [])
        receipts.move(tx, now)
        if now.seen_seq > seat.seen_seq:
            tx.publish(ConversationRead(conversation_id=seat.id, user_id=seat.member_id, seq=now.seen_seq))
        return Got(
            seat.id,
            self._hearers(tx, seat) if now.read_seq > seat.read_seq and rules.shown_in(seat) else [],
            seq=now.read_seq,
            seen=now.seen_seq,
            unread=receipts.unread(tx, seat.member_id, [seat.id])[seat.id],
            total=receipts.waiting(tx, seat.member_id),
        )

    def _tell_read(self, member_id: str, got: Got) -> None:
        self.frames.send(got.tell, "receipt.read", conversationId=got.conversation_id, userId=member_id, seq=got.seq)
        if got.total is not None:
            self.frames.send(
                [member_id],
                "conversation.read",
                conversationId=got.conversation_id,
                seenSeq=got.seen,
                unreadCount=got.unread,
                total=got.total,
            )

    async def mark_delivered(self, actor: Actor, conversation_id: str, seq: int) -> None:
        """Note that a conversation has reached a member up to a number."""
        got = await self._deliver(actor, conversation_id, seq)
        self.frames.send(got.tell, "receipt.delivered", conversationId=conversation_id, userId=actor.id, seq=got.seq)

    @write
    def _deliver(self, tx: Tx, actor: Actor, conversation_id: str, seq: int) -> Got:
        seat = self.seat(tx, actor.id, conversation_id)
        now = rules.delivered(seat, seq)
        if now == seat or not rules.shown_in(seat) or not choices.find(tx, actor.id).receipts:
            return Got(seat.id, [])
        receipts.move(tx, now)
        return Got(seat.id, self._hearers(tx, seat), seq=now.delivered_seq)

    def _hearers(self, tx: Tx, seat: Seat) -> list[str]:
        return rules.hearers(seat.member_id, self.participants(tx, seat.id), self.audience(tx, seat).live)

    # ── what is shown of it ──

    @read
    def seen_by(self, tx: Tx, actor: Actor, message_id: str) -> SeenBy:
        """Show who has read a message, or in a large group how many; nobody, for somebody who does not show it."""
        line, seat = self.line(tx, actor.id, message_id)
        if seat.state != "in" or not choices.find(tx, actor.id).receipts:
            return SeenBy(count=0, users=[])
        blocked = PEOPLE.blocked_with(tx, actor.id)
        ids = rules.seen_by(seat, line.seq, line.sender_id, self.participants(tx, seat.id), blocked)
        cards = PEOPLE.cards(tx, ids) if rules.shown_in(seat) else {}
        return SeenBy(count=len(ids), users=[cards[one] for one in ids if one in cards])

    @read
    def unread_count(self, tx: Tx, actor: Actor) -> UnreadCount:
        """Count what is unread."""
        return receipts.waiting(tx, actor.id)
