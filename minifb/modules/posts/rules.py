"""What posts decides, from facts alone: who may see what, what a text means, what an edit changes. No I/O."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from minifb.kernel.clock import DAY, Instant, maybe_wire, wire
from minifb.kernel.http.shapes import Ask, Card, Span
from minifb.kernel.refusals import FieldError, Invalid, Unavailable
from minifb.modules.posts.public import Audience, Body, Can, Comment, Counts, ReactionType, View

# ── settings and refusals ──


class PostsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may change about posts."""

    body_cache_bytes_max: Annotated[
        int, Meta(ge=1_000_000, description="Memory for posts that are ready to be sent, in bytes.")
    ] = 32_000_000


class MediaUnavailable(Unavailable):
    """Pictures and films are not available on this server yet."""


class AudienceUnavailable(Invalid):
    """This server knows the audiences public, friends and onlyMe so far."""


class PollsUnavailable(Invalid):
    """Polls are not available on this server yet."""


class SharesUnavailable(Invalid):
    """Sharing a post is not available on this server yet."""


class RankedFeedUnavailable(Invalid):
    """This server has the latest posts first; the ranked feed is not available yet."""


# ── what a client may send ──

PostText = Annotated[str, Meta(min_length=1, max_length=10_000)]
CommentText = Annotated[str, Meta(min_length=1, max_length=4_000)]
SomeId = Annotated[str, Meta(max_length=36)]


class NewPost(Ask):
    """A post to publish."""

    text: PostText
    audience: Audience = Audience()
    media_ids: Annotated[list[SomeId], Meta(max_length=10)] = msgspec.field(default_factory=list)
    poll: Any = None
    shared_post_id: SomeId | None = None


class PostChange(Ask):
    """What a post should say, or who should see it; what is left out stays."""

    text: PostText | UnsetType = UNSET
    audience: Audience | UnsetType = UNSET
    media_ids: Annotated[list[SomeId], Meta(max_length=10)] = msgspec.field(default_factory=list)
    poll: Any = None
    shared_post_id: SomeId | None = None


class NewComment(Ask):
    """A comment on a post, or a reply to a comment."""

    text: CommentText
    parent_id: SomeId | None = None


class CommentChange(Ask):
    """What a comment should say."""

    text: CommentText


class NewReaction(Ask):
    """A reaction to a post, or to one of its comments."""

    type: ReactionType
    comment_id: SomeId | None = None


# ── who may see what ──


class Seen(msgspec.Struct, frozen=True):
    """A post beside one viewer: all that deciding and drawing take, but for what it says."""

    id: str
    author_id: str
    state: Literal["live", "deleted", "removed"] = "live"
    audience_kind: str = "public"
    audience_ids: list[str] = []
    edition: int = 1
    revision: int = 1
    comments: int = 0
    shares: int = 0
    reactions: dict[ReactionType, int] = {}
    author_hidden: bool = False
    """Suspended, away or gone."""
    card_revision: int = 0
    friends: bool = False
    """Whether viewer and author are friends."""
    blocked: bool = False
    """Whether one of viewer and author blocked the other."""
    mine: ReactionType | None = None


def may_see(viewer_id: str, post: Seen) -> bool:
    """Tell whether a viewer may see a post. Nobody signed in has the empty id.

    The one rule behind every way to a post; `store.VISIBLE` says the same in SQL, to keep lists short.
    """
    if post.state != "live" or post.author_hidden or post.blocked:
        return False
    if post.author_id == viewer_id:
        return True
    match post.audience_kind:
        case "public":
            return True
        case "friends":
            return post.friends
        case "friendsExcept":
            return post.friends and viewer_id not in post.audience_ids
        case "specific":
            return viewer_id in post.audience_ids
    return False  # onlyMe; and lists, which nobody can choose before there are any


def can(viewer_id: str, post: Seen) -> Can:
    """Tell what a viewer may do with a post they may see."""
    return _CAN[bool(viewer_id), viewer_id == post.author_id]


_CAN = {
    (signed_in, own): Can(comment=signed_in, react=signed_in, edit=own, delete=own)
    for signed_in in (False, True)
    for own in (False, True)
}


class Said(msgspec.Struct, frozen=True):
    """A comment beside one viewer."""

    id: str
    post_id: str
    under_id: str
    author_id: str | None
    depth: int = 0
    text: str = ""
    spans: list[Span] = []
    state: Literal["live", "deleted"] = "live"
    created_at: Instant = 0
    edited_at: Instant | None = None
    edition: int = 1
    replies: int = 0
    reactions: dict[ReactionType, int] = {}
    card: Card | None = None
    author_hidden: bool = False
    blocked: bool = False
    mine: ReactionType | None = None


def may_read(comment: Said) -> bool:
    """Tell whether a viewer who may see the post may read this comment under it."""
    return comment.state == "live" and not comment.author_hidden and not comment.blocked


def keeps_place(comment: Said) -> bool:
    """Tell whether a comment that may not be read still holds a place, for the replies under it."""
    return comment.replies > 0


def has_place(comment: Said) -> bool:
    """Tell whether a comment is there for a viewer at all: to be read, or as a bare place."""
    return may_read(comment) or keeps_place(comment)


def may_delete(viewer_id: str, comment: Said, post: Seen) -> bool:
    """Tell whether a viewer may delete a comment: their own, or one under their own post."""
    return bool(viewer_id) and viewer_id in {comment.author_id, post.author_id}


# ── what is drawn ──


def view(viewer_id: str, post: Seen) -> View:
    """Draw what is beside a post for one viewer."""
    counts = Counts(comments=post.comments, shares=post.shares, reactions=post.reactions)
    return View(counts=counts, my_reaction=post.mine, can=can(viewer_id, post))


def drawn(viewer_id: str, comment: Said, post: Seen) -> Comment:
    """Draw a comment, or its bare place."""
    readable = may_read(comment)
    own = readable and viewer_id == comment.author_id
    return Comment(
        id=comment.id,
        post_id=comment.post_id,
        parent_id=None if comment.under_id == comment.post_id else comment.under_id,
        author=comment.card if readable else None,
        text=comment.text if readable else "",
        spans=comment.spans if readable else [],
        created_at=wire(comment.created_at),
        edited_at=maybe_wire(comment.edited_at) if readable else None,
        counts=Counts(replies=comment.replies, reactions=comment.reactions if readable else {}),
        my_reaction=comment.mine if readable else None,
        can=Can(
            comment=readable and bool(viewer_id),
            react=readable and bool(viewer_id),
            edit=own,
            delete=readable and may_delete(viewer_id, comment, post),
        ),
        deleted=not readable,
    )


# ── what is said ──


class Draft(msgspec.Struct, frozen=True):
    """What a post says and to whom, checked."""

    id: str
    author_id: str
    text: str
    spans: list[Span]
    audience_kind: str
    audience_ids: list[str]
    created_at: Instant
    edited_at: Instant | None = None

    @property
    def audience(self) -> Audience:
        """To whom it is said."""
        return Audience(kind=self.audience_kind, ids=self.audience_ids or UNSET)  # type: ignore[arg-type]

    def body(self, author: Card) -> Body:
        """Draw what the post says."""
        return Body(
            id=self.id,
            author=author,
            text=self.text,
            spans=self.spans,
            audience=self.audience,
            created_at=wire(self.created_at),
            edited_at=maybe_wire(self.edited_at),
        )


def check_parts(asked: NewPost | PostChange) -> None:
    """Refuse the parts of a post that other issues bring."""
    if asked.media_ids:
        raise MediaUnavailable
    if asked.poll is not None:
        raise PollsUnavailable
    if asked.shared_post_id is not None:
        raise SharesUnavailable
    audience = asked.audience
    if audience is not UNSET and (audience.kind not in {"public", "friends", "onlyMe"} or audience.ids):
        raise AudienceUnavailable(FieldError("audience", "audience_unavailable", AudienceUnavailable.__doc__ or ""))


def counted(audience_kind: str) -> int:
    """Count a post among those its author has, 1, unless they keep it to themselves, 0."""
    return int(audience_kind != "onlyMe")


def plain(text: str) -> str:
    """Give a text trimmed; refuse an empty one, and characters that no text needs."""
    text = text.strip()
    if not text:
        raise Invalid(FieldError("text", "empty", "There is nothing to say."))
    if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in text):
        raise Invalid(FieldError("text", "characters", "Control characters are not allowed."))
    return text


# A mention or hashtag begins where no word, address or path is under way.
TOKEN = re.compile(
    r"""(?P<url>https?://[^\s<>"]{1,2048})
    | (?<![\w@\#/&.]) (?: @(?P<handle>[A-Za-z0-9_]{3,30})(?!\w) | \#(?P<tag>\w{1,100})(?!\w) )""",
    re.VERBOSE | re.IGNORECASE,
)
TOKENS_MAX = 20
"""Most mentions, hashtags and links of each kind in one text."""


def tokens(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Walk the links, mentions and hashtags of a text as (start, end, kind, value)."""
    for found in TOKEN.finditer(text):
        start, end = found.span()
        if url := found["url"]:
            url = _without_tail(url)
            if len(url) > len("https://"):
                yield start, start + len(url), "link", url
        elif handle := found["handle"]:
            yield start, end, "mention", handle.lower()
        elif (tag := found["tag"]) and not tag.isdigit():
            yield start, end, "tag", unicodedata.normalize("NFC", tag).casefold()


def _without_tail(url: str) -> str:
    """Leave to the sentence what ends it: punctuation, and a bracket that the address did not open."""
    while url[-1] in ".,;:!?'*_" or (url[-1] == ")" and url.count(")") > url.count("(")) or url[-1] == "]":
        url = url[:-1]
    return url


def handles(text: str) -> list[str]:
    """List the usernames that a text mentions; refuse a text with too much of one kind."""
    kinds = [kind for _, _, kind, _ in tokens(text)]
    for kind in ("mention", "tag", "link"):
        if kinds.count(kind) > TOKENS_MAX:
            raise Invalid(FieldError("text", f"too_many_{kind}s", f"At most {TOKENS_MAX} of each kind."))
    return sorted({value for _, _, kind, value in tokens(text) if kind == "mention"})


def spans(text: str, people: Mapping[str, str]) -> list[Span]:
    """Say what parts of a text mean; `people` are the ids of those mentioned who can be, by username."""
    found = []
    for start, end, kind, value in tokens(text):
        if kind == "link":
            found.append(Span(start=start, end=end, kind=kind, url=value))
        elif kind == "tag":
            found.append(Span(start=start, end=end, kind=kind, tag=value))
        elif value in people:
            found.append(Span(start=start, end=end, kind=kind, user_id=people[value]))
    return found


# ── comments, reactions, the feed ──

DEPTH_MAX = 50


def place_under(post_id: str, parent: Said | None) -> tuple[str, int]:
    """Say what a new comment stands under, and how deep; below the deepest level the thread goes on flat."""
    if parent is None:
        return post_id, 0
    if parent.depth >= DEPTH_MAX:
        return parent.under_id, parent.depth
    return parent.id, parent.depth + 1


def replaced(
    counts: Mapping[ReactionType, int], before: ReactionType | None, after: ReactionType | None
) -> dict[ReactionType, int]:
    """Count a reaction that became another one; None is no reaction."""
    new = dict(counts)
    if before:
        new[before] = new.get(before, 0) - 1
    if after:
        new[after] = new.get(after, 0) + 1
    return {kind: count for kind, count in new.items() if count > 0}


def windows(friends: int, before: Instant) -> Iterator[Instant]:
    """Give earlier and earlier instants to look back to; the first is sized to hold some pages of friends' posts.

    A window keeps a feed of thousands of friends from being sorted whole for its newest twenty.
    """
    back = 1_000 * DAY // (friends + 1)
    while back < before:
        yield before - back
        back *= 8
    yield 0
