"""The ledger: what a member keeps here, and how much they may."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from minifb.kernel.http.shapes import Card, Wire
from minifb.kernel.refusals import TooLarge
from minifb.modules.media.rules.settings import MIB, MediaSettings

ALL = "all"
"""The line that sums up all others."""
UNDER_WAY = "upload"
"""The line of what is promised to uploads under way."""

LedgerKind = Literal["image", "video", "audio", "file", "upload"]


class QuotaReached(TooLarge):
    """This is more than you may keep here; delete something first."""


class DayQuotaReached(TooLarge):
    """This is more than you may upload on a day; go on tomorrow."""


QUOTAS: dict[str, type[TooLarge]] = {refusal.code: refusal for refusal in (QuotaReached, DayQuotaReached)}


class Line(msgspec.Struct, frozen=True):
    """A line of the ledger."""

    owner_id: str
    kind: str
    files: int
    bytes: int

    @property
    def place(self) -> list[str | int]:
        """Where it stands in the list of those who keep the most."""
        return [self.bytes, self.owner_id]


class KindUsage(Wire):
    """What a member keeps here of one kind."""

    kind: LedgerKind
    """`upload`: what is set aside for uploads under way."""
    files: int
    bytes: int


class Usage(Wire, kw_only=True):
    """What a member keeps here, and how much they may."""

    user_id: str
    files: int
    bytes: int
    quota: int | None
    """In bytes; null: as much as the disk takes."""
    today: int
    """How much was uploaded today (UTC)."""
    day_quota: int | None
    kinds: list[KindUsage]


class Account(Wire, kw_only=True):
    """A member in the ledger."""

    user_id: str
    user: Card | None
    """Null while they cannot be named: whoever has no profile, or nobody answers who they are."""
    files: int
    bytes: int


def refuse_too_much(settings: MediaSettings, kept: int, today: int, more: int) -> None:
    """Refuse what goes beyond what a member may keep here, or upload on a day."""
    if settings.quota_mib and kept + more > settings.quota_mib * MIB:
        raise QuotaReached
    if settings.day_mib and today + more > settings.day_mib * MIB:
        raise DayQuotaReached


def usage(user_id: str, lines: Mapping[str, Line], today: int, settings: MediaSettings) -> Usage:
    """Draw what a member keeps here."""
    whole = lines.get(ALL) or Line(user_id, ALL, 0, 0)
    return Usage(
        user_id=user_id,
        files=whole.files,
        bytes=whole.bytes,
        quota=settings.quota_mib * MIB or None,
        today=today,
        day_quota=settings.day_mib * MIB or None,
        kinds=[
            KindUsage(kind=line.kind, files=line.files, bytes=line.bytes)  # type: ignore[arg-type]
            for line in lines.values()
            if line.kind != ALL and (line.files or line.bytes)
        ],
    )
