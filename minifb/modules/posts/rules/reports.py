"""Reports: what may be reported and why, and what staff may decide about it."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.clock import Instant
from minifb.kernel.http.policy import RANK, Actor, Role
from minifb.kernel.http.shapes import Ask, Card, Wire
from minifb.kernel.refusals import Conflict, FieldError, Forbidden
from minifb.kernel.texts import SomeId
from minifb.modules.posts.public import AudienceKind
from minifb.modules.posts.rules.visibility import State

Reason = Literal["spam", "harassment", "hate", "violence", "nudity", "falseInformation", "selfHarm", "other"]
CaseState = Literal["open", "upheld", "dismissed"]
Decision = Literal["takeDown", "dismiss", "restore"]
Words = Annotated[str, Meta(min_length=1, max_length=500)]

REPORTS_SHOWN = 100
"""Most reports that are shown with their case, the latest ones."""


class NotYourself(Forbidden, code="own_content"):
    """This is what you said yourself."""


class RankAbove(Forbidden):
    """This was said by somebody who ranks above you; leave it to them."""


class AlreadyDecided(Conflict):
    """Somebody has decided this meanwhile."""


class TargetGone(Conflict):
    """What was taken down is gone for good: the post it belonged to, or its author, is no longer there."""


class NewReport(Ask):
    """What is wrong with a post, or with one of its comments."""

    reason: Reason
    note: Annotated[str, Meta(max_length=500)] = ""
    comment_id: SomeId | None = None
    take_down: bool = False
    """Staff only: decide at once; the note is then the reason that the author is told."""


class NewDecision(Ask):
    """What staff decide about a case. The author of what is taken down is shown the reason."""

    decision: Decision
    reason: Words
    revision: int | None = None
    """The revision of the case that was looked at; a case that was decided since is not decided again."""


class Target(Wire):
    """What was reported."""

    kind: Literal["post", "comment"]
    post_id: str
    comment_id: str | None
    author: Card | None
    text: str | None
    """As it was when it was reported. In lists null where it was not said to everybody: open the case to read it."""
    text_now: str | None
    """What it says now, where that is something else."""
    audience: AudienceKind
    state: State


class Decided(Wire):
    """What staff decided last."""

    at: datetime
    by: Card | None
    reason: str


class Case(Wire):
    """All that was reported about one post or comment."""

    id: str
    target: Target
    state: CaseState
    reasons: dict[Reason, int]
    reporters: int
    first_reported_at: datetime
    last_reported_at: datetime
    revision: int
    decided: Decided | None


class Report(Wire):
    """What one member reported; for staff alone."""

    user: Card | None
    reason: Reason
    note: str
    reported_at: datetime


class CaseRead(Case):
    """A case with its reports, the latest first."""

    reports: list[Report]


class Removed(Wire):
    """Something of one's own that staff took down, and why. Who reported it is not told."""

    kind: Literal["post", "comment"]
    post_id: str
    comment_id: str | None
    text: str
    reason: str
    removed_at: datetime


class Filed(msgspec.Struct, frozen=True):
    """A case as it is kept."""

    id: str
    target_id: str
    post_id: str
    author_id: str
    text: str
    audience_kind: AudienceKind
    state: CaseState
    since: Instant
    revision: int
    reasons: dict[Reason, int]
    reporters: int
    first_at: Instant
    last_at: Instant
    decided_by: str | None
    decision: str | None

    @property
    def comment_id(self) -> str | None:
        """The comment it is about, if it is not about the post."""
        return None if self.target_id == self.post_id else self.target_id


_FROM: dict[Decision, CaseState] = {"takeDown": "open", "dismiss": "open", "restore": "upheld"}
_TO: dict[Decision, CaseState] = {"takeDown": "upheld", "dismiss": "dismissed", "restore": "dismissed"}
_STANDS: dict[CaseState, str] = {
    "open": "Nothing is decided.",
    "upheld": "It was taken down.",
    "dismissed": "It stays, or was put back.",
}


def decided(case: Filed, decision: Decision, seen_revision: int | None) -> CaseState:
    """Say what a case becomes; refuse when it is no longer the case that was looked at.

    Who names the revision may also take back a dismissal.
    """
    fits = case.state == _FROM[decision] or (
        seen_revision is not None and decision == "takeDown" and case.state == "dismissed"
    )
    if not fits or seen_revision not in {None, case.revision}:
        raise AlreadyDecided(FieldError("decision", case.state, _STANDS[case.state]))
    return _TO[decision]


def check_power(actor: Actor, author_id: str, author_role: Role) -> None:
    """Refuse deciding about oneself, and about somebody who ranks above."""
    if actor.id == author_id:
        raise NotYourself
    if RANK[author_role] > RANK[actor.role]:
        raise RankAbove


def shown_in_lists(case: Filed) -> bool:
    """Tell whether a list of cases may show the words: those said to everybody; reading others is written down."""
    return case.audience_kind == "public"
