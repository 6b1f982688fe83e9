"""Search: what was said in one's own conversations."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.modules.messages.public import Found
from minifb.modules.messages.rules.conversations import Seat
from minifb.modules.messages.rules.messages import Line
from minifb.modules.messages.rules.search import highlights, terms
from minifb.modules.messages.service.drawing import Drawing
from minifb.modules.messages.store import search
from minifb.modules.messages.tables import PEOPLE

_LOOK = 100
_LOOKS = 40
"""So often a page looks further while what it finds is not, or no longer, for this member to read."""


class SearchCases(Drawing):
    """What was said, by its words."""

    @read
    def search(
        self, tx: Tx, actor: Actor, asked: str, conversation_id: str | None, limit: int, cursor: str | None
    ) -> Page[Found]:
        """Find what was said in one's conversations, or in one of them, the latest first."""
        words = terms(asked)
        query = f"search {conversation_id or ''} {' '.join(words)}"
        rooms = [self.seat(tx, actor.id, conversation_id).id] if conversation_id else search.rooms(tx, actor.id)
        place = self.cursors.after(actor.id, query, cursor)
        before = int(place[0]) if place else search.LATEST
        found: list[tuple[int, Line, Seat]] = []
        for _ in range(_LOOKS):
            rows = search.found(tx, words, rooms, before, _LOOK)
            found += self._theirs(tx, actor.id, rows)
            if len(found) > limit or len(rows) < _LOOK:
                more = self.cursors.more(actor.id, query, [(at,) for at, _, _ in found], limit)
                break
            before = rows[-1][0]
        else:
            more = self.cursors.encode(actor.id, query, [before])
        seats = {seat.id: seat for _, _, seat in found[:limit]}
        drawn = self.draw(tx, actor.id, seats, [line for _, line, _ in found[:limit]])
        return Page(items=[Found(message=one, highlights=highlights(one.text, words)) for one in drawn], next=more)

    def _theirs(self, tx: Tx, viewer_id: str, rows: list[tuple[int, str]]) -> list[tuple[int, Line, Seat]]:
        """Give what of the found a member reads; what is folded up for a block is not found."""
        readable = self.readable(tx, viewer_id, [message_id for _, message_id in rows])
        blocked = PEOPLE.blocked_with(tx, viewer_id)
        theirs = [(at, *readable[message_id]) for at, message_id in rows if message_id in readable]
        return [(at, line, seat) for at, line, seat in theirs if line.said and line.sender_id not in blocked]
