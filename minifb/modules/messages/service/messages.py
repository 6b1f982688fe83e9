"""Messages: sending, editing, unsending, removing, forwarding; and what others ask of them."""

from collections.abc import Sequence

from msgspec.structs import replace

from minifb.kernel import texts
from minifb.kernel.clock import DAY
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import heard, read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Attached, Card, Span
from minifb.kernel.jobs import schedule
from minifb.modules.messages.public import ConversationRead, Message, MessageDeleted, MessageEdited, MessageSent
from minifb.modules.messages.rules import messages as rules
from minifb.modules.messages.rules.conversations import NOBODY, Seat
from minifb.modules.messages.rules.media import Holder, chosen
from minifb.modules.messages.rules.messages import (
    Changed,
    Copied,
    For,
    MessageChange,
    NewForward,
    NewMessage,
    Sent,
)
from minifb.modules.messages.service.live import LiveCases
from minifb.modules.messages.store import media, messages, reactions, receipts, search
from minifb.modules.messages.tables import PEOPLE

FORGET = "messages.forget"


class MessageCases(LiveCases):
    """What is said."""

    async def send(self, actor: Actor, conversation_id: str, new: NewMessage) -> Sent:
        """Send a message; the same `clientId` again gives the same message."""
        found = await self.find_media(actor, new.media_ids)
        sent = await self._send(actor, conversation_id, new, await self.introduce(actor), found)
        if found:
            await heard(self.db)  # who is told of it can fetch what is in it
        if sent.new:
            await self.tell_sent(actor.id, sent.message, sent.told)
        return sent

    async def edit(self, actor: Actor, message_id: str, change: MessageChange) -> Message:
        """Edit one's own message, for a while after it was sent."""
        changed = await self._edit(actor, message_id, change)
        if changed.told:
            await self.tell_changed(actor.id, changed.message, changed.told, "edited")
        return changed.message

    async def delete_message(self, actor: Actor, message_id: str, whose: For) -> None:
        """Unsend one's own message for everybody, or remove any for oneself."""
        if whose == "me":
            self.frames.hidden(actor.id, await self._hide(actor, message_id))
            return
        changed = await self._unsend(actor, message_id)
        if changed.told:
            await self.tell_changed(actor.id, changed.message, changed.told, "deleted")

    async def forward(self, actor: Actor, message_id: str, new: NewForward) -> list[Sent]:
        """Send what a message says to other conversations, to all of them or to none; only one's own media with it."""
        sent = await self._forward(actor, message_id, new)
        if any(one.message.media for one in sent):
            await heard(self.db)
        for one in sent:
            await self.tell_sent(actor.id, one.message, one.told)
        return sent

    @read
    def message(self, tx: Tx, actor: Actor, message_id: str) -> Message:
        """Show a message."""
        line, seat = self.line(tx, actor.id, message_id)
        return self.drawn(tx, seat, line)

    # ── what others ask ──

    @read
    def visible_messages(self, tx: Tx, viewer_id: str, message_ids: list[str]) -> dict[str, bool]:
        """Tell which of these messages this viewer may read."""
        found = self.readable(tx, viewer_id, message_ids)
        return {message_id: message_id in found and found[message_id][0].said for message_id in message_ids}

    @read
    def texts(self, tx: Tx, viewer_id: str, message_ids: list[str]) -> dict[str, str]:
        """Give what these messages say to a viewer who may read them; others are absent."""
        blocked = PEOPLE.blocked_with(tx, viewer_id)
        lines = [line for line, _ in self.readable(tx, viewer_id, message_ids).values()]
        return {line.id: line.text for line in lines if line.said and line.sender_id not in blocked}

    # ── the transactions ──

    @write
    def _send(
        self,
        tx: Tx,
        actor: Actor,
        conversation_id: str,
        new: NewMessage,
        cards: list[Card],
        found: dict[str, Attached],
    ) -> Sent:
        self.greet(tx, cards)
        seat = self.seat(tx, actor.id, conversation_id)
        if new.client_id and (line := messages.by_client(tx, actor.id, new.client_id)):
            if line.conversation_id != seat.id:
                raise rules.ClientIdUsed
            return Sent(self.drawn(tx, seat, line), new=False, told=NOBODY)
        text, held = rules.said(new, new.media_ids), chosen(new.media_ids, found)
        seat = self.let_write(tx, seat)
        if new.reply_to_id:
            answered = self.readable(tx, actor.id, [new.reply_to_id]).get(new.reply_to_id)
            rules.check_reply(answered[0] if answered else None, seat.id)
        return self.say_to(tx, seat, text, held, reply_to_id=new.reply_to_id, client_id=new.client_id)

    @write
    def _forward(self, tx: Tx, actor: Actor, message_id: str, new: NewForward) -> list[Sent]:
        line, _ = self.line(tx, actor.id, message_id)
        own = media.held(tx, [line.id]).get(line.id, {}) if line.sender_id == actor.id and line.media_ids else {}
        held = [own[one] for one in line.media_ids if one in own and own[one].status != "failed"]
        if not line.said or not (line.text or held):
            raise rules.NothingSaid
        seats = [self.writing_seat(tx, actor, one) for one in dict.fromkeys(new.conversation_ids)]
        return [self.say_to(tx, seat, line.text, held, forwarded=True) for seat in seats]

    @write
    def _edit(self, tx: Tx, actor: Actor, message_id: str, change: MessageChange) -> Changed:
        line, seat = self.line(tx, actor.id, message_id)
        rules.check_edit(actor.id, line, tx.now, self.settings.edit_minutes)
        text = rules.said(change, line.media_ids)
        seat = self.let_write(tx, seat, more=0)
        if text == line.text:
            return Changed(self.drawn(tx, seat, line), told=None)
        revision = self.touch(tx, seat.id)
        after = replace(line, text=text, spans=self._meaning(tx, actor.id, text), edited_at=tx.now, revision=revision)
        messages.add_edit(tx, line)
        messages.save(tx, after)
        messages.touch_quotes(tx, line.id, revision)
        search.keep(tx, after)
        edited = MessageEdited(
            message_id=line.id, conversation_id=seat.id, sender_id=actor.id, edited_at=tx.now, revision=revision
        )
        tx.publish(edited)
        return Changed(self.drawn(tx, seat, after), self.audience(tx, seat))

    @write
    def _unsend(self, tx: Tx, actor: Actor, message_id: str) -> Changed:
        line, seat = self.line(tx, actor.id, message_id)
        rules.check_unsend(actor.id, line, tx.now, self.settings.unsend_hours)
        if line.state == "unsent":
            return Changed(self.drawn(tx, seat, line), told=None)
        revision = self.touch(tx, seat.id)
        until = tx.now + self.settings.copies_days * DAY
        messages.keep_copy(tx, line, until)
        schedule(tx, FORGET, line.id, until, Copied(line.id))
        messages.bury(tx, line, revision)
        if line.media_ids:
            self.release(tx, Holder("message", line.id, revision), line.sender_id)
        reactions.drop(tx, line.id)
        search.drop(tx, line.id)
        gone = MessageDeleted(message_id=line.id, conversation_id=seat.id, sender_id=actor.id, revision=revision)
        tx.publish(gone)
        after = messages.lines(tx, [line.id])[line.id]
        return Changed(self.drawn(tx, seat, after), self.audience(tx, seat))

    @write
    def _hide(self, tx: Tx, actor: Actor, message_id: str) -> Message:
        line, seat = self.line(tx, actor.id, message_id)
        messages.hide(tx, actor.id, line)
        return self.drawn(tx, seat, line)

    @write
    def forget_copy(self, tx: Tx, message_id: str) -> None:
        """Forget what an unsent message said, whose time is over."""
        messages.drop_copy(tx, message_id)

    # ── inside a transaction ──

    def say_to(
        self,
        tx: Tx,
        seat: Seat,
        text: str,
        held: Sequence[Attached] = (),
        *,
        reply_to_id: str | None = None,
        client_id: str | None = None,
        forwarded: bool = False,
    ) -> Sent:
        """Keep a new message and tell it, for somebody who may write."""
        me = seat.member_id
        line = replace(
            self.next_line(tx, seat),
            text=text,
            spans=self._meaning(tx, me, text),
            media_ids=[one.id for one in held],
            reply_to_id=reply_to_id,
            forwarded=forwarded,
            client_id=client_id,
        )
        seq, revision = line.seq, line.revision
        messages.add_line(tx, line)
        if held:
            self.hold(tx, Holder("message", line.id, revision), me, held)
        receipts.move(tx, replace(seat, delivered_seq=seq, read_seq=seq, seen_seq=seq, unread_from=None))
        search.keep(tx, line)
        told = self.audience(tx, seat)
        tx.publish(
            MessageSent(
                message_id=line.id,
                conversation_id=seat.id,
                sender_id=me,
                recipient_ids=told.recipients,
                media_ids=line.media_ids,
                created_at=tx.now,
                seq=seq,
                quiet_ids=told.quiet,
                request_ids=told.requests,
                revision=revision,
            )
        )
        if seat.seen_seq < seat.last_seq:
            tx.publish(ConversationRead(conversation_id=seat.id, user_id=me, seq=seq, revision=revision))
        return Sent(self.drawn(tx, replace(seat, last_seq=seq), line), new=True, told=told)

    def _meaning(self, tx: Tx, author_id: str, text: str) -> list[Span]:
        """Say what the parts of a text mean; a mention of somebody the author does not see is just text."""
        return texts.spans(text, PEOPLE.called(tx, author_id, texts.handles(text)))
