"""Live: telling messages to whoever has a socket open and may see them, each as they see it."""

from typing import Literal

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.modules.messages.public import Message
from minifb.modules.messages.rules import live as rules
from minifb.modules.messages.rules.conversations import Told
from minifb.modules.messages.service.drawing import Drawing
from minifb.modules.messages.store import live, messages
from minifb.modules.messages.tables import PEOPLE

Change = Literal["edited", "deleted", "restored", "reaction"]


class LiveCases(Drawing):
    """What is told of messages, after it is durable."""

    async def tell_sent(self, actor_id: str, message: Message, told: Told) -> None:
        """Tell a new line to those who are in the conversation, and to the other devices of its sender."""
        self.typists.forget((message.conversation_id, actor_id))
        if message.kind == "system":
            await self._tell("message.received", message, [actor_id, *told.live])
        else:
            self.frames.acknowledged(actor_id, message)
            await self._tell("message.received", message, told.live)

    async def tell_changed(self, actor_id: str, message: Message, told: Told, change: Change) -> None:
        """Tell that a message was changed, to all who see it."""
        await self._tell(f"message.{change}", message, [actor_id, *told.live])

    async def _tell(self, kind: str, message: Message, ids: list[str]) -> None:
        """Send a frame, written once for all who see the same."""
        present = [one for one in ids if self.live.present(one)]
        if kind == "message.received" and rules.plain(message):
            self.frames.send(present, kind, message=rules.received(message))
        elif present:
            for members, drawn in await self._versions(message.id, present):
                self.frames.send(members, kind, message=rules.received(drawn))

    @read
    def _versions(self, tx: Tx, message_id: str, ids: list[str]) -> list[tuple[list[str], Message]]:
        """Draw a line for those of some members who read it: once for all to whom nothing of it is hidden."""
        line = messages.lines(tx, [message_id]).get(message_id)
        if line is None:
            return []
        readers = live.readers(tx, line.conversation_id, line.seq, ids) - PEOPLE.blocked_with(tx, line.sender_id)
        plainly = readers - live.blocking(tx, readers)
        answered = messages.lines(tx, [line.reply_to_id]).get(line.reply_to_id) if line.reply_to_id else None
        if answered is not None:
            plainly &= live.readers(tx, line.conversation_id, answered.seq, plainly)
        groups = [sorted(plainly)] if plainly else []
        groups += [[one] for one in sorted(readers - plainly)]
        seats = [
            (group, self.seats(tx, group[0], [line.conversation_id]).get(line.conversation_id)) for group in groups
        ]
        return [(group, self.drawn(tx, seat, line)) for group, seat in seats if seat is not None]
