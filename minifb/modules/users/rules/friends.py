"""Who two members are to each other: a state machine, one value per pair."""

from typing import Literal

import msgspec

from minifb.kernel.clock import DAY, Instant
from minifb.kernel.refusals import Conflict, Forbidden, NotFound
from minifb.modules.users.public import Relation
from minifb.modules.users.rules.settings import UsersSettings


class NoSuchRequest(NotFound):
    """There is no such request."""


class TooManyFriends(Conflict):
    """One of you has as many friends, or as many requests waiting, as this server allows."""


class RequestsArePrivate(Forbidden):
    """Requests are shown to the members they concern alone."""


class Tie(msgspec.Struct, frozen=True):
    """What two members are to each other: one value per pair, whoever looks at it.

    A declined request looks to its sender as if it still waited. `quiet_until` is when they may send it again.
    """

    status: Literal["none", "pending", "declined", "friends"] = "none"
    by_id: str | None = None
    """Who asked."""
    quiet_until: Instant = 0


Change = Literal["sent", "accepted", "declined", "cancelled", "removed"]


class Step(msgspec.Struct, frozen=True):
    """What a tie becomes, and what there is to tell; None: nothing happened that anybody may hear of."""

    tie: Tie
    change: Change | None = None


def ask(tie: Tie, me: str, now: Instant) -> Step:
    """Ask to be friends. Two requests that cross are a yes; asking twice is asking once."""
    mine = tie.by_id == me
    if tie.status == "friends" or (tie.status == "pending" and mine):
        return Step(tie)
    if tie.status in {"pending", "declined"} and not mine:
        return Step(Tie("friends", tie.by_id), "accepted")
    if mine and now < tie.quiet_until:
        return Step(Tie("declined", me, tie.quiet_until))
    return Step(Tie("pending", me), "sent")


def accept(tie: Tie, me: str) -> Step:
    """Say yes to a request that waits for me."""
    if tie.status == "friends":
        return Step(tie)
    if tie.status == "pending" and tie.by_id != me:
        return Step(Tie("friends", tie.by_id), "accepted")
    raise NoSuchRequest


def part(tie: Tie, me: str, quiet_until: Instant) -> Step:
    """End what there is: unfriend, take my request back, or decline theirs silently."""
    mine = tie.by_id == me
    match tie.status:
        case "friends":
            return Step(Tie(), "removed")
        case "pending" if mine:
            return Step(Tie(), "cancelled")
        case "pending":
            return Step(Tie("declined", tie.by_id, quiet_until), "declined")
        case "declined" if mine:
            return Step(Tie("none", me, tie.quiet_until))
    return Step(tie)


def sever(tie: Tie, me: str) -> Step:
    """End whatever there is, for a block; only that a declined request rests is remembered."""
    match tie.status:
        case "friends":
            return Step(Tie(), "removed")
        case "pending":
            return Step(Tie(), "cancelled" if tie.by_id == me else "declined")
    return Step(Tie("none", tie.by_id, tie.quiet_until))


def relation_of(tie: Tie, me: str) -> Relation:
    """Name a tie as one of the two sees it."""
    if tie.status == "friends":
        return "friends"
    if tie.by_id == me and tie.status in {"pending", "declined"}:
        return "requested"
    return "asksYou" if tie.status == "pending" else "none"


def quiet_from(now: Instant, settings: UsersSettings) -> Instant:
    """Say until when a request declined now rests."""
    return now + settings.request_rest_days * DAY
