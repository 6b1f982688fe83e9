"""What a profile says, and what it may not say."""

import re
import unicodedata
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import UNSET, Meta, UnsetType

from minifb.kernel.clock import Instant, wire
from minifb.kernel.http.shapes import Ask
from minifb.kernel.refusals import FieldError, Invalid, Unavailable
from minifb.modules.users.public import Counts, Link, Profile, Relation
from minifb.modules.users.rules.members import Member

PersonName = Annotated[str, Meta(min_length=1, max_length=64)]


class MediaUnavailable(Unavailable):
    """Pictures are not available on this server yet."""


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
