"""What a profile says, and what it may not say."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import UNSET, Meta, UnsetType

from minifb.kernel.clock import DAY, Instant, wire
from minifb.kernel.http.shapes import Ask, Attached
from minifb.kernel.refusals import FieldError, Forbidden, Invalid
from minifb.modules.users.public import Counts, LastSeen, Link, Profile, Relation
from minifb.modules.users.rules import pictures
from minifb.modules.users.rules.birthdays import birthday_of
from minifb.modules.users.rules.members import Member
from minifb.modules.users.rules.pictures import PLACES, Place
from minifb.modules.users.rules.privacy import Privacy, admits, takes_request

PersonName = Annotated[str, Meta(min_length=1, max_length=64)]


class NotYourProfile(Forbidden):
    """Only your own profile can be seen through other eyes."""


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

    def picture(self, place: Place) -> str | UnsetType | None:
        """Give the medium that is to be shown somewhere."""
        return self.avatar_id if place == "avatar" else self.cover_id


def portrait(member: Member, relation: Relation, privacy: Privacy, common: int | None, now: Instant) -> Profile:
    """Show a member as somebody may see them, who has so many friends in common with them; None: it is themselves."""

    def shows(field: str) -> bool:
        return admits(getattr(privacy, field), relation)

    return Profile(
        **msgspec.structs.asdict(member.card),
        bio=member.bio if shows("bio") else UNSET,
        birthday=birthday_of(member.birthday, year=shows("birth_year")) if shows("birthday") else UNSET,
        location=member.location if shows("location") else UNSET,
        links=member.links if shows("links") else UNSET,
        cover=member.cover,
        created_at=wire(member.created_at),
        last_seen=last_seen(member.last_login_at, now) if shows("last_seen") else UNSET,
        counts=Counts(friends=member.friends if shows("friends") else UNSET, posts=member.posts),
        relation=relation,
        # Strangers see whom they have in common with somebody, but who shows their friends to nobody means nobody.
        mutual_friends=UNSET if common is None or privacy.friends == "onlyMe" else common,
        can_request=UNSET if common is None else relation == "none" and takes_request(privacy, common),
    )


def last_seen(at: Instant | None, now: Instant) -> LastSeen | None:
    """Say about when somebody was last here."""
    if at is None:
        return None
    days = (now - at) // DAY
    return "today" if days < 1 else "thisWeek" if days < 7 else "thisMonth" if days < 30 else "earlier"


def revise(member: Member, change: ProfileChange, found: Mapping[str, Attached], now: Instant) -> Member:
    """Apply a change to a profile, or refuse it naming the field; `found` are the member's own media."""
    if change.birthday and not date(1900, 1, 1) <= change.birthday <= wire(now).date():
        raise Invalid(FieldError("birthday", "out_of_range", "A birthday lies between 1900 and today."))
    new: dict[str, object] = {}
    for field in ("first_name", "last_name", "bio", "location"):
        value = getattr(change, field)
        if value is not UNSET:
            new[field] = value and plain(_WIRE[field], value, lines=field == "bio")
    if change.birthday is not UNSET:
        new["birthday"] = change.birthday and change.birthday.isoformat()
    if change.links is not UNSET:
        new["links"] = [checked(link) for link in change.links]
    for place in PLACES:
        asked = change.picture(place)
        if asked is not UNSET:
            picture = pictures.checked(place, found.get(asked)) if asked else None
            new |= {f"{place}_id": asked or None, place: picture and pictures.drawn(place, picture)}
    return msgspec.structs.replace(member, **new)


MARKS_MAX = 4
_WIRE = {field.name: field.encode_name for field in msgspec.structs.fields(ProfileChange)}

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
    if _piled(text):
        raise Invalid(FieldError(field, "characters", "At most four accents on one letter are allowed."))
    if not text and not lines:
        raise Invalid(FieldError(field, "empty", "This may not be empty."))
    return text


def _piled(text: str) -> bool:
    marks = 0
    for char in unicodedata.normalize("NFD", text):
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks > MARKS_MAX:
            return True
    return False


def checked(link: Link) -> Link:
    """Give a link whose address is a web address."""
    parts = urlsplit(plain("links", link.url))
    if parts.scheme not in {"http", "https"} or not parts.netloc or re.search(r"\s", link.url.strip()):
        raise Invalid(FieldError("links", "url", "A link begins with http:// or https://."))
    return Link(title=plain("links", link.title, lines=True), url=link.url.strip())
