"""What happened to posts and comments: documents to keep, tags that are used, people who answer.

`missing` says what is safe while an event is put aside: a post that may not be public lends no tag any weight.
"""

from minifb.kernel.data.tx import Tx
from minifb.kernel.module import Consume, Job
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
from minifb.modules.search.rules.documents import commented, posted, uncommented
from minifb.modules.search.service import Search
from minifb.modules.search.service.documents import CLEAR, REMARK, Cleared, Remark


def when_posted(search: Search, tx: Tx, event: PostCreated | PostUpdated) -> None:
    """Keep what a post says, and to whom."""
    search.keep_post(tx, posted(event))


def when_post_gone(search: Search, tx: Tx, event: PostDeleted) -> None:
    """Let nobody find a post; staff may put back what they took down."""
    search.drop_post(tx, event.post_id, event.author_id, event.revision, whole=not event.by_staff)


def missing_post(search: Search, tx: Tx, event: PostUpdated | PostDeleted) -> None:
    """Let no tag of a post count whose change could not be applied."""
    search.mistrust_post(tx, event.post_id, event.author_id)


def when_commented(search: Search, tx: Tx, event: CommentAdded) -> None:
    """Keep what a comment says, and that its author answered."""
    search.keep_comment(tx, commented(event))
    search.keep_answer(tx, event.post_id, event.author_id, event.comment_id, event.created_at)


def when_comment_changed(search: Search, tx: Tx, event: CommentUpdated) -> None:
    """Keep what a comment says now."""
    search.keep_comment(tx, commented(event))


def when_comment_gone(search: Search, tx: Tx, event: CommentDeleted) -> None:
    """Let nobody find a comment."""
    search.keep_comment(tx, uncommented(event))
    search.drop_answer(tx, event.post_id, event.author_id, event.comment_id)


def when_reacted(search: Search, tx: Tx, event: ReactionAdded) -> None:
    """Keep that a member answered a post."""
    if event.comment_id is None:
        search.keep_answer(tx, event.post_id, event.user_id, event.post_id, tx.now)


def when_unreacted(search: Search, tx: Tx, event: ReactionRemoved) -> None:
    """Keep that they took it back."""
    if event.comment_id is None:
        search.drop_answer(tx, event.post_id, event.user_id, event.post_id)


async def more_to_mark(search: Search, remark: Remark) -> None:
    """Go on noting what changed together."""
    await search.mark_more(remark)


async def more_to_clear(search: Search, gone: Cleared) -> None:
    """Go on dropping what was said under a post that is gone."""
    await search.clear_more(gone)


CONSUMES = (
    Consume(PostCreated, when_posted),
    Consume(PostUpdated, when_posted, missing=missing_post),
    Consume(PostDeleted, when_post_gone, missing=missing_post),
    Consume(PostRestored, when_posted),
    Consume(CommentAdded, when_commented),
    Consume(CommentUpdated, when_comment_changed),
    Consume(CommentDeleted, when_comment_gone),
    Consume(CommentRestored, when_commented),
    Consume(ReactionAdded, when_reacted),
    Consume(ReactionRemoved, when_unreacted),
)
JOBS = (Job(REMARK, more_to_mark, Remark), Job(CLEAR, more_to_clear, Cleared))
"""What goes on by itself."""
