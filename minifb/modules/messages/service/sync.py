"""Resync: after a gap a client says what it holds, and gets what changed."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.policy import Actor
from minifb.modules.messages.public import Conversation
from minifb.modules.messages.rules import sync as rules
from minifb.modules.messages.rules.conversations import Seat
from minifb.modules.messages.rules.sync import Held, Known, Sync, Synced
from minifb.modules.messages.service.showing import Showing
from minifb.modules.messages.store import receipts, sync


class SyncCases(Showing):
    """What a client missed."""

    @read
    def sync(self, tx: Tx, actor: Actor, held: Held) -> Sync:
        """Answer what changed in the conversations that a client holds."""
        known = rules.each_once(held.conversations)
        seats = self.seats(tx, actor.id, [one.id for one in known])
        changed = [one for one in known if (seat := seats.get(one.id)) and rules.behind(one, seat.revision)]
        shown = self.shown_all(tx, actor.id, [seats[one.id] for one in changed])
        most = rules.messages_of_each(len(changed))
        return Sync(
            conversations=[
                self._synced(tx, seats[one.id], one, conversation, most)
                for one, conversation in zip(changed, shown, strict=True)
            ],
            gone=[one.id for one in known if one.id not in seats],
            unread=receipts.waiting(tx, actor.id),
        )

    def _synced(self, tx: Tx, seat: Seat, known: Known, conversation: Conversation, most: int) -> Synced:
        lines = sync.changed(tx, seat, known, most + 1)
        return Synced(
            conversation=conversation,
            messages=self.draw(tx, seat.member_id, {seat.id: seat}, lines[:most]),
            more=rules.goes_on(known, [(line.revision, line.seq) for line in lines], most),
        )
