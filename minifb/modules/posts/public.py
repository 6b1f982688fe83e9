"""The face of posts: what people say, and who may see it."""

from datetime import datetime
from typing import Literal, Protocol

import msgspec
from msgspec import UNSET, UnsetType

from minifb.kernel.clock import Instant
from minifb.kernel.events.event import Event, event
from minifb.kernel.http.shapes import Attached, Card, MediaKind, Span, Wire

AudienceKind = Literal["public", "friends", "friendsExcept", "specific", "list", "onlyMe"]
CommentsFrom = Literal["everyone", "friends", "nobody"]
"""Who of those that see a post may comment on it, beside its author."""
ReactionType = Literal["like", "love", "care", "haha", "wow", "sad", "angry"]


class Audience(msgspec.Struct, frozen=True, rename="camel"):
    """Who may see a post; `ids` are members, or one list."""

    kind: AudienceKind = "friends"
    ids: list[str] | UnsetType = UNSET


class Counts(Wire, kw_only=True):
    """How many answered a post or a comment, as far as the viewer may see them."""

    comments: int | UnsetType = UNSET
    shares: int | UnsetType = UNSET
    replies: int | UnsetType = UNSET
    reactions: dict[ReactionType, int]


class Can(Wire):
    """What the viewer may do."""

    comment: bool = False
    react: bool = False
    edit: bool = False
    delete: bool = False
    share: bool | UnsetType = UNSET
    """Of posts alone."""


class Body(Wire, kw_only=True):
    """What a post says: the same for everybody who may see it."""

    id: str
    author: Card
    text: str
    spans: list[Span]
    media: list[Attached] = msgspec.field(default_factory=list)
    created_at: datetime
    edited_at: datetime | None


class PollOption(Wire):
    """Something to choose, and how many chose it."""

    id: str
    text: str
    votes: int


class Poll(Wire):
    """A poll as somebody sees it."""

    options: list[PollOption]
    multiple: bool
    closes_at: datetime | None
    votes: int
    """How many members voted."""
    my_votes: list[str]
    """The options that the viewer chose."""


class Shared(Body, kw_only=True):
    """The original that a post shares, as far as the viewer may see it."""

    audience: Audience
    poll: Poll | None


class SharedView(Wire, kw_only=True):
    """What is beside a shared original for one viewer."""

    audience: Audience
    poll: Poll | None


class View(Wire, kw_only=True):
    """What is beside a post for one viewer."""

    audience: Audience
    """To whom it is said; ids are shown to its author alone."""
    comments_from: CommentsFrom
    shared_post: msgspec.Raw | None
    """A `Shared`, drawn already."""
    shared_post_gone: bool
    poll: Poll | None
    pinned: bool
    saved: bool
    counts: Counts
    my_reaction: ReactionType | None
    can: Can


class Post(Body, kw_only=True):
    """A post as somebody sees it: its body, and the viewer's view."""

    audience: Audience
    comments_from: CommentsFrom
    shared_post: Shared | None
    shared_post_gone: bool
    """Whether it shares a post that is no longer there, or that the viewer may not see."""
    poll: Poll | None
    pinned: bool
    """Whether its author keeps it on top of their page."""
    saved: bool
    """Whether the viewer keeps it for later."""
    counts: Counts
    my_reaction: ReactionType | None
    can: Can


TermName = Literal["affinity", "people", "age", "seen", "less", "variety"]


class Term(Wire, omit_defaults=True):
    """A factor of a post's score in the feed, in words."""

    name: TermName
    factor: float
    text: str
    control: str | None = None
    """The endpoint that changes it; some nobody changes."""


class Reason(Wire):
    """Why a post is in the feed: where it comes from, and the factors that moved it most."""

    reason: str
    terms: list[Term]


class Why(Reason):
    """Why a post stands where it stands: all factors, which multiplied are its score."""

    score: float


class FeedPost(Post, kw_only=True):
    """A post in the feed; one that is ranked says why it is there."""

    why: Reason | UnsetType = UNSET


class Comment(Wire, kw_only=True):
    """A comment as somebody sees it; of one that is gone only the place is left, for its replies."""

    id: str
    post_id: str
    parent_id: str | None
    author: Card | None
    text: str
    spans: list[Span]
    created_at: datetime
    edited_at: datetime | None
    counts: Counts
    my_reaction: ReactionType | None
    can: Can
    deleted: bool = False


class Reacted(Wire):
    """What a post or comment has after one reacted: the counts it carries, and one's own reaction."""

    counts: Counts
    my_reaction: ReactionType | None


class Reactor(Wire):
    """Somebody who reacted."""

    user: Card
    type: ReactionType
    created_at: datetime


@event("post.created", subject="post_id")
class PostCreated(Event, frozen=True):
    """A member published a post."""

    post_id: str
    author_id: str
    text: str
    spans: list[Span]
    audience: Audience
    media_ids: list[str]
    shared_post_id: str | None
    created_at: Instant
    shared_author_id: str | None = None
    """Who said what is shared."""
    poll_options: list[str] = msgspec.field(default_factory=list)
    media_kinds: list[MediaKind] = msgspec.field(default_factory=list)
    """Of each of its media."""
    author_posts: int = 0
    """How many posts the author shares with anybody now, and the version of that number."""
    author_revision: int = 0


@event("post.updated", subject="post_id")
class PostUpdated(Event, frozen=True):
    """A post reads differently now, or another audience may see it."""

    post_id: str
    author_id: str
    text: str
    spans: list[Span]
    audience: Audience
    media_ids: list[str]
    edited_at: Instant
    poll_options: list[str] = msgspec.field(default_factory=list)
    media_kinds: list[MediaKind] = msgspec.field(default_factory=list)
    author_posts: int = 0
    author_revision: int = 0


@event("post.deleted", subject="post_id")
class PostDeleted(Event, frozen=True):
    """A post is gone, with everything under it."""

    post_id: str
    author_id: str
    by_staff: bool = False
    author_posts: int = 0
    author_revision: int = 0


@event("post.restored", subject="post_id")
class PostRestored(PostCreated, frozen=True):
    """Staff put back a post that they had taken down, with everything under it."""


@event("comment.added", subject="post_id")
class CommentAdded(Event, frozen=True):
    """Somebody commented on a post, or replied to a comment."""

    comment_id: str
    post_id: str
    post_author_id: str
    parent_id: str | None
    parent_author_id: str | None
    author_id: str
    text: str
    spans: list[Span]
    created_at: Instant


@event("comment.updated", subject="post_id")
class CommentUpdated(Event, frozen=True):
    """A comment reads differently now."""

    comment_id: str
    post_id: str
    author_id: str
    text: str
    spans: list[Span]


@event("comment.deleted", subject="post_id")
class CommentDeleted(Event, frozen=True):
    """A comment is gone."""

    comment_id: str
    post_id: str
    author_id: str
    by_staff: bool = False


@event("comment.restored", subject="post_id")
class CommentRestored(CommentAdded, frozen=True):
    """Staff put back a comment that they had taken down."""


@event("reaction.added", subject="post_id")
class ReactionAdded(Event, frozen=True):
    """Somebody reacted to a post or a comment, or changed their reaction."""

    post_id: str
    comment_id: str | None
    target_author_id: str
    user_id: str
    reaction: ReactionType
    previous: ReactionType | None


@event("reaction.removed", subject="post_id")
class ReactionRemoved(Event, frozen=True):
    """Somebody took their reaction back."""

    post_id: str
    comment_id: str | None
    target_author_id: str
    user_id: str
    reaction: ReactionType


@event("post.liked", subject="post_id")
class PostLiked(Event, frozen=True):
    """Somebody liked a post; told beside `reaction.added`."""

    post_id: str
    author_id: str
    user_id: str


class KnownPost(msgspec.Struct, frozen=True):
    """A post as its owner knows it, for a module that appears later or may have lost something (backfill)."""

    id: str
    author_id: str
    text: str
    spans: list[Span]
    audience: Audience
    media_ids: list[str]
    media_kinds: list[MediaKind]
    has_poll: bool
    created_at: Instant
    gone: bool
    revision: int


class KnownComment(msgspec.Struct, frozen=True):
    """A comment as its owner knows it, for a module that appears later or may have lost something (backfill)."""

    id: str
    post_id: str
    author_id: str
    text: str
    spans: list[Span]
    created_at: Instant
    gone: bool
    revision: int


class PostsQuestions(Protocol):
    """What others may ask posts."""

    async def visible_posts(self, viewer_id: str, post_ids: list[str]) -> dict[str, bool]:
        """Tell which of these posts this viewer may see; an empty viewer is anybody on the street."""
        ...

    async def visible_comments(self, viewer_id: str, comment_ids: list[str]) -> dict[str, bool]:
        """Tell which of these comments this viewer may see."""
        ...

    async def excerpts(self, viewer_id: str, ids: list[str]) -> dict[str, str]:
        """Give the beginning of those of these posts and comments that this viewer may see; others are absent."""
        ...

    async def seers(self, id: str, viewer_ids: list[str]) -> list[str]:
        """Tell which of these viewers may see a post or comment, in the order they were named."""
        ...

    async def commenters(self, post_id: str, limit: int) -> list[str]:
        """Tell who commented on a post, at most so many, the latest first."""
        ...

    async def post_counts(self, user_ids: list[str]) -> dict[str, int]:
        """Tell how many posts these members have published."""
        ...

    async def holding(self, media_ids: list[str]) -> list[str]:
        """Tell which of these media a post or a draft holds."""
        ...

    async def shown(self, viewer_id: str, post_ids: list[str]) -> dict[str, Post]:
        """Draw those of these posts that this viewer may see; others are absent."""
        ...

    async def shown_comments(self, viewer_id: str, comment_ids: list[str]) -> dict[str, Comment]:
        """Draw those of these comments that this viewer may see; others are absent."""
        ...

    async def known_posts(self, after: str, limit: int) -> list[KnownPost]:
        """Give posts in the order of their ids, gone ones too, as events would tell them now; at the end none."""
        ...

    async def known_comments(self, after: str, limit: int) -> list[KnownComment]:
        """Give comments in the order of their ids, gone ones too, as events would tell them now; at the end none."""
        ...
