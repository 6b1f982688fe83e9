"""The face of posts: what people say, and who may see it."""

from typing import Literal, Protocol

import msgspec

from minifb.kernel.clock import Instant
from minifb.kernel.events.event import Event, event
from minifb.kernel.http.shapes import Span

AudienceKind = Literal["public", "friends", "friendsExcept", "specific", "list", "onlyMe"]
ReactionType = Literal["like", "love", "care", "haha", "wow", "sad", "angry"]


class Audience(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """Who may see a post; `ids` are members, or one list."""

    kind: AudienceKind = msgspec.field(default="friends")
    ids: list[str] = []


@event("post.created", subject="post_id")
class PostCreated(Event):
    """A member published a post."""

    post_id: str
    author_id: str
    text: str
    spans: list[Span]
    audience: Audience
    media_ids: list[str]
    shared_post_id: str | None
    created_at: Instant


@event("post.updated", subject="post_id")
class PostUpdated(Event):
    """A post reads differently now, or another audience may see it."""

    post_id: str
    author_id: str
    text: str
    spans: list[Span]
    audience: Audience
    media_ids: list[str]
    edited_at: Instant


@event("post.deleted", subject="post_id")
class PostDeleted(Event):
    """A post is gone, with everything under it."""

    post_id: str
    author_id: str
    by_staff: bool = False


@event("comment.added", subject="post_id")
class CommentAdded(Event):
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
class CommentUpdated(Event):
    """A comment reads differently now."""

    comment_id: str
    post_id: str
    author_id: str
    text: str
    spans: list[Span]


@event("comment.deleted", subject="post_id")
class CommentDeleted(Event):
    """A comment is gone."""

    comment_id: str
    post_id: str
    author_id: str


@event("reaction.added", subject="post_id")
class ReactionAdded(Event):
    """Somebody reacted to a post or a comment, or changed their reaction."""

    post_id: str
    comment_id: str | None
    target_author_id: str
    user_id: str
    reaction: ReactionType
    previous: ReactionType | None


@event("reaction.removed", subject="post_id")
class ReactionRemoved(Event):
    """Somebody took their reaction back."""

    post_id: str
    comment_id: str | None
    target_author_id: str
    user_id: str
    reaction: ReactionType


@event("post.liked", subject="post_id")
class PostLiked(Event):
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
