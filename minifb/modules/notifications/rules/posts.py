"""What happened to posts and comments, put into what members are told.

One act is told to a member once: a mention comes before a share or a reply, and those before a comment. Whoever it is
theirs, what was answered or reacted to, is told at once; of the others it is asked first who may see it.
"""

from collections.abc import Iterable

import msgspec

from minifb.kernel.clock import Instant
from minifb.kernel.http.shapes import Span
from minifb.modules.notifications.rules.notifications import Told
from minifb.modules.notifications.rules.words import Detail
from minifb.modules.posts.public import (
    CommentAdded,
    CommentDeleted,
    CommentRestored,
    CommentUpdated,
    PostCreated,
    PostDeleted,
    PostRestored,
    PostUpdated,
    ReactionAdded,
    ReactionRemoved,
)

Posted = PostCreated | PostUpdated
Commented = CommentAdded | CommentUpdated


class Telling(msgspec.Struct, frozen=True):
    """An act of which it must be asked who may see it before they are told."""

    about_id: str
    """The post or comment that must be seen."""
    named: list[Told]
    """What is told to members who are known."""
    crowd: Told | None = None
    """What is told to those who watch the author, or who commented before; `to` are told otherwise already."""
    at: Instant = 0


def mentioned(spans: Iterable[Span], author_id: str) -> list[str]:
    """List whom a text mentions, but not its author."""
    return sorted({span.user_id for span in spans if span.user_id} - {author_id})


def mention(event: Posted | Commented) -> Told:
    """Tell whom a post or comment mentions; whoever was told of it before is not told again."""
    comment_id = event.comment_id if isinstance(event, CommentAdded | CommentUpdated) else None
    return Told(
        kind="mention",
        cause=f"mention:{comment_id or event.post_id}",
        actor_id=event.author_id,
        to=mentioned(event.spans, event.author_id),
        target_kind="comment" if comment_id else "post",
        target_id=comment_id or event.post_id,
        place_id=event.post_id,
    )


def of_post(event: PostCreated) -> Telling:
    """Tell a new post: whom it mentions, whose post it shares, who watches its author."""
    mentions = mention(event)
    named = [mentions]
    if event.shared_post_id and event.shared_author_id and event.shared_author_id not in mentions.to:
        shared = Told(
            kind="share",
            cause=f"share:{event.post_id}",
            actor_id=event.author_id,
            to=[event.shared_author_id],
            target_kind="post",
            target_id=event.shared_post_id,
            place_id=event.shared_post_id,
        )
        named.append(shared)
    post = Told(
        kind="post",
        cause=f"post:{event.post_id}",
        actor_id=event.author_id,
        to=sorted({one for told in named for one in told.to}),
        target_kind="post",
        target_id=event.post_id,
        place_id=event.post_id,
    )
    return Telling(event.post_id, [told for told in named if told.to], post, event.created_at)


def of_comment(event: CommentAdded) -> tuple[list[Told], Telling]:
    """Tell a new comment: at once to those it answers, and after asking to whom it mentions and who commented too."""
    mentions = mention(event)
    said = Told(
        kind="comment",
        cause=f"comment:{event.comment_id}",
        actor_id=event.author_id,
        to=[],
        target_kind="comment",
        target_id=event.comment_id,
        place_id=event.post_id,
    )
    besides = {event.author_id, *mentions.to}
    answered: list[Told] = []
    if event.parent_author_id and event.parent_author_id not in besides:
        answered.append(msgspec.structs.replace(said, kind="reply", to=[event.parent_author_id]))
        besides.add(event.parent_author_id)
    if event.post_author_id not in besides:
        answered.append(msgspec.structs.replace(said, to=[event.post_author_id]))
    besides.add(event.post_author_id)
    also = msgspec.structs.replace(said, to=sorted(besides), detail=Detail(also=True))
    return answered, Telling(event.comment_id, [mentions] if mentions.to else [], also, event.created_at)


def of_reaction(event: ReactionAdded) -> Told:
    """Tell whoever wrote it that somebody reacted."""
    return Told(
        kind="reaction",
        cause=reaction_cause(event),
        actor_id=event.user_id,
        to=[event.target_author_id],
        target_kind="comment" if event.comment_id else "post",
        target_id=event.comment_id or event.post_id,
        place_id=event.post_id,
        detail=Detail(reaction=event.reaction),
    )


def reaction_cause(event: ReactionAdded | ReactionRemoved) -> str:
    """Name a reaction: a member has one to each thing."""
    return f"reaction:{event.comment_id or event.post_id}:{event.user_id}"


def of_decision(event: PostDeleted | PostRestored | CommentDeleted | CommentRestored) -> Told:
    """Tell whoever wrote it that staff took something down or put it back."""
    removed = isinstance(event, PostDeleted | CommentDeleted)
    comment = isinstance(event, CommentDeleted | CommentRestored)
    id = event.comment_id if isinstance(event, CommentDeleted | CommentRestored) else event.post_id
    return Told(
        kind="moderation",
        cause=f"{'removed' if removed else 'restored'}:{id}:{event.revision}",
        to=[event.author_id],
        target_kind="comment" if comment else "post",
        target_id=id,
        place_id=event.post_id,
        detail=Detail(what="removed" if removed else "restored"),
    )
