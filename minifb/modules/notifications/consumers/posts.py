"""What happened to posts and comments: told, taken back, looked at again."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.module import Consume, Job
from minifb.modules.notifications.rules.posts import Telling
from minifb.modules.notifications.service import Notifications
from minifb.modules.notifications.service.posts import TELL
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


def when_posted(told: Notifications, tx: Tx, event: PostCreated) -> None:
    """Tell whom it mentions, whose post it shares, and who watches its author."""
    told.tell_post(tx, event)


def when_post_changed(told: Notifications, tx: Tx, event: PostUpdated) -> None:
    """Tell whom it mentions now, and take it back from whoever may not see it any more."""
    told.tell_edit(tx, event)
    told.look_again_at(tx, event)


def when_post_gone(told: Notifications, tx: Tx, event: PostDeleted) -> None:
    """Take back all that was told about it."""
    told.withdraw_post(tx, event)


def when_put_back(told: Notifications, tx: Tx, event: PostRestored | CommentRestored) -> None:
    """Tell its author that staff put it back."""
    told.tell_decision(tx, event)


def when_commented(told: Notifications, tx: Tx, event: CommentAdded) -> None:
    """Tell whom it answers, whom it mentions, and who commented before."""
    told.tell_comment(tx, event)


def when_comment_changed(told: Notifications, tx: Tx, event: CommentUpdated) -> None:
    """Tell whom it mentions now."""
    told.tell_edit(tx, event)


def when_comment_gone(told: Notifications, tx: Tx, event: CommentDeleted) -> None:
    """Take back all that was told about it."""
    told.withdraw_comment(tx, event)


def when_reacted(told: Notifications, tx: Tx, event: ReactionAdded) -> None:
    """Tell whoever wrote it."""
    told.tell_reaction(tx, event)


def when_unreacted(told: Notifications, tx: Tx, event: ReactionRemoved) -> None:
    """Take it back."""
    told.withdraw_reaction(tx, event)


async def act_due(told: Notifications, telling: Telling) -> None:
    """Ask who may see an act, and tell them."""
    await told.tell(telling)


CONSUMES = (
    Consume(PostCreated, when_posted),
    Consume(PostUpdated, when_post_changed),
    Consume(PostDeleted, when_post_gone),
    Consume(PostRestored, when_put_back),
    Consume(CommentAdded, when_commented),
    Consume(CommentUpdated, when_comment_changed),
    Consume(CommentDeleted, when_comment_gone),
    Consume(CommentRestored, when_put_back),
    Consume(ReactionAdded, when_reacted),
    Consume(ReactionRemoved, when_unreacted),
)
JOBS = (Job(TELL, act_due, Telling),)
