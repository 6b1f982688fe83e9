"""What posts does when something happened elsewhere: one event, one use case, most of them a copy to keep.

`missing` says what is safe while an event is put aside: who may not be hidden, is; who may not be a friend, is not.
"""

from minifb.kernel.clock import FOR_GOOD
from minifb.kernel.data.tx import Tx
from minifb.kernel.module import Consume, Job
from minifb.modules.auth.public import (
    UserDeleted,
    UserRegistrationCancelled,
    UserRestored,
    UserRoleChanged,
    UserSuspended,
)
from minifb.modules.media.public import MediaDeleted, MediaFailed, MediaProcessed
from minifb.modules.posts.rules.audiences import Limiting
from minifb.modules.posts.service import Posts
from minifb.modules.posts.service.audiences import LIMIT_PAST
from minifb.modules.posts.service.drafts import DUE, Due
from minifb.modules.posts.service.erasure import ERASE, RECOUNT, Leaving, Recounting
from minifb.modules.posts.service.ground import CLEAR, Cleared
from minifb.modules.users.public import (
    FriendListChanged,
    FriendRemoved,
    FriendRequestAccepted,
    UserBlocked,
    UserDeactivated,
    UserFollowed,
    UserMuted,
    UserProfileCreated,
    UserProfileUpdated,
    UserReactivated,
    UserUnblocked,
    UserUnfollowed,
    UserUnmuted,
)


def when_card_changed(posts: Posts, tx: Tx, event: UserProfileCreated | UserProfileUpdated) -> None:
    """Keep the member's card."""
    posts.keep_card(tx, event.card, event.revision)


def when_friends(posts: Posts, tx: Tx, event: FriendRequestAccepted) -> None:
    """Let two friends see each other's posts."""
    posts.keep_friends(tx, (event.from_id, event.to_id), event.at, active=True, told=event.revision)


def when_friend_removed(posts: Posts, tx: Tx, event: FriendRemoved) -> None:
    """Take two members' posts from each other's sight."""
    posts.keep_friends(tx, (event.by_id, event.other_id), 0, active=False, told=event.revision)


def when_blocked(posts: Posts, tx: Tx, event: UserBlocked) -> None:
    """Hide two members from each other."""
    posts.keep_block(tx, event.by_id, event.blocked_id, active=True, told=event.revision)


def when_unblocked(posts: Posts, tx: Tx, event: UserUnblocked) -> None:
    """No longer hide two members from each other."""
    posts.keep_block(tx, event.by_id, event.blocked_id, active=False, told=event.revision)


def when_list_changed(posts: Posts, tx: Tx, event: FriendListChanged) -> None:
    """Let those on a list see what is said to it, and nobody else."""
    posts.keep_list(tx, event.list_id, event.owner_id, event.member_ids, event.revision)


def when_followed(posts: Posts, tx: Tx, event: UserFollowed) -> None:
    """Bring a followed member's public posts into the feed."""
    pair = event.by_id, event.followed_id
    posts.keep_follow(tx, pair, first=event.first, active=True, told=event.revision)


def when_unfollowed(posts: Posts, tx: Tx, event: UserUnfollowed) -> None:
    """Leave them out again."""
    posts.keep_follow(tx, (event.by_id, event.followed_id), first=False, active=False, told=event.revision)


def when_muted(posts: Posts, tx: Tx, event: UserMuted) -> None:
    """Keep a muted member out of the feed."""
    posts.keep_mute(tx, event.by_id, event.muted_id, FOR_GOOD if event.until is None else event.until, event.revision)


def when_unmuted(posts: Posts, tx: Tx, event: UserUnmuted) -> None:
    """Let them in again."""
    posts.keep_mute(tx, event.by_id, event.muted_id, 0, event.revision)


def when_suspended(posts: Posts, tx: Tx, event: UserSuspended) -> None:
    """Hide what a suspended member said and did."""
    posts.keep_standing(tx, event.user_id, "suspended", hidden=True, told=event.revision)


def when_restored(posts: Posts, tx: Tx, event: UserRestored) -> None:
    """Show it again."""
    posts.keep_standing(tx, event.user_id, "suspended", hidden=False, told=event.revision)


def when_deactivated(posts: Posts, tx: Tx, event: UserDeactivated) -> None:
    """Hide what a member said and did while they are away."""
    posts.keep_standing(tx, event.user_id, "away", hidden=True, told=event.revision)


def when_reactivated(posts: Posts, tx: Tx, event: UserReactivated) -> None:
    """Show it again."""
    posts.keep_standing(tx, event.user_id, "away", hidden=False, told=event.revision)


def when_role_changed(posts: Posts, tx: Tx, event: UserRoleChanged) -> None:
    """Keep who ranks above whom."""
    posts.keep_role(tx, event.user_id, event.role, event.revision)


def when_gone(posts: Posts, tx: Tx, event: UserDeleted | UserRegistrationCancelled) -> None:
    """Erase what a member said and did, and report it."""
    posts.erase(tx, event.user_id, report=isinstance(event, UserDeleted))


def when_media_processed(posts: Posts, tx: Tx, event: MediaProcessed) -> None:
    """Show a medium as it is now."""
    posts.keep_media(tx, event.shown, event.revision)


def when_media_failed(posts: Posts, tx: Tx, event: MediaFailed) -> None:
    """Show that a medium could not be made fit to be shown."""
    posts.fail_media(tx, event.media_id, event.revision)


def when_media_deleted(posts: Posts, tx: Tx, event: MediaDeleted) -> None:
    """Show a medium no more."""
    posts.drop_media(tx, event.media_id)


def missing_friend_removed(posts: Posts, tx: Tx, event: FriendRemoved) -> None:
    """Take two members for strangers when their parting could not be applied."""
    posts.mistrust_friends(tx, event.by_id, event.other_id)


def missing_block(posts: Posts, tx: Tx, event: UserBlocked) -> None:
    """Hide two members from each other when a block could not be applied."""
    posts.mistrust_block(tx, event.by_id, event.blocked_id)


def missing_list(posts: Posts, tx: Tx, event: FriendListChanged) -> None:
    """Take everybody off a list when a change of it could not be applied."""
    posts.mistrust_list(tx, event.list_id)


def missing_member(posts: Posts, tx: Tx, event: UserSuspended | UserDeactivated | UserDeleted) -> None:
    """Hide a member whose change could not be applied."""
    posts.mistrust_member(tx, event.user_id)


async def past_limited(posts: Posts, due: Limiting) -> None:
    """Write down that a member's past posts are for friends."""
    await posts.narrow_past(due.author_id)


CONSUMES = (
    Consume(UserProfileCreated, when_card_changed),
    Consume(UserProfileUpdated, when_card_changed),
    Consume(FriendRequestAccepted, when_friends),
    Consume(FriendRemoved, when_friend_removed, missing=missing_friend_removed),
    Consume(UserBlocked, when_blocked, missing=missing_block),
    Consume(UserUnblocked, when_unblocked),
    Consume(FriendListChanged, when_list_changed, missing=missing_list),
    Consume(UserFollowed, when_followed),
    Consume(UserUnfollowed, when_unfollowed),
    Consume(UserMuted, when_muted),
    Consume(UserUnmuted, when_unmuted),
    Consume(UserDeactivated, when_deactivated, missing=missing_member),
    Consume(UserReactivated, when_reactivated),
    Consume(UserSuspended, when_suspended, missing=missing_member),
    Consume(UserRestored, when_restored),
    Consume(UserRoleChanged, when_role_changed),
    Consume(UserDeleted, when_gone, missing=missing_member),
    Consume(UserRegistrationCancelled, when_gone),
    Consume(MediaProcessed, when_media_processed),
    Consume(MediaFailed, when_media_failed),
    Consume(MediaDeleted, when_media_deleted),
)


async def draft_due(posts: Posts, due: Due) -> None:
    """Publish a draft whose time has come."""
    await posts.publish_due(due)


async def more_to_erase(posts: Posts, leaving: Leaving) -> None:
    """Go on erasing a member."""
    await posts.erase_more(leaving.member_id)


async def more_to_count(posts: Posts, work: Recounting) -> None:
    """Go on counting again what a member did."""
    await posts.recount_more(work)


async def more_to_clear(posts: Posts, cleared: Cleared) -> None:
    """Go on dropping what stood under something that is gone."""
    await posts.clear_more(cleared.gone_id)


JOBS = (
    Job(ERASE, more_to_erase, Leaving),
    Job(RECOUNT, more_to_count, Recounting),
    Job(CLEAR, more_to_clear, Cleared),
    Job(LIMIT_PAST, past_limited, Limiting),
    Job(DUE, draft_due, Due),
)
