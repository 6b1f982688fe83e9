"""Who a member is, and for whom they are there."""

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.clock import Instant
from minifb.kernel.http.shapes import Ask, Avatar, Card
from minifb.kernel.refusals import Conflict, Invalid
from minifb.modules.users.public import Link


class AboutYourself(Invalid):
    """This is about somebody else; you named yourself."""


class LastOwnerStays(Conflict, code="last_owner"):
    """The last owner cannot go; make somebody else an owner first."""


class Whom(Ask):
    """Another member."""

    user_id: Annotated[str, Meta(max_length=36)]


class Member(msgspec.Struct, frozen=True):
    """A member as users keeps them."""

    id: str
    username: str
    first_name: str
    last_name: str
    avatar: Avatar | None
    cover: Avatar | None
    bio: str | None
    birthday: str | None
    location: str | None
    links: list[Link]
    state: Literal["pending", "active", "away", "gone"]
    suspended: bool
    away_since: Instant | None
    friends: int
    posts: int
    created_at: Instant
    last_login_at: Instant | None
    revision: int
    avatar_id: str | None = None
    cover_id: str | None = None

    @property
    def card(self) -> Card:
        """The member wherever one appears."""
        return Card.of(self)


class Staff(msgspec.Struct, frozen=True):
    """Somebody who is more than a member here."""

    id: str
    first_name: str
    last_name: str
    role: str
    state: str


def may_leave(member_id: str, staff: Iterable[Staff]) -> bool:
    """Tell whether a member may go: the last owner who is here may not."""
    owners = {one.id for one in staff if one.role == "owner" and one.state == "active"}
    return owners != {member_id}


def comes_back(member: Member, signed_in_at: Instant) -> bool:
    """Tell whether a sign-in ends a member's absence; one from before it, told late, does not."""
    return member.state == "away" and signed_in_at >= (member.away_since or 0)


def newcomer(user_id: str, username: str, first_name: str, last_name: str, now: Instant) -> Member:
    """Make the profile of somebody who is registering."""
    return Member(
        id=user_id,
        username=username,
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        avatar=None,
        cover=None,
        bio=None,
        birthday=None,
        location=None,
        links=[],
        state="pending",
        suspended=False,
        away_since=None,
        friends=0,
        posts=0,
        created_at=now,
        last_login_at=None,
        revision=1,
    )


def grave(user_id: str, revision: int, now: Instant) -> Member:
    """Make the tombstone of a member: an id that is taken, and nothing else."""
    return msgspec.structs.replace(newcomer(user_id, "", "", "", now), state="gone", revision=revision)


def is_shown(member: Member) -> bool:
    """Tell whether a member is there for others at all."""
    return member.state == "active" and not member.suspended


def may_see(viewer_id: str, member: Member, *, blocked: bool) -> bool:
    """Tell whether a member exists for a viewer: first of all the block, then the member's standing."""
    if blocked or member.state == "gone":
        return False
    return member.id == viewer_id or is_shown(member)
