"""Drawing: lines of conversations as somebody sees them, and the gate that each of them passes before."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from minifb.kernel.data.tx import Tx
from minifb.kernel.refusals import NotFound
from minifb.modules.messages.public import Message
from minifb.modules.messages.rules import messages as rules
from minifb.modules.messages.rules.conversations import Seat
from minifb.modules.messages.rules.messages import Beside, Line
from minifb.modules.messages.service.ground import Ground
from minifb.modules.messages.store import media, messages, reactions
from minifb.modules.messages.tables import PEOPLE


class Drawing(Ground):
    """What may be read, and how it is shown."""

    # ── the gate ──

    def readable(
        self, tx: Tx, viewer_id: str, ids: Collection[str], *, shut: bool = False
    ) -> dict[str, tuple[Line, Seat]]:
        """Find those of these lines that a viewer reads, or read until a block, with their seat in the conversation."""
        found = messages.unhidden(tx, viewer_id, ids)
        seats = self.seats(tx, viewer_id, {line.conversation_id for line in found.values()}, shut=shut)
        return {
            line.id: (line, seat)
            for line in found.values()
            if (seat := seats.get(line.conversation_id)) and rules.readable(seat, line, shut=shut)
        }

    def line(self, tx: Tx, viewer_id: str, message_id: str) -> tuple[Line, Seat]:
        """Find a line that the viewer reads; any other there is not."""
        found = self.readable(tx, viewer_id, [message_id]).get(message_id)
        if found is None:
            raise NotFound
        return found

    # ── drawing ──

    def draw(self, tx: Tx, viewer_id: str, seats: Mapping[str, Seat], lines: Sequence[Line]) -> list[Message]:
        """Draw lines that the viewer reads; what stands beside them is read once for all."""
        if not lines:
            return []
        blocked = PEOPLE.blocked_with(tx, viewer_id)
        answered = {line.reply_to_id for line in lines if line.reply_to_id}
        quoted = {
            one.id: one
            for one in messages.unhidden(tx, viewer_id, answered).values()
            if one.conversation_id in seats and rules.readable(seats[one.conversation_id], one)
        }
        reacted = [line.id for line in lines if line.reactions]
        beside = Beside(
            cards=PEOPLE.cards(tx, _people(lines, quoted.values())),
            quoted=quoted,
            mine=reactions.mine(tx, viewer_id, reacted),
            unseen=reactions.by(tx, blocked, reacted),
            blocked=blocked,
            media=media.held(tx, [line.id for line in lines if line.media_ids]),
        )
        return [rules.drawn(viewer_id, seats[line.conversation_id], line, beside) for line in lines]

    def drawn(self, tx: Tx, seat: Seat, line: Line) -> Message:
        """Draw one line for the holder of a seat."""
        return self.draw(tx, seat.member_id, {seat.id: seat}, [line])[0]


def _people(lines: Sequence[Line], quoted: Iterable[Line]) -> set[str]:
    """Name everybody who appears in lines."""
    about = {one for line in lines if line.system for one in line.system.about_ids}
    return about | {line.sender_id for line in (*lines, *quoted)}
