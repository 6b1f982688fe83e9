"""Reports: what may be reported and shown, and what staff may decide about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.clock import Instant, wire
from minifb.kernel.http.shapes import Ask, Card, Wire
from minifb.kernel.refusals import Conflict, FieldError, Forbidden
from minifb.kernel.texts import SomeId
from minifb.modules.messages.rules.messages import Line, LineState

Reason = Literal["spam", "harassment", "hate", "violence", "nudity", "falseInformation", "selfHarm", "other"]
ReportState = Literal["open", "upheld", "dismissed"]
Decision = Literal["takeDown", "dismiss", "restore"]

CONTEXT_MAX = 20
"""Most lines around a message that are shown with a report of it."""


class NotYourself(Forbidden, code="own_content"):
    """This is what you said yourself."""


class AlreadyDecided(Conflict):
    """Somebody has decided this meanwhile."""


class TargetGone(Conflict):
    """What was taken down is gone for good: its sender unsent it."""


class NewReport(Ask):
    """What is wrong with a message, and what else of the conversation whoever decides may read."""

    reason: Reason
    note: Annotated[str, Meta(max_length=500)] = ""
    context_ids: Annotated[list[SomeId], Meta(max_length=CONTEXT_MAX)] = msgspec.field(default_factory=list)


class NewDecision(Ask):
    """What staff decide about a report."""

    decision: Decision
    reason: Annotated[str, Meta(min_length=1, max_length=500)]


class Decided(Wire):
    """What staff decided."""

    at: datetime
    by: Card | None
    reason: str


class Report(Wire):
    """A report of a message, without its words: reading those is written down."""

    id: str
    reason: Reason
    state: ReportState
    sender: Card | None
    reporter: Card | None
    reported_at: datetime
    decided: Decided | None


class Shown(Wire):
    """A line as it was when it was shown with a report."""

    message_id: str
    sender: Card | None
    text: str
    created_at: datetime
    reported: bool
    """Whether it is the one that was reported; the others are what the reporter chose to show with it."""


class ReportRead(Report):
    """A report with what the reporter chose to show; nothing else of the conversation is for staff to read."""

    note: str
    lines: list[Shown]
    message_state: LineState
    """What the message is now: standing, unsent by its sender, or taken down."""


class ShownLine(msgspec.Struct, frozen=True, rename="camel"):
    """A line that is shown with a report, as it is kept."""

    message_id: str
    sender_id: str
    text: str
    created_at: Instant


class Filed(msgspec.Struct, frozen=True):
    """A report as it is kept."""

    id: str
    message_id: str
    conversation_id: str
    sender_id: str
    reporter_id: str
    reason: Reason
    note: str
    context: list[ShownLine]
    state: ReportState
    reported_at: Instant
    decided_by: str | None
    decided_at: Instant | None
    decision: str | None

    @property
    def people(self) -> set[str]:
        """Everybody who appears in it."""
        named = {self.sender_id, self.reporter_id, *(line.sender_id for line in self.context)}
        return named | ({self.decided_by} if self.decided_by else set())


_FROM: Mapping[Decision, ReportState] = {"takeDown": "open", "dismiss": "open", "restore": "upheld"}
_TO: Mapping[Decision, ReportState] = {"takeDown": "upheld", "dismiss": "dismissed", "restore": "dismissed"}
ACTS: Mapping[Decision, str] = {"takeDown": "take_down", "dismiss": "dismiss", "restore": "restore"}


def decided(report: Filed, decision: Decision) -> ReportState:
    """Say what a report becomes; refuse when it is no longer open, or nothing was taken down."""
    if report.state != _FROM[decision]:
        raise AlreadyDecided(FieldError("decision", report.state, "It was decided already, or not yet."))
    return _TO[decision]


def shown(lines: list[Line], copy: str | None) -> list[ShownLine]:
    """Keep lines as they are now, in the order they were said; `copy` is what the reported one said, if unsent."""
    return [
        ShownLine(line.id, line.sender_id, line.text or copy or "", line.created_at)
        for line in sorted(lines, key=lambda line: line.seq)
    ]


def drawn(report: Filed, cards: Mapping[str, Card]) -> Report:
    """Draw a report for a list."""
    by_staff = None
    if report.decided_at is not None:
        by = cards.get(report.decided_by or "")
        by_staff = Decided(at=wire(report.decided_at), by=by, reason=report.decision or "")
    return Report(
        id=report.id,
        reason=report.reason,
        state=report.state,
        sender=cards.get(report.sender_id),
        reporter=cards.get(report.reporter_id),
        reported_at=wire(report.reported_at),
        decided=by_staff,
    )


def drawn_in_full(report: Filed, cards: Mapping[str, Card], state: LineState) -> ReportRead:
    """Draw a report with what was shown."""
    lines = [
        Shown(
            message_id=line.message_id,
            sender=cards.get(line.sender_id),
            text=line.text,
            created_at=wire(line.created_at),
            reported=line.message_id == report.message_id,
        )
        for line in report.context
    ]
    brief = drawn(report, cards)
    fields = {field: getattr(brief, field) for field in Report.__struct_fields__}
    return ReportRead(**fields, note=report.note, lines=lines, message_state=state)
