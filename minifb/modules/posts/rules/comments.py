"""Comments: who may read one, what is drawn of it, where a new one stands."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.clock import Instant, maybe_wire, wire
from minifb.kernel.http.shapes import Ask, Card, Span
from minifb.kernel.refusals import Forbidden
from minifb.kernel.texts import SomeId
from minifb.modules.posts.public import Can, Comment, Counts, ReactionType
from minifb.modules.posts.rules.visibility import Seen, may_comment

CommentText = Annotated[str, Meta(min_length=1, max_length=4_000)]


class CommentsClosed(Forbidden):
    """The author of this post takes comments from nobody, or from friends alone."""


CommentSort = Literal["oldest", "newest", "top"]
"""`top`: what most people reacted or replied to."""


class NewComment(Ask):
    """A comment on a post, or a reply to a comment."""

    text: CommentText
    parent_id: SomeId | None = None


class CommentChange(Ask):
    """What a comment should say."""

    text: CommentText


class Said(msgspec.Struct, frozen=True):
    """A comment beside one viewer."""

    id: str
    post_id: str
    under_id: str
    author_id: str | None
    depth: int = 0
    text: str = ""
    spans: list[Span] = []
    state: Literal["live", "deleted", "removed"] = "live"
    created_at: Instant = 0
    edited_at: Instant | None = None
    edition: int = 1
    replies: int = 0
    reactions: dict[ReactionType, int] = {}
    answers: int = 0
    """Replies and reactors together, whoever they are."""
    card: Card | None = None
    author_hidden: bool = False
    blocked: bool = False
    mine: ReactionType | None = None
    unseen: int = 0
    """Replies of people whom the viewer does not see for a block."""


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
        counts=Counts(replies=comment.replies - comment.unseen, reactions=comment.reactions if readable else {}),
        my_reaction=comment.mine if readable else None,
        can=Can(
            comment=readable and may_comment(viewer_id, post),
            react=readable and bool(viewer_id),
            edit=own,
            delete=readable and may_delete(viewer_id, comment, post),
        ),
        deleted=not readable,
    )


DEPTH_MAX = 50


def place_under(post_id: str, parent: Said | None) -> tuple[str, int]:
    """Say what a new comment stands under, and how deep; below the deepest level the thread goes on flat."""
    if parent is None:
        return post_id, 0
    if parent.depth >= DEPTH_MAX:
        return parent.under_id, parent.depth
    return parent.id, parent.depth + 1
