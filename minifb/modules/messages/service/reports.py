"""Reports of members, and what staff decide about them. Staff read what a reporter shows, and nothing else."""

from msgspec.structs import replace

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.ops import audit
from minifb.kernel.refusals import NotFound
from minifb.modules.messages.public import MessageDeleted, MessageRestored
from minifb.modules.messages.rules import reports as rules
from minifb.modules.messages.rules.messages import Changed, Line, LineState, NothingSaid
from minifb.modules.messages.rules.reports import Filed, NewDecision, NewReport, Report, ReportRead, ReportState
from minifb.modules.messages.service.live import Change, LiveCases
from minifb.modules.messages.store import conversations, messages, reports, search
from minifb.modules.messages.tables import PEOPLE


class ReportCases(LiveCases):
    """What can be done about what should not have been said."""

    # ── members ──

    @write
    def report(self, tx: Tx, actor: Actor, message_id: str, new: NewReport) -> None:
        """Report a message, and show with it what one chooses of the conversation. Again it changes nothing.

        Who blocked somebody may still report what they wrote.
        """
        read = self.readable(tx, actor.id, {message_id, *new.context_ids}, shut=True)
        if message_id not in read:
            raise NotFound
        line, seat = read.pop(message_id)
        if line.kind != "text":
            raise NothingSaid
        if line.sender_id == actor.id:
            raise rules.NotYourself
        chosen = [one for one, _ in read.values() if one.conversation_id == seat.id and one.said]
        reports.add(
            tx,
            Filed(
                id=tx.new_id(),
                message_id=line.id,
                conversation_id=seat.id,
                sender_id=line.sender_id,
                reporter_id=actor.id,
                reason=new.reason,
                note=new.note,
                context=rules.shown([line, *chosen], messages.copy_of(tx, line.id)),
                state="open",
                reported_at=tx.now,
                decided_by=None,
                decided_at=None,
                decision=None,
            ),
        )

    # ── staff ──

    @read
    def reports(self, tx: Tx, actor: Actor, state: ReportState, limit: int, cursor: str | None) -> Page[Report]:
        """Show the reports that wait, the longest first, or those that were decided."""
        query = f"reports {state}"
        rows = reports.queue(tx, state, self.cursors.after(actor.id, query, cursor), limit + 1)
        cards = PEOPLE.cards(tx, {one for row in rows[:limit] for one in row.people})
        more = self.cursors.more(actor.id, query, [(row.reported_at, row.id) for row in rows], limit)
        return Page(items=[rules.drawn(row, cards) for row in rows[:limit]], next=more)

    @write
    def read_report(self, tx: Tx, actor: Actor, report_id: str) -> ReportRead:
        """Show a report with what was shown with it; that somebody read it is written down."""
        filed = self._filed(tx, report_id)
        audit.record(tx, actor=actor.id, via="api", action="report.read", object=filed.message_id)
        return self._in_full(tx, filed)

    async def decide(self, actor: Actor, report_id: str, new: NewDecision) -> ReportRead:
        """Take a message down, put it back, or leave it; of two who decide at once, one does."""
        told, changed = await self._decide(actor, report_id, new)
        if changed and changed.told:
            sender_id = changed.message.sender.id if changed.message.sender else ""
            change: Change = "restored" if new.decision == "restore" else "deleted"
            await self.tell_changed(sender_id, changed.message, changed.told, change)
        return told

    @write
    def _decide(self, tx: Tx, actor: Actor, report_id: str, new: NewDecision) -> tuple[ReportRead, Changed | None]:
        filed = self._filed(tx, report_id)
        if filed.sender_id == actor.id:
            raise rules.NotYourself
        state = rules.decided(filed, new.decision)
        changed = None
        if new.decision != "dismiss":
            changed = self._move(tx, filed, "live" if new.decision == "restore" else "removed")
        filed = replace(filed, state=state, decided_by=actor.id, decided_at=tx.now, decision=new.reason)
        reports.decide(tx, filed)
        action = f"report.{rules.ACTS[new.decision]}"
        audit.record(tx, actor=actor.id, via="api", action=action, object=filed.message_id, reason=new.reason)
        return self._in_full(tx, filed), changed

    # ── inside a transaction ──

    def _filed(self, tx: Tx, report_id: str) -> Filed:
        filed = reports.one(tx, report_id)
        if filed is None:
            raise NotFound
        return filed

    def _move(self, tx: Tx, filed: Filed, state: LineState) -> Changed | None:
        """Take a message out of sight or put it back, and tell it; of one that was unsent nothing is left to move."""
        line = messages.lines(tx, [filed.message_id]).get(filed.message_id)
        if line is None or line.state == "unsent":
            if state == "live":
                raise rules.TargetGone
            return None
        if line.state == state:
            return None
        revision = self.touch(tx, line.conversation_id)
        messages.set_state(tx, line, state, revision)
        about = {"message_id": line.id, "conversation_id": line.conversation_id, "sender_id": line.sender_id}
        if state == "live":
            search.keep(tx, line)
            tx.publish(MessageRestored(**about, revision=revision))
        else:
            search.silence(tx, line.id)
            tx.publish(MessageDeleted(**about, by_staff=True, revision=revision))
        return self._heard(tx, line)

    def _heard(self, tx: Tx, line: Line) -> Changed | None:
        """Say who is to hear of it: those in the conversation, as its sender would tell them."""
        seat = conversations.seat(tx, line.sender_id, line.conversation_id)
        now = messages.lines(tx, [line.id])[line.id]
        return Changed(self.drawn(tx, seat, now), self.audience(tx, seat)) if seat else None

    def _in_full(self, tx: Tx, filed: Filed) -> ReportRead:
        line = messages.lines(tx, [filed.message_id]).get(filed.message_id)
        return rules.drawn_in_full(filed, PEOPLE.cards(tx, filed.people), line.state if line else "unsent")
