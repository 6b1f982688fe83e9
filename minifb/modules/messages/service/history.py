"""History: the lines of a conversation, in both directions from anywhere, and what a message said before."""

from collections.abc import Sequence

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.refusals import NotFound
from minifb.modules.messages.public import History, Message, MessageEdition
from minifb.modules.messages.rules.conversations import Seat
from minifb.modules.messages.rules.history import Around, Direction, From
from minifb.modules.messages.rules.messages import Line
from minifb.modules.messages.service.drawing import Drawing
from minifb.modules.messages.store import messages
from minifb.modules.messages.tables import PEOPLE


class HistoryCases(Drawing):
    """What was said."""

    @read
    def history(
        self, tx: Tx, actor: Actor, conversation_id: str, asked: From | Around, limit: int, cursor: str | None
    ) -> History:
        """Show the lines of a conversation: the latest, those before or after one, or those around it."""
        seat = self.seat(tx, actor.id, conversation_id)
        if place := self.cursors.after(actor.id, _query(seat), cursor):
            direction: Direction = "after" if place[0] == "after" else "before"
            return self._from(tx, seat, direction, int(place[1]), limit)
        if isinstance(asked, Around):
            return self._around(tx, seat, self._seq(tx, seat, asked.place), limit)
        if asked.place is None:
            return self._from(tx, seat, "before", seat.until + 1, limit)
        return self._from(tx, seat, asked.direction, self._seq(tx, seat, asked.place), limit)

    @read
    def edits(self, tx: Tx, actor: Actor, message_id: str, limit: int, cursor: str | None) -> Page[MessageEdition]:
        """Show what a message said before, the latest first, to whoever reads it now."""
        line, _ = self.line(tx, actor.id, message_id)
        if line.state != "live":
            return Page(items=[])
        query = f"edits {line.id}"
        place = self.cursors.after(actor.id, query, cursor)
        rows = messages.edits(tx, line.id, place[0] if place else line.revision + 1, limit + 1)
        blocked = PEOPLE.blocked_with(tx, actor.id)
        more = self.cursors.more(actor.id, query, [(row.revision,) for row in rows], limit)
        return Page(items=[row.drawn(blocked) for row in rows[:limit]], next=more)

    # ── inside a transaction ──

    def _seq(self, tx: Tx, seat: Seat, place: str | int) -> int:
        """Find the number of the line that is named, by its number or its id."""
        if isinstance(place, int):
            return place
        line, _ = self.line(tx, seat.member_id, place)
        if line.conversation_id != seat.id:
            raise NotFound
        return line.seq

    def _from(self, tx: Tx, seat: Seat, direction: Direction, seq: int, limit: int) -> History:
        """Read on in one direction."""
        lines = self._lines(tx, seat, direction, seq, limit + 1)
        more = self._cursor(seat, direction, lines[limit - 1].seq) if len(lines) > limit else None
        return History(items=self._draw(tx, seat, lines[:limit]), next=more)

    def _around(self, tx: Tx, seat: Seat, seq: int, limit: int) -> History:
        """Read a line and as much before as after it."""
        late = max(1, limit // 2)
        early = limit - late
        newer = self._lines(tx, seat, "after", seq - 1, late + 1)
        older = self._lines(tx, seat, "before", seq, early + 1)
        lines = [*reversed(newer[:late]), *older[:early]]
        return History(
            items=self._draw(tx, seat, lines),
            next=self._cursor(seat, "before", lines[-1].seq) if lines and len(older) > early else None,
            previous=self._cursor(seat, "after", lines[0].seq) if len(newer) > late else None,
        )

    def _lines(self, tx: Tx, seat: Seat, direction: Direction, seq: int, limit: int) -> list[Line]:
        """Read what the member reads on one side of a number, the nearest first."""
        if direction == "after":
            return messages.newer(tx, seat.member_id, seat.id, max(seat.after, seq), seat.until + 1, limit)
        return messages.older(tx, seat.member_id, seat.id, seat.after, min(seat.until + 1, seq), limit)

    def _draw(self, tx: Tx, seat: Seat, lines: Sequence[Line]) -> list[Message]:
        return self.draw(tx, seat.member_id, {seat.id: seat}, lines)

    def _cursor(self, seat: Seat, direction: Direction, seq: int) -> str:
        return self.cursors.encode(seat.member_id, _query(seat), [direction, seq])


def _query(seat: Seat) -> str:
    return f"history {seat.id}"
