"""Preferences: which kinds reach a member by which way, when they want quiet, and how often they want a digest."""

import typing
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import asdict, replace

from minifb.kernel.clock import Instant
from minifb.kernel.http.shapes import Ask, Wire
from minifb.kernel.refusals import FieldError, Invalid
from minifb.modules.notifications.public import Channel, Kind
from minifb.modules.notifications.rules.quiet import QuietHours, checked
from minifb.modules.notifications.rules.zones import check_zone

KINDS: tuple[Kind, ...] = typing.get_args(Kind)
Rhythm = Literal["off", "daily", "weekly"]


class Ways(Wire):
    """By which ways a kind reaches a member."""

    in_app: bool
    email: bool
    push: bool

    def has(self, channel: Channel) -> bool:
        """Tell whether one of the ways is this one."""
        return {"inApp": self.in_app, "email": self.email, "push": self.push}[channel]


class SomeWays(Ask):
    """The ways of a kind that a member decides about; what is left out stays."""

    in_app: bool | UnsetType = UNSET
    email: bool | UnsetType = UNSET
    push: bool | UnsetType = UNSET


# Calm: everything is in the list; what asks for an answer rings; a mail comes alone where somebody waits for one,
# and the digest tells the rest.
_LIST = Ways(in_app=True, email=False, push=False)
_RING = Ways(in_app=True, email=False, push=True)
_WRITE = Ways(in_app=True, email=True, push=True)
DEFAULTS: dict[Kind, Ways] = {
    "friend.request": _WRITE,
    "friend.accepted": _RING,
    "post": _RING,
    "comment": _RING,
    "reply": _RING,
    "mention": _WRITE,
    "reaction": _LIST,
    "share": _LIST,
    "message": _RING,
    "message.request": _LIST,
    "message.reaction": _LIST,
    "group.added": _RING,
    "birthday": _RING,
    "welcome": Ways(in_app=True, email=True, push=False),
    "moderation": Ways(in_app=True, email=True, push=False),
}
IN_APP_ALONE: frozenset[Kind] = frozenset({"message.request"})
"""What never leaves the app: a stranger must not be able to ring or write to anybody."""


class Preferences(Wire, kw_only=True):
    """What a member wants to be told, by which ways and when."""

    kinds: dict[Kind, Ways]
    quiet_hours: QuietHours | None
    digest: Rhythm
    zone: str
    """Where the member lives: for quiet hours, the hour of digests and birthdays."""
    push_text: bool
    """Whether a push says what was written, or only that something was."""


class PreferencesChange(Ask):
    """Any part of one's preferences; what is left out stays."""

    kinds: Annotated[dict[Kind, SomeWays], Meta(max_length=len(KINDS))] | UnsetType = UNSET
    quiet_hours: QuietHours | UnsetType | None = UNSET
    digest: Rhythm | UnsetType = UNSET
    zone: Annotated[str, Meta(min_length=1, max_length=64)] | UnsetType = UNSET
    push_text: bool | UnsetType = UNSET


class Unsubscribed(Wire):
    """What a link in a mail turned off."""

    categories: list[Literal[Kind, "digest"]]
    """None: the link is not one of ours, or not whole."""


class Wishes(msgspec.Struct, frozen=True):
    """A member's preferences as they are kept: of the kinds, what differs from the defaults."""

    user_id: str
    kinds: dict[Kind, Ways]
    quiet_hours: QuietHours | None
    digest: Rhythm
    zone: str
    push_text: bool
    proven: bool
    """Whether an address of theirs is proven: without, nothing is mailed."""
    digest_at: Instant
    """When the next digest is due; 0: never."""
    digest_after: Instant
    """What came until then was in an earlier one."""

    def ways(self, kind: Kind) -> Ways:
        """Tell by which ways a kind reaches the member."""
        said = self.kinds.get(kind, DEFAULTS[kind])
        return replace(said, email=False, push=False) if kind in IN_APP_ALONE else said

    def want(self, kind: Kind, channel: Channel) -> bool:
        """Tell whether a kind reaches the member by this way."""
        return self.ways(kind).has(channel)

    @property
    def whole(self) -> Preferences:
        """Show every kind, whether the member said something about it or not."""
        return Preferences(
            kinds={kind: self.ways(kind) for kind in KINDS},
            quiet_hours=self.quiet_hours,
            digest=self.digest,
            zone=self.zone,
            push_text=self.push_text,
        )


def fresh(user_id: str, digest: Rhythm, zone: str, now: Instant) -> Wishes:
    """Give the wishes of somebody who has said nothing."""
    return Wishes(user_id, {}, None, digest, zone, push_text=False, proven=False, digest_at=0, digest_after=now)


def adjusted(wishes: Wishes, change: PreferencesChange) -> Wishes:
    """Apply a change to a member's wishes; refuse what cannot be."""
    kinds = dict(wishes.kinds)
    for kind, said in ({} if change.kinds is UNSET else change.kinds).items():
        if kind in IN_APP_ALONE and True in (said.email, said.push):
            raise Invalid(FieldError(f"kinds.{kind}", "in_app_alone", "This is told in the app alone."))
        ways = replace(wishes.ways(kind), **{way: on for way, on in asdict(said).items() if on is not UNSET})
        kinds.pop(kind, None)
        if ways != DEFAULTS[kind]:
            kinds[kind] = ways
    zone = _zone(wishes, change)
    quiet = wishes.quiet_hours if change.quiet_hours is UNSET else change.quiet_hours
    return replace(
        wishes,
        kinds=kinds,
        quiet_hours=quiet and checked(replace(quiet, zone=zone)),
        digest=wishes.digest if change.digest is UNSET else change.digest,
        zone=zone,
        push_text=wishes.push_text if change.push_text is UNSET else change.push_text,
    )


def _zone(wishes: Wishes, change: PreferencesChange) -> str:
    """Tell where the member lives now: one place, whichever of the two fields says so."""
    quiet = change.quiet_hours.zone if isinstance(change.quiet_hours, QuietHours) else ""
    zone = quiet or wishes.zone if change.zone is UNSET else change.zone
    if quiet not in ("", zone):
        raise Invalid(FieldError("quietHours.zone", "differs", "A member lives in one time zone."))
    return check_zone(zone)


def silenced(wishes: Wishes, category: Kind | Literal["digest"]) -> Wishes:
    """Give a member's wishes without mails of a category."""
    if category == "digest":
        return adjusted(wishes, PreferencesChange(digest="off"))
    return adjusted(wishes, PreferencesChange(kinds={category: SomeWays(email=False)}))
