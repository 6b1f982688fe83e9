"""Reports of members: why somebody is reported, and what staff may decide about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.clock import Instant, wire
from minifb.kernel.http.shapes import Ask, Card, Wire
from minifb.kernel.refusals import Conflict, FieldError

Reason = Literal["spam", "harassment", "hate", "violence", "nudity", "falseInformation", "selfHarm", "other"]
ReportState = Literal["open", "upheld", "dismissed"]
Decision = Literal["uphold", "dismiss"]


class AlreadyDecided(Conflict):
    """Somebody has decided this meanwhile."""


class NewMemberReport(Ask):
    """What is wrong with a member."""

    reason: Reason
    note: Annotated[str, Meta(max_length=500)] = ""


class MemberDecision(Ask):
    """What staff decide about a report of a member; suspending somebody is another act."""

    decision: Decision
    reason: Annotated[str, Meta(min_length=1, max_length=500)]


class MemberDecided(Wire):
    """What staff decided."""

    at: datetime
    by: Card | None
    reason: str


class MemberReport(Wire):
    """A report of a member."""

    id: str
    reason: Reason
    note: str
    state: ReportState
    user: Card | None
    """Who was reported, as they are now."""
    shown: Card
    """How they appeared when they were reported: nobody escapes by taking another name."""
    reporter: Card | None
    reported_at: datetime
    decided: MemberDecided | None


class Filed(msgspec.Struct, frozen=True):
    """A report as it is kept."""

    id: str
    member_id: str
    reporter_id: str
    reason: Reason
    note: str
    shown: Card
    state: ReportState
    reported_at: Instant
    decided_by: str | None
    decided_at: Instant | None
    decision: str | None

    @property
    def people(self) -> set[str]:
        """Everybody who appears in it."""
        return {one for one in (self.member_id, self.reporter_id, self.decided_by) if one}


def decided(report: Filed, decision: Decision) -> ReportState:
    """Say what a report becomes; refuse when it is no longer open."""
    if report.state != "open":
        raise AlreadyDecided(FieldError("decision", report.state, "It was decided already."))
    return "upheld" if decision == "uphold" else "dismissed"


def drawn(report: Filed, cards: Mapping[str, Card]) -> MemberReport:
    """Draw a report for staff."""
    by_staff = None
    if report.decided_at is not None:
        by = cards.get(report.decided_by or "")
        by_staff = MemberDecided(at=wire(report.decided_at), by=by, reason=report.decision or "")
    return MemberReport(
        id=report.id,
        reason=report.reason,
        note=report.note,
        state=report.state,
        user=cards.get(report.member_id),
        shown=report.shown,
        reporter=cards.get(report.reporter_id),
        reported_at=wire(report.reported_at),
        decided=by_staff,
    )
