"""What users decides: who people are to each other, what a profile may say, what a name is found by. No I/O."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import UNSET, Meta, UnsetType

from minifb.kernel.clock import DAY, Instant, wire
from minifb.kernel.http.shapes import Ask, Avatar, Card
from minifb.kernel.refusals import Conflict, FieldError, Forbidden, Invalid, NotFound, Unavailable
from minifb.modules.users.public import Counts, Link, Profile, Relation

# ── settings and refusals ──


class UsersSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may change about users."""

    friends_max: Annotated[int, Meta(ge=1, description="Most friends one member may have.")] = 5_000
    requests_max: Annotated[int, Meta(ge=1, description="Most friend requests of one member waiting at once.")] = 500
    request_rest_days: Annotated[
        int, Meta(ge=0, description="Days after which a declined friend request may be sent again.")
    ] = 30


class MediaUnavailable(Unavailable):
    """Pictures are not available on this server yet."""


class AboutYourself(Invalid):
    """This is about somebody else; you named yourself."""


class NoSuchRequest(NotFound):
    """There is no such request."""


class TooManyFriends(Conflict):
    """One of you has as many friends, or as many requests waiting, as this server allows."""


class RequestsArePrivate(Forbidden):
    """Requests are shown to the members they concern alone."""


# ── what a client may send ──

PersonName = Annotated[str, Meta(min_length=1, max_length=64)]


class ProfileChange(Ask):
    """Any part of one's own profile; what is left out stays, null empties."""

    first_name: PersonName | UnsetType = UNSET
    last_name: PersonName | UnsetType = UNSET
    bio: Annotated[str, Meta(max_length=500)] | UnsetType | None = UNSET
    birthday: date | UnsetType | None = UNSET
    location: Annotated[str, Meta(max_length=100)] | UnsetType | None = UNSET
    links: Annotated[list[Link], Meta(max_length=5)] | UnsetType = UNSET
    avatar_id: Annotated[str, Meta(max_length=36)] | UnsetType | None = UNSET
    cover_id: Annotated[str, Meta(max_length=36)] | UnsetType | None = UNSET


class Whom(Ask):
    """Another member."""

    user_id: Annotated[str, Meta(max_length=36)]


# ── a member ──


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
    state: Literal["pending", "active", "gone"]
    suspended: bool
    friends: int
    posts: int
    created_at: Instant
    revision: int

    @property
    def card(self) -> Card:
        """The member wherever one appears."""
        return Card(
            id=self.id,
            username=self.username,
            first_name=self.first_name,
            last_name=self.last_name,
            avatar=self.avatar,
        )


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
        friends=0,
        posts=0,
        created_at=now,
        revision=1,
    )


def grave(user_id: str, revision: int, now: Instant) -> Member:
    """Make the tombstone of a member: an id that is taken, and nothing else."""
    return msgspec.structs.replace(newcomer(user_id, "", "", "", now), state="gone", revision=revision)


def may_see(viewer_id: str, member: Member, *, blocked: bool) -> bool:
    """Tell whether a member exists for a viewer: first of all the block, then the member's standing."""
    if blocked or member.state == "gone":
        return False
    return member.id == viewer_id or (member.state == "active" and not member.suspended)


def portrait(member: Member, relation: Relation) -> Profile:
    """Show a member as somebody may see them; a birthday is for friends."""
    close = relation in {"friends", "self"}
    return Profile(
        **msgspec.structs.asdict(member.card),
        bio=member.bio,
        birthday=member.birthday if close else UNSET,
        location=member.location,
        links=member.links,
        cover=member.cover,
        created_at=wire(member.created_at),
        counts=Counts(friends=member.friends, posts=member.posts),
        relation=relation,
    )


def revise(member: Member, change: ProfileChange, now: Instant) -> Member:
    """Apply a change to a profile, or refuse it naming the field."""
    if change.avatar_id or change.cover_id:
        raise MediaUnavailable
    if change.birthday and not date(1900, 1, 1) <= change.birthday <= wire(now).date():
        raise Invalid(FieldError("birthday", "out_of_range", "A birthday lies between 1900 and today."))
    new: dict[str, object] = {}
    for field in ("first_name", "last_name", "bio", "location"):
        value = getattr(change, field)
        if value is not UNSET:
            new[field] = value and plain(field, value, lines=field == "bio")
    if change.birthday is not UNSET:
        new["birthday"] = change.birthday and change.birthday.isoformat()
    if change.links is not UNSET:
        new["links"] = [checked(link) for link in change.links]
    if change.avatar_id is None:
        new["avatar"] = None
    if change.cover_id is None:
        new["cover"] = None
    return msgspec.structs.replace(member, **new)


# Of the format characters only the two joiners are letters' own business; the others hide or turn text around.
_JOINERS = {"\u200c", "\u200d"}


def plain(field: str, text: str, *, lines: bool = False) -> str:
    """Give a text trimmed and in NFC; refuse what could hide in it or turn it around."""
    text = unicodedata.normalize("NFC", text).strip()
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and not (
            char in _JOINERS or (lines and char in "\n\t")
        ):
            raise Invalid(FieldError(field, "characters", "Control and direction characters are not allowed."))
    if not text and not lines:
        raise Invalid(FieldError(field, "empty", "This may not be empty."))
    return text


def checked(link: Link) -> Link:
    """Give a link whose address is a web address."""
    parts = urlsplit(plain("links", link.url))
    if parts.scheme not in {"http", "https"} or not parts.netloc or re.search(r"\s", link.url.strip()):
        raise Invalid(FieldError("links", "url", "A link begins with http:// or https://."))
    return Link(title=plain("links", link.title, lines=True), url=link.url.strip())


def folded(text: str) -> str:
    """Fold a text for looking up: no capitals, no accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in bare if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """Split what somebody typed, or is called, into folded words."""
    return re.findall(r"[^\W_]+", folded(text))


def findable_by(member: Member) -> set[str]:
    """List the words a member is found by, at most thirty characters each."""
    words = words_of(f"{member.username} {member.first_name} {member.last_name}")
    return {word[:30] for word in [*words, member.username]}


# ── two members ──


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
