"""The end of a member: done some rows at a time, by jobs that go on by themselves.

What they wrote stays with whom they wrote to, from nobody; everything else goes. They are hidden at once: a member who
is gone is told nothing and seen nowhere from the moment we hear of it. A conversation goes with the last who had it.
"""

import msgspec

from minifb.kernel.clock import FOR_GOOD
from minifb.kernel.data.erasing import Trace
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.jobs import schedule
from minifb.modules.auth.public import UserDataErased
from minifb.modules.messages.rules.conversations import heir
from minifb.modules.messages.rules.media import Holder
from minifb.modules.messages.rules.messages import recounted
from minifb.modules.messages.service.showing import Showing
from minifb.modules.messages.store import conversations, erasure, media, messages, participants, reactions
from minifb.modules.messages.tables import ERASURES, PEOPLE

ERASE = "messages.erase"
CLEAR = "messages.clear"
ROWS = 200
"""How many rows one transaction erases, more or less; jobs do the rest."""
HOLDERS = 20
"""Of how many messages one transaction lets the media go."""


class Leaving(msgspec.Struct, frozen=True):
    """A member of whom something is left."""

    member_id: str


class Forsaken(msgspec.Struct, frozen=True):
    """A conversation that nobody has any more."""

    conversation_id: str


class ErasureCases(Showing):
    """What is done some rows at a time."""

    def erase(self, tx: Tx, member_id: str, *, report: bool) -> None:
        """Hide a member for good, and begin to erase what they leave."""
        if PEOPLE.bury(tx, member_id):
            ERASURES.begin(tx, member_id, report=report)
            self._erase_some(tx, member_id)

    @write
    def erase_more(self, tx: Tx, member_id: str) -> None:
        """Erase more of a member who is gone."""
        self._erase_some(tx, member_id)

    def _erase_some(self, tx: Tx, member_id: str) -> None:
        """Erase what one transaction may; with the last of it report, for the receipt."""
        step = ERASURES.step(tx, self, member_id, TRACES, ROWS)
        if step and step.more:
            schedule(tx, ERASE, member_id, tx.now, Leaving(member_id))
        elif step and step.report:
            tx.publish(UserDataErased(user_id=member_id, module="messages", counts=step.counts))

    def drop_reactions(self, tx: Tx, member_id: str, limit: int) -> int:
        """Take back some reactions of a member."""
        found = erasure.reactions_of(tx, member_id, limit)
        lines = messages.lines(tx, [message_id for message_id, _ in found])
        for message_id, kind in found:
            reactions.take(tx, message_id, member_id)
            if line := lines.get(message_id):
                counts = recounted(line.reactions, kind, None)
                messages.set_reactions(tx, line.id, counts, self.touch(tx, line.conversation_id))
        return len(found)

    def drop_seats(self, tx: Tx, member_id: str, limit: int) -> int:
        """Take a member out of some conversations; groups are led by somebody who is there."""
        ids = erasure.seats_of(tx, member_id, limit)
        seats = conversations.seats(tx, member_id, ids)
        erasure.drop_seats(tx, member_id, ids)
        for seat in seats:
            if not seat.present:
                continue
            conversations.count_members(tx, seat.id, -1)
            self.touch(tx, seat.id)
            first = heir(self.participants(tx, seat.id)) if seat.kind == "group" else None
            if first:
                participants.set_role(tx, seat.id, first, "admin")
                self.say(tx, self.seat(tx, first, seat.id), "promoted", [first])
        for forsaken in erasure.forsaken(tx, ids):
            self._clear_some(tx, forsaken)
        return len(ids)

    @write
    def clear_more(self, tx: Tx, conversation_id: str) -> None:
        """Go on dropping what is left of a conversation that nobody has any more."""
        self._clear_some(tx, conversation_id)

    def _clear_some(self, tx: Tx, conversation_id: str) -> None:
        held = media.held_in(tx, conversation_id, HOLDERS)
        for message_id, sender_id, revision in held:
            self.release(tx, Holder("message", message_id, revision + 1), sender_id)
        self.release(tx, Holder("conversation", conversation_id, FOR_GOOD), "")
        if len(held) == HOLDERS or erasure.clear(tx, conversation_id, ROWS):
            schedule(tx, CLEAR, conversation_id, tx.now, Forsaken(conversation_id))


TRACES = (
    Trace("", 1, lambda _, tx, member_id, limit: erasure.drop(tx, "relations", member_id, limit)),
    Trace("message_hides", 1, lambda _, tx, member_id, limit: erasure.drop(tx, "hides", member_id, limit)),
    Trace("message_edits", 1, lambda _, tx, member_id, limit: erasure.drop(tx, "edits", member_id, limit)),
    Trace("", 1, lambda _, tx, member_id, limit: erasure.drop(tx, "copies", member_id, limit)),
    Trace("message_reports", 1, lambda _, tx, member_id, limit: erasure.drop(tx, "reports", member_id, limit)),
    Trace("", 1, lambda _, tx, member_id, limit: erasure.unname(tx, member_id, limit)),
    Trace("message_reactions", 4, ErasureCases.drop_reactions),
    Trace("conversations", 10, ErasureCases.drop_seats),
)
"""All that a member leaves."""
