"""Follows: whose posts somebody wants to see without being friends, and whose before all others."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from minifb.kernel.clock import Instant
from minifb.kernel.http.shapes import Ask, Card
from minifb.kernel.refusals import Conflict


class TooManyFollowed(Conflict):
    """You follow as many members as this server allows."""


class TooManySeenFirst(Conflict):
    """You see as many members first as this server allows; let another one go first."""


class NewFollow(Ask):
    """Whom to follow, and whether to see their posts first; left out, that stays as it is."""

    user_id: Annotated[str, Meta(max_length=36)]
    first: bool | UnsetType = UNSET


class Followed(Card, kw_only=True):
    """Somebody one follows."""

    first: bool
    since: datetime


class Follower(Card, kw_only=True):
    """Somebody who follows one."""

    since: datetime


class Follow(msgspec.Struct, frozen=True):
    """A follow as users keeps it; one that ended is kept for its version."""

    by_id: str
    followed_id: str
    active: bool
    first: bool
    created_at: Instant
    revision: int


def follow(before: Follow, first: bool | UnsetType, now: Instant) -> Follow:
    """Follow somebody, or change how; what is so already stays as it is, version and all."""
    wanted = before.active and before.first if first is UNSET else first
    if before.active and before.first == wanted:
        return before
    since = before.created_at if before.active else now
    return Follow(before.by_id, before.followed_id, True, wanted, since, before.revision + 1)


def unfollow(before: Follow) -> Follow:
    """Follow somebody no more."""
    if not before.active:
        return before
    return msgspec.structs.replace(before, active=False, first=False, revision=before.revision + 1)
