"""Documents: posts, comments and members as the index knows them, and who may find them.

The index is told whom a document is meant for in a few words, so that it never gives what the asker may not see:

- `circle`: `public`; `friends` of the author; `list:…`, friends of the author who are on a list; `to:…`, who is named;
- `but`: friends who are left out.

A comment is meant for whom its post is meant: its circle is that of the post's author.
"""

from collections.abc import Iterable

import msgspec

from minifb.kernel.clock import Instant
from minifb.kernel.http.shapes import Card, Span
from minifb.modules.posts.public import (
    AudienceKind,
    CommentAdded,
    CommentDeleted,
    CommentUpdated,
    KnownComment,
    KnownPost,
    PostCreated,
    PostUpdated,
)
from minifb.modules.search.public import Has
from minifb.modules.search.rules.tags import WORD_MAX
from minifb.modules.search.rules.wanted import Kind, Sight
from minifb.modules.search.rules.words import folded, words

VERSION = 1
"""Of what is in the index and how; another number makes it anew from the rows."""
KINDS: tuple[Kind, ...] = ("users", "posts", "comments")
PUBLIC, FRIENDS = "public", "friends"
HAS_OF_MEDIA: dict[str, Has] = {"image": "photo", "video": "video", "audio": "audio"}


class Document(msgspec.Struct, frozen=True):
    """Something that can be found."""

    kind: Kind
    id: str
    author_id: str
    """Whose it is; of a member, the member."""
    owner_id: str
    """Whose circle decides: of a comment the author of the post, else the author."""
    text: str
    at: Instant
    circle: list[str]
    but: list[str] = []
    tags: list[str] = []
    has: list[Has] = []


class PostRow(msgspec.Struct, frozen=True):
    """A post as it is kept."""

    id: str
    author_id: str
    text: str
    tags: list[str]
    audience: AudienceKind
    audience_ids: list[str]
    has: list[Has]
    created_at: Instant
    gone: bool
    revision: int


class CommentRow(msgspec.Struct, frozen=True):
    """A comment as it is kept."""

    id: str
    post_id: str
    author_id: str
    text: str
    tags: list[str]
    created_at: Instant
    gone: bool
    revision: int


class CommentOfPost(msgspec.Struct, frozen=True):
    """A comment beside what decides over it of its post."""

    id: str
    author_id: str
    text: str
    tags: list[str]
    created_at: Instant
    owner_id: str
    audience: AudienceKind
    audience_ids: list[str]


def circle(audience: AudienceKind, ids: list[str]) -> list[str]:
    """Say for whom an audience is, beside the author."""
    match audience:
        case "public":
            return [PUBLIC]
        case "friends" | "friendsExcept":
            return [FRIENDS]
        case "list":
            return [f"list:{one}" for one in ids]
        case "specific":
            return [f"to:{one}" for one in ids]
    return []  # onlyMe


def sees(sight: Sight, document: Document) -> bool:
    """Tell whether somebody may find a document: what every index must keep to."""
    viewer = sight.viewer_id
    if {document.author_id, document.owner_id} & sight.unseen:
        return False
    if viewer and viewer == document.owner_id:
        return True
    if viewer in document.but:
        return False
    circle = set(document.circle)
    if PUBLIC in circle or f"to:{viewer}" in circle:
        return True
    return document.owner_id in sight.friends and not circle.isdisjoint(friendly(sight))


def friendly(sight: Sight) -> list[str]:
    """List the circles in which friends of an author may count this viewer."""
    return [FRIENDS, *(f"list:{one}" for one in sight.lists)]


def of_post(row: PostRow) -> Document:
    """Make a post's document."""
    return Document(
        kind="posts",
        id=row.id,
        author_id=row.author_id,
        owner_id=row.author_id,
        text=row.text,
        at=row.created_at,
        circle=circle(row.audience, row.audience_ids),
        but=row.audience_ids if row.audience == "friendsExcept" else [],
        tags=[folded(tag) for tag in row.tags],
        has=row.has,
    )


def of_comment(row: CommentOfPost) -> Document:
    """Make a comment's document."""
    return Document(
        kind="comments",
        id=row.id,
        author_id=row.author_id,
        owner_id=row.owner_id,
        text=row.text,
        at=row.created_at,
        circle=circle(row.audience, row.audience_ids),
        but=row.audience_ids if row.audience == "friendsExcept" else [],
        tags=[folded(tag) for tag in row.tags],
    )


def of_member(card: Card) -> Document:
    """Make a member's document."""
    return Document(
        kind="users",
        id=card.id,
        author_id=card.id,
        owner_id=card.id,
        text=name_of(card),
        at=born(card.id),
        circle=[PUBLIC],
    )


def name_of(card: Card) -> str:
    """Give all that a member is called."""
    return f"{card.first_name} {card.last_name} {card.username}"


def name_words(card: Card) -> set[str]:
    """List the words by which a member is suggested; the handle also whole, though it may have several."""
    parts = {*words(name_of(card)), folded(card.username)}
    return {part[:WORD_MAX] for part in parts}


def tags_of(spans: Iterable[Span]) -> list[str]:
    """List the tags of a text as it has them, each once."""
    return list(dict.fromkeys(span.tag for span in spans if span.kind == "tag" and span.tag))


def has_of(spans: Iterable[Span], media_kinds: Iterable[str], *, poll: bool) -> list[Has]:
    """List what a post has beside words."""
    found: list[Has] = [HAS_OF_MEDIA[kind] for kind in media_kinds if kind in HAS_OF_MEDIA]
    if any(span.kind == "link" for span in spans):
        found.append("link")
    if poll:
        found.append("poll")
    return list(dict.fromkeys(found))


def born(id: str) -> Instant:
    """Tell when an id was made: its first 48 bits are milliseconds."""
    return int(id.replace("-", "")[:12], 16) * 1_000


# ── out of what is told ──


def posted(told: PostCreated | PostUpdated) -> PostRow:
    """Make the row of a post out of what is told of it."""
    return PostRow(
        id=told.post_id,
        author_id=told.author_id,
        text=told.text,
        tags=tags_of(told.spans),
        audience=told.audience.kind,
        audience_ids=told.audience.ids or [],
        has=has_of(told.spans, told.media_kinds, poll=bool(told.poll_options)),
        created_at=told.created_at if isinstance(told, PostCreated) else born(told.post_id),
        gone=False,
        revision=told.revision,
    )


def known_post(post: KnownPost) -> PostRow:
    """Make the row of a post that its owner knows."""
    return PostRow(
        id=post.id,
        author_id=post.author_id,
        text=post.text,
        tags=tags_of(post.spans),
        audience=post.audience.kind,
        audience_ids=post.audience.ids or [],
        has=has_of(post.spans, post.media_kinds, poll=post.has_poll),
        created_at=post.created_at,
        gone=post.gone,
        revision=post.revision,
    )


def commented(told: CommentAdded | CommentUpdated) -> CommentRow:
    """Make the row of a comment out of what is told of it."""
    return CommentRow(
        id=told.comment_id,
        post_id=told.post_id,
        author_id=told.author_id,
        text=told.text,
        tags=tags_of(told.spans),
        created_at=told.created_at if isinstance(told, CommentAdded) else born(told.comment_id),
        gone=False,
        revision=told.revision,
    )


def known_comment(comment: KnownComment) -> CommentRow:
    """Make the row of a comment that its owner knows."""
    return CommentRow(
        id=comment.id,
        post_id=comment.post_id,
        author_id=comment.author_id,
        text=comment.text,
        tags=tags_of(comment.spans),
        created_at=comment.created_at,
        gone=comment.gone,
        revision=comment.revision,
    )


def uncommented(told: CommentDeleted) -> CommentRow:
    """Make the tombstone of a comment."""
    at = born(told.comment_id)
    return CommentRow(told.comment_id, told.post_id, told.author_id, "", [], at, gone=True, revision=told.revision)
