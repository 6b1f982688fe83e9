"""Mutes: whom one does not want to hear from, and who is never told."""

import msgspec

from minifb.kernel.clock import maybe_wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write, write_settled
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.jobs import cancel, schedule
from minifb.modules.users.public import UserMuted, UserUnmuted
from minifb.modules.users.rules import mutes as rules
from minifb.modules.users.rules.mutes import Mute, Muted, NewMute
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import mutes

SNOOZE = "users.snooze"


class Snooze(msgspec.Struct, frozen=True):
    """A mute that ends by itself."""

    by_id: str
    muted_id: str


class MuteCases(Ground):
    """Who has had enough of whom, for a while or for good."""

    @write_settled
    def mute(self, tx: Tx, actor: Actor, new: NewMute) -> None:
        """Hear nothing from a member, for some days or until one says otherwise."""
        other = self.other(tx, actor, new.user_id)
        before = mutes.mute_of(tx, actor.id, other.id)
        after = rules.mute(before, new.days, tx.now)
        if after == before:
            return
        mutes.save_mute(tx, after)
        if after.until is None:
            cancel(tx, SNOOZE, _key(after))
        else:
            schedule(tx, SNOOZE, _key(after), after.until, Snooze(actor.id, other.id))
        tx.publish(UserMuted(by_id=actor.id, muted_id=other.id, until=after.until, revision=after.revision))

    @write_settled
    def unmute(self, tx: Tx, actor: Actor, other_id: str) -> None:
        """Hear from a member again."""
        end_mute(tx, actor.id, other_id)

    @read
    def muted(self, tx: Tx, actor: Actor, limit: int, cursor: str | None) -> Page[Muted]:
        """List whom one mutes; a snooze that is over is not among them, told or not."""
        rows = mutes.muted(tx, actor.id, self.cursors.after(actor.id, "mutes", cursor), limit + 1)
        items = [
            Muted(**{**msgspec.structs.asdict(row), "until": maybe_wire(row.until)})  # a card and its end
            for row in rows[:limit]
        ]
        return Page(items=items, next=self.cursors.more(actor.id, "mutes", [(row.id,) for row in rows], limit))

    @write
    def wake(self, tx: Tx, over: Snooze) -> None:
        """End a snooze whose time has come, so that every copy hears of it; one that was changed since goes on."""
        mute = mutes.mute_of(tx, over.by_id, over.muted_id)
        if not mute.holds(tx.now):
            end_mute(tx, over.by_id, over.muted_id)


def end_mute(tx: Tx, by: str, muted_id: str) -> None:
    """End a mute, if there is one, and tell it."""
    before = mutes.mute_of(tx, by, muted_id)
    after = rules.lift(before)
    if after != before:
        mutes.save_mute(tx, after)
        cancel(tx, SNOOZE, _key(after))
        tx.publish(UserUnmuted(by_id=by, muted_id=muted_id, revision=after.revision))


def erase_mutes(tx: Tx, member_id: str) -> int:
    """Erase a member's mutes and those of them, timers too; tell how many."""
    for mute in mutes.snoozes(tx, member_id):
        cancel(tx, SNOOZE, _key(mute))
    return mutes.drop_of(tx, member_id)


def _key(mute: Mute) -> str:
    """Name the timer of a mute."""
    return f"{mute.by_id}:{mute.muted_id}"
