"""The face of posts: what people say, and who may see it."""

from datetime import datetime
from typing import Any, Literal, Protocol

import msgspec
from msgspec import UNSET, UnsetType

from minifb.kernel.clock import Instant
from minifb.kernel.events.event import Event, event
from minifb.kernel.http.shapes import Card, Span, Wire

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
    media: list[Any] = msgspec.field(default_factory=list)
    created_at: datetime
    edited_at: datetime | None


class View(Wire, kw_only=True):
    """What is beside a post for one viewer."""

    audience: Audience
    """To whom it is said; ids are shown to its author alone."""
    comments_from: CommentsFrom
    shared_post: None = None
    poll: None = None
    counts: Counts
    my_reaction: ReactionType | None
    can: Can


class Post(Body, kw_only=True):
    """A post as somebody sees it: its body, and the viewer's view."""

    audience: Audience
    comments_from: CommentsFrom
    shared_post: None = None
    poll: None = None
    counts: Counts
    my_reaction: ReactionType | None
    can: Can


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


class Edition(Wire):
    """What a post said before."""

    text: str
    spans: list[Span]
    written_at: datetime


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


class PostsQuestions(Protocol):
    """What others may ask posts."""

    async def visible_posts(self, viewer_id: str, post_ids: list[str]) -> dict[str, bool]:
        """Tell which of these posts this viewer may see; an empty viewer is anybody on the street."""
        ...

    async def visible_comments(self, viewer_id: str, comment_ids: list[str]) -> dict[str, bool]:
        """Tell which of these comments this viewer may see."""
        ...

    async def post_counts(self, user_ids: list[str]) -> dict[str, int]:
        """Tell how many posts these members have published."""
        ...
