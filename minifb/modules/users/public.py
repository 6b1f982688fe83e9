"""The face of users: profiles and who people are to each other."""

from datetime import date, datetime
from typing import Annotated, Literal, Protocol

import msgspec
from msgspec import UNSET, Meta, UnsetType

from minifb.kernel.clock import Instant
from minifb.kernel.data.people import Known
from minifb.kernel.events.event import Event, event
from minifb.kernel.http.shapes import Avatar, Card, Wire

Relation = Literal["none", "requested", "asksYou", "friends", "self"]
LastSeen = Literal["today", "thisWeek", "thisMonth", "earlier"]


class Link(Wire, forbid_unknown_fields=True, kw_only=True):
    """A link on a profile."""

    title: Annotated[str, Meta(max_length=100)] = ""
    url: Annotated[str, Meta(min_length=1, max_length=2048)]


class Counts(Wire):
    """How many friends and posts a member has; who may not see the friends does not see how many."""

    friends: int | UnsetType
    posts: int


class Profile(Card, kw_only=True):
    """A member's profile; a field the viewer may not see is absent."""

    bio: str | UnsetType | None = UNSET
    birthday: str | UnsetType | None = UNSET
    """`1990-02-03`, or `--02-03` for whom the year is hidden."""
    location: str | UnsetType | None = UNSET
    links: list[Link] | UnsetType = UNSET
    cover: Avatar | UnsetType | None = UNSET
    created_at: datetime
    last_seen: LastSeen | UnsetType | None = UNSET
    """About when the member last signed in."""
    counts: Counts
    relation: Relation
    mutual_friends: int | UnsetType = UNSET
    """How many friends the viewer and the member have in common, of those that the viewer may see."""
    can_request: bool | UnsetType = UNSET
    """Whether the member takes a friend request of the viewer; on others' profiles."""


class Birthday(Wire, kw_only=True):
    """A friend's coming birthday."""

    user: Card
    day: date
    turns: int | UnsetType = UNSET
    """The age they will have, for whom they show the year."""


class Person(Card, kw_only=True):
    """A member in a list, and what they are to whoever looks."""

    relation: Relation


class Friendship(Wire):
    """What two members are to each other, as one of them sees it; `user` is the other one."""

    id: str
    status: Relation
    user: Card
    since: datetime


@event("user.profile.created", subject="user_id")
class UserProfileCreated(Event, frozen=True):
    """A member has a profile."""

    user_id: str
    card: Card


@event("user.profile.rejected", subject="user_id")
class UserProfileRejected(Event, frozen=True):
    """A profile could not be made; auth frees the name."""

    user_id: str
    reason: str


@event("user.profile.updated", subject="user_id")
class UserProfileUpdated(Event, frozen=True):
    """A member's card is another one now."""

    user_id: str
    card: Card


@event("user.privacy.changed", subject="user_id")
class UserPrivacyChanged(Event, frozen=True):
    """A member changed who may see which field or reach them."""

    user_id: str
    settings: dict[str, str]


@event("user.deactivated", subject="user_id")
class UserDeactivated(Event, frozen=True):
    """A member went away for a while: seen nowhere until they sign in again."""

    user_id: str
    at: Instant = 0


@event("user.reactivated", subject="user_id")
class UserReactivated(Event, frozen=True):
    """A member came back."""

    user_id: str


@event("friend.request.sent", subject=("from_id", "to_id"))
class FriendRequestSent(Event, frozen=True):
    """Somebody asked somebody to be friends."""

    friendship_id: str
    from_id: str
    to_id: str


@event("friend.request.accepted", subject=("from_id", "to_id"))
class FriendRequestAccepted(Event, frozen=True):
    """Two members are friends now; `to_id` said yes."""

    friendship_id: str
    from_id: str
    to_id: str
    at: Instant = 0
    """When; 0 in events from before this was told."""


@event("friend.request.declined", subject=("from_id", "to_id"))
class FriendRequestDeclined(Event, frozen=True):
    """A request was declined, silently."""

    friendship_id: str
    from_id: str
    to_id: str


@event("friend.request.cancelled", subject=("from_id", "to_id"))
class FriendRequestCancelled(Event, frozen=True):
    """A request was taken back."""

    friendship_id: str
    from_id: str
    to_id: str


@event("friend.removed", subject=("by_id", "other_id"))
class FriendRemoved(Event, frozen=True):
    """Two members are no longer friends."""

    friendship_id: str
    by_id: str
    other_id: str


@event("user.blocked", subject=("by_id", "blocked_id"))
class UserBlocked(Event, frozen=True):
    """A member blocked another: neither sees the other anywhere."""

    by_id: str
    blocked_id: str


@event("user.unblocked", subject=("by_id", "blocked_id"))
class UserUnblocked(Event, frozen=True):
    """A block was lifted; nothing else comes back."""

    by_id: str
    blocked_id: str


@event("user.followed", subject=("by_id", "followed_id"))
class UserFollowed(Event, frozen=True):
    """A member follows another's posts, or wants to see them first; told again when that changes."""

    by_id: str
    followed_id: str
    first: bool = False
    """Whether the follower wants to see these posts before all others."""


@event("user.unfollowed", subject=("by_id", "followed_id"))
class UserUnfollowed(Event, frozen=True):
    """A member stopped following another."""

    by_id: str
    followed_id: str


@event("user.muted", subject=("by_id", "muted_id"))
class UserMuted(Event, frozen=True):
    """A member does not want to hear from another, until an instant or for good."""

    by_id: str
    muted_id: str
    until: int | None


@event("user.unmuted", subject=("by_id", "muted_id"))
class UserUnmuted(Event, frozen=True):
    """A mute was lifted."""

    by_id: str
    muted_id: str


@event("friend.list.changed", subject="list_id")
class FriendListChanged(Event, frozen=True):
    """A friend list has these members now; a deleted list has none. Only friends of its owner are on it."""

    list_id: str
    owner_id: str
    member_ids: list[str]
    kind: Literal["close", "custom"] = "custom"
    """`close`: the one of close friends."""


class Follow(msgspec.Struct, frozen=True):
    """A follow, or one that ended."""

    other_id: str
    first: bool
    """Whether the member sees these posts before all others."""
    revision: int


class FriendList(msgspec.Struct, frozen=True):
    """A list of friends that a member keeps."""

    id: str
    close: bool
    """Whether it is the one of close friends."""
    member_ids: list[str]
    revision: int


class KnownMember(Known, frozen=True):
    """A member and who they are to others, for a module that appears later or may have lost something (backfill)."""

    follows: list[Follow]
    lists: list[FriendList]


class UsersQuestions(Protocol):
    """What others may ask users."""

    async def cards(self, user_ids: list[str]) -> dict[str, Card]:
        """Give the cards of these members; those without a profile are absent."""
        ...

    async def celebrating(self, day: date, after: str, limit: int) -> list[str]:
        """Give members, in the order of their ids, whose birthday is on a day and who show it to their friends."""
        ...

    async def known(self, after: str, limit: int) -> list[KnownMember]:
        """Give members who have a profile, in the order of their ids, with all that was told of them by events.

        A page may be shorter than its limit; after the last member it is empty.
        """
        ...

    async def holding(self, media_ids: list[str]) -> list[str]:
        """Tell which of these media are somebody's picture or cover."""
        ...

    async def visible_profiles(self, viewer_id: str, user_ids: list[str]) -> dict[str, bool]:
        """Tell which of these members this viewer may see; an empty viewer is anybody on the street."""
        ...

    async def found(self, viewer_id: str, user_ids: list[str]) -> dict[str, Person]:
        """Draw those of these members whom this viewer may find; others are absent."""
        ...
