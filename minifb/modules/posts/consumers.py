"""What posts does when something happened elsewhere: one event, one use case, most of them a copy to keep.

`missing` says what is safe while an event is put aside: who may not be hidden, is; who may not be a friend, is not.
"""

from minifb.kernel.data.tx import Tx
from minifb.kernel.module import Consume
from minifb.modules.auth.public import UserDeleted, UserRegistrationCancelled, UserRestored, UserSuspended
from minifb.modules.posts.service import Posts
from minifb.modules.users.public import (
    FriendRemoved,
    FriendRequestAccepted,
    UserBlocked,
    UserDeactivated,
    UserProfileCreated,
    UserProfileUpdated,
    UserReactivated,
    UserUnblocked,
)


def when_card_changed(posts: Posts, tx: Tx, event: UserProfileCreated | UserProfileUpdated) -> None:
    """Keep the member's card."""
    posts.keep_card(tx, event.card, event.revision)


def when_friends(posts: Posts, tx: Tx, event: FriendRequestAccepted) -> None:
    """Let two friends see each other's posts."""
    posts.keep_friends(tx, (event.from_id, event.to_id), active=True, told=event.revision)


def when_friend_removed(posts: Posts, tx: Tx, event: FriendRemoved) -> None:
    """Take two members' posts from each other's sight."""
    posts.keep_friends(tx, (event.by_id, event.other_id), active=False, told=event.revision)


def when_blocked(posts: Posts, tx: Tx, event: UserBlocked) -> None:
    """Hide two members from each other."""
    posts.keep_block(tx, event.by_id, event.blocked_id, active=True, told=event.revision)


def when_unblocked(posts: Posts, tx: Tx, event: UserUnblocked) -> None:
    """No longer hide two members from each other."""
    posts.keep_block(tx, event.by_id, event.blocked_id, active=False, told=event.revision)


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


def when_gone(posts: Posts, tx: Tx, event: UserDeleted | UserRegistrationCancelled) -> None:
    """Erase what a member said and did, and report it."""
    posts.erase(tx, event.user_id, report=isinstance(event, UserDeleted))


def missing_friend_removed(posts: Posts, tx: Tx, event: FriendRemoved) -> None:
    """Take two members for strangers when their parting could not be applied."""
    posts.mistrust_friends(tx, event.by_id, event.other_id)


def missing_block(posts: Posts, tx: Tx, event: UserBlocked) -> None:
    """Hide two members from each other when a block could not be applied."""
    posts.mistrust_block(tx, event.by_id, event.blocked_id)


def missing_member(posts: Posts, tx: Tx, event: UserSuspended | UserDeactivated | UserDeleted) -> None:
    """Hide a member whose change could not be applied."""
    posts.mistrust_member(tx, event.user_id)


CONSUMES = (
    Consume(UserProfileCreated, when_card_changed),
    Consume(UserProfileUpdated, when_card_changed),
    Consume(FriendRequestAccepted, when_friends),
    Consume(FriendRemoved, when_friend_removed, missing=missing_friend_removed),
    Consume(UserBlocked, when_blocked, missing=missing_block),
    Consume(UserUnblocked, when_unblocked),
    Consume(UserDeactivated, when_deactivated, missing=missing_member),
    Consume(UserReactivated, when_reactivated),
    Consume(UserSuspended, when_suspended, missing=missing_member),
    Consume(UserRestored, when_restored),
    Consume(UserDeleted, when_gone, missing=missing_member),
    Consume(UserRegistrationCancelled, when_gone),
)
