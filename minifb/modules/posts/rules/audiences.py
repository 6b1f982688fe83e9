"""Audiences in words: who can see a post, past posts for friends, and a page through somebody's eyes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from minifb.kernel.http.shapes import Ask, Card, Wire
from minifb.kernel.refusals import Forbidden
from minifb.modules.posts.public import Audience, AudienceKind
from minifb.modules.posts.rules.visibility import Seen, may_see

EXCEPTED_SHOWN = 20
"""Most of those left out whose cards are shown; the words count the others."""
NAMES_SHOWN = 2
LIMITED_AT_ONCE = 50
"""Posts that are narrowed in one transaction."""
CHANGES_KEPT = 50
"""Most changes of audience that are kept of one post: the latest."""


class NotYourPosts(Forbidden):
    """You can see your own posts as somebody else would, and nobody else's."""


class Reach(Wire, kw_only=True):
    """Who can see a post beside its author, for its author alone: the rule in words, and a page of the people."""

    kind: AudienceKind
    rule: str
    everyone: bool
    """Whether it is everybody, also who is not signed in; then nobody is listed."""
    left_out: list[Card] = msgspec.field(name="except")
    """The first of those whom the author left out or blocked."""
    items: list[Card]
    next: str | None
    count: int | None
    """How many people the list has; none for everybody."""


class AudienceChange(Wire):
    """To whom a post was said before and after a change, for its author alone."""

    before: Audience
    after: Audience
    cause: Literal["changed", "limited"]
    """By hand, or with all past posts."""
    changed_at: datetime


class PastPosts(Wire):
    """How many public posts from before an instant become posts to friends."""

    before: datetime
    count: int


class AskedAudience(Ask):
    """An audience to ask about before a post is said to it."""

    audience: Audience


class PastLimit(Ask):
    """Posts from before which instant to limit to friends; all there are unless said."""

    before: datetime | None = None


class Limiting(msgspec.Struct, frozen=True):
    """Whose past posts are to be narrowed."""

    author_id: str


class Reader(msgspec.Struct, frozen=True):
    """Somebody beside an author and an audience: what deciding whether they see it takes."""

    id: str
    card: Card
    friends: bool
    blocked: bool
    named: bool
    listed: bool


def reads(reader: Reader, post: Seen) -> bool:
    """Tell whether somebody may see their friend's or acquaintance's post: the one rule, asked for them."""
    return may_see(reader.id, through(post, reader))


def through(post: Seen, eyes: Reader | Seen) -> Seen:
    """Give an author's post as another member has it before them; what that member did with it is left out."""
    facts = {"friends": eyes.friends, "blocked": eyes.blocked, "named": eyes.named, "listed": eyes.listed}
    return msgspec.structs.replace(post, **facts, mine=None, saved=False)


def in_words(kind: AudienceKind, people: Sequence[Card], count: int) -> str:
    """Say who can see a post; `people` are the first of those that this audience names or leaves out."""
    match kind:
        case "public":
            return "Everybody" + _except(people, count)
        case "friends":
            return "Your friends"
        case "friendsExcept":
            return "Your friends" + _except(people, count)
        case "specific":
            return _joined(["You", *_names(people, count)]) if count else "Only you"
        case "list":
            return "Your friends on one of your lists"
    return "Only you"


def _except(people: Sequence[Card], count: int) -> str:
    return " except " + _joined(_names(people, count)) if count else ""


def _names(people: Sequence[Card], count: int) -> list[str]:
    names = [person.first_name or person.username for person in people[:NAMES_SHOWN]]
    return [*names, f"{count - len(names)} more"] if count > len(names) else names


def _joined(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
