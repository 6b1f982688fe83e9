"""What users does when something happened elsewhere: one event, one use case."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.module import Consume, Job
from minifb.modules.auth.public import (
    UserActivated,
    UserDeleted,
    UserLogin,
    UserRegistered,
    UserRegistrationCancelled,
    UserRenamed,
    UserRestored,
    UserRoleChanged,
    UserSuspended,
)
from minifb.modules.media.public import MediaDeleted, MediaFailed, MediaProcessed
from minifb.modules.posts.public import PostCreated, PostDeleted, PostRestored, PostUpdated
from minifb.modules.users.service import Users
from minifb.modules.users.service.mutes import SNOOZE, Snooze


def when_user_registered(users: Users, tx: Tx, event: UserRegistered) -> None:
    """Make the profile: the saga's second step."""
    users.welcome(tx, event)


def when_user_activated(users: Users, tx: Tx, event: UserActivated) -> None:
    """Show the member to others."""
    users.activate(tx, event.user_id)


def when_registration_cancelled(users: Users, tx: Tx, event: UserRegistrationCancelled) -> None:
    """Take the profile back."""
    users.bury(tx, event.user_id)


def when_user_renamed(users: Users, tx: Tx, event: UserRenamed) -> None:
    """Carry the new name on the card."""
    users.rename(tx, event.user_id, event.username, event.revision)


def when_user_login(users: Users, tx: Tx, event: UserLogin) -> None:
    """Remember when the member was last here; who was away is back."""
    users.note_login(tx, event.user_id, event.at)


def when_user_suspended(users: Users, tx: Tx, event: UserSuspended) -> None:
    """Hide the member."""
    users.stand(tx, event.user_id, suspended=True, told=event.revision)


def when_user_restored(users: Users, tx: Tx, event: UserRestored) -> None:
    """Show the member again."""
    users.stand(tx, event.user_id, suspended=False, told=event.revision)


def when_role_changed(users: Users, tx: Tx, event: UserRoleChanged) -> None:
    """Remember who is staff."""
    users.note_role(tx, event.user_id, event.role, event.revision)


def when_user_deleted(users: Users, tx: Tx, event: UserDeleted) -> None:
    """Erase the member, and report it."""
    users.erase(tx, event.user_id)


def when_posts_counted(users: Users, tx: Tx, event: PostCreated | PostUpdated | PostDeleted | PostRestored) -> None:
    """Show how many posts the author has now."""
    users.count_posts(tx, event.author_id, event.author_posts, event.author_revision)


def when_media_processed(users: Users, tx: Tx, event: MediaProcessed) -> None:
    """Show a picture as it is now."""
    users.keep_media(tx, event.shown)


def when_media_gone(users: Users, tx: Tx, event: MediaDeleted | MediaFailed) -> None:
    """Show a picture no more."""
    users.drop_media(tx, event.media_id)


async def snooze_over(users: Users, over: Snooze) -> None:
    """End a mute that was for some days."""
    await users.wake(over)


CONSUMES = (
    Consume(UserRegistered, when_user_registered),
    Consume(UserActivated, when_user_activated),
    Consume(UserRegistrationCancelled, when_registration_cancelled),
    Consume(UserRenamed, when_user_renamed),
    Consume(UserLogin, when_user_login),
    Consume(UserSuspended, when_user_suspended),
    Consume(UserRestored, when_user_restored),
    Consume(UserRoleChanged, when_role_changed),
    Consume(UserDeleted, when_user_deleted),
    Consume(PostCreated, when_posts_counted),
    Consume(PostUpdated, when_posts_counted),
    Consume(PostDeleted, when_posts_counted),
    Consume(PostRestored, when_posts_counted),
    Consume(MediaProcessed, when_media_processed),
    Consume(MediaFailed, when_media_gone),
    Consume(MediaDeleted, when_media_gone),
)

JOBS = (Job(SNOOZE, snooze_over, Snooze),)
