"""Reports of members, and what staff decide about them."""

from msgspec.structs import replace

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.ops import audit
from minifb.kernel.refusals import NotFound
from minifb.modules.users.rules import reports as rules
from minifb.modules.users.rules.members import AboutYourself, Member
from minifb.modules.users.rules.reports import Filed, MemberDecision, MemberReport, NewMemberReport, ReportState
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import blocks, members, reports


class ReportCases(Ground):
    """What can be done about somebody who should not go on like this."""

    @write
    def report(self, tx: Tx, actor: Actor, member_id: str, new: NewMemberReport) -> None:
        """Report a member to the moderators. Again, while it waits, it changes nothing."""
        other = self._whom(tx, actor, member_id)
        reports.add(
            tx,
            Filed(
                id=tx.new_id(),
                member_id=other.id,
                reporter_id=actor.id,
                reason=new.reason,
                note=new.note,
                shown=other.card,
                state="open",
                reported_at=tx.now,
                decided_by=None,
                decided_at=None,
                decision=None,
            ),
        )

    # ── staff ──

    @read
    def reports(self, tx: Tx, actor: Actor, state: ReportState, limit: int, cursor: str | None) -> Page[MemberReport]:
        """Show the reports that wait, the longest first, or those that were decided."""
        query = f"reports {state}"
        rows = reports.queue(tx, state, self.cursors.after(actor.id, query, cursor), limit + 1)
        cards = members.cards(tx, {one for row in rows[:limit] for one in row.people})
        more = self.cursors.more(actor.id, query, [(row.reported_at, row.id) for row in rows], limit)
        return Page(items=[rules.drawn(row, cards) for row in rows[:limit]], next=more)

    @read
    def read_report(self, tx: Tx, report_id: str) -> MemberReport:
        """Show a report."""
        return self._drawn(tx, self._filed(tx, report_id))

    @write
    def decide(self, tx: Tx, actor: Actor, report_id: str, new: MemberDecision) -> MemberReport:
        """Uphold a report or dismiss it; of two who decide at once, one does."""
        filed = self._filed(tx, report_id)
        if filed.member_id == actor.id:
            raise AboutYourself
        state = rules.decided(filed, new.decision)
        filed = replace(filed, state=state, decided_by=actor.id, decided_at=tx.now, decision=new.reason)
        reports.decide(tx, filed)
        action = f"report.{new.decision}"
        audit.record(tx, actor=actor.id, via="api", action=action, object=filed.member_id, reason=new.reason)
        return self._drawn(tx, filed)

    # ── inside a transaction ──

    def _whom(self, tx: Tx, actor: Actor, member_id: str) -> Member:
        """Find whom one may report: whom one sees, and whom one blocked, since blocking comes first to people."""
        if blocks.did_block(tx, actor.id, member_id):
            return self.present(tx, member_id)
        return self.other(tx, actor, member_id)

    def _filed(self, tx: Tx, report_id: str) -> Filed:
        filed = reports.one(tx, report_id)
        if filed is None:
            raise NotFound
        return filed

    def _drawn(self, tx: Tx, filed: Filed) -> MemberReport:
        return rules.drawn(filed, members.cards(tx, filed.people))
