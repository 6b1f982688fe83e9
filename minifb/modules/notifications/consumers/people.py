"""What happened to members and between them: most of it a copy to keep, some of it told.

`missing` says what is safe while an event is put aside: who may not be hidden, is; who may not be a friend, is not.
"""

from minifb.kernel.clock import FOR_GOOD
from minifb.kernel.data.tx import Tx
from minifb.kernel.module import Consume
from minifb.modules.auth.public import (
    UserActivated,
    UserDeleted,
    UserRegistrationCancelled,
    UserRestored,
    UserSuspended,
)
from minifb.modules.notifications.service import Notifications
from minifb.modules.notifications.service.copies import PEOPLE_COPY
from minifb.modules.users.public import (
    FriendListChanged,
    FriendRemoved,
    FriendRequestAccepted,
    FriendRequestCancelled,
    FriendRequestDeclined,
    FriendRequestSent,
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

# ── members ──


def when_card_changed(told: Notifications, tx: Tx, event: UserProfileCreated | UserProfileUpdated) -> None:
    """Keep the member's card."""
    told.keep_card(tx, event.card, event.revision)


def when_activated(told: Notifications, tx: Tx, event: UserActivated) -> None:
    """Welcome the member."""
    told.welcome(tx, event.user_id)


def when_suspended(told: Notifications, tx: Tx, event: UserSuspended) -> None:
    """Tell nobody of a suspended member."""
    told.keep_standing(tx, event.user_id, "suspended", hidden=True, told=event.revision)


def when_restored(told: Notifications, tx: Tx, event: UserRestored) -> None:
    """Show again what they did."""
    told.keep_standing(tx, event.user_id, "suspended", hidden=False, told=event.revision)


def when_deactivated(told: Notifications, tx: Tx, event: UserDeactivated) -> None:
    """Tell nobody of a member who is away."""
    told.keep_standing(tx, event.user_id, "away", hidden=True, told=event.revision)


def when_reactivated(told: Notifications, tx: Tx, event: UserReactivated) -> None:
    """Show again what they did."""
    told.keep_standing(tx, event.user_id, "away", hidden=False, told=event.revision)


def when_gone(told: Notifications, tx: Tx, event: UserDeleted | UserRegistrationCancelled) -> None:
    """Erase a member, and report it."""
    told.erase(tx, event.user_id, report=isinstance(event, UserDeleted))


def missing_member(told: Notifications, tx: Tx, event: UserSuspended | UserDeactivated | UserDeleted) -> None:
    """Hide a member whose change could not be applied."""
    told.mistrust_member(tx, event.user_id)


# ── between members ──


def when_asked(told: Notifications, tx: Tx, event: FriendRequestSent) -> None:
    """Tell whoever is asked to be friends."""
    told.tell_request(tx, event)


def when_accepted(told: Notifications, tx: Tx, event: FriendRequestAccepted) -> None:
    """Tell whoever had asked."""
    told.tell_friends(tx, event)


def when_request_over(told: Notifications, tx: Tx, event: FriendRequestCancelled | FriendRequestDeclined) -> None:
    """Take the request from the list."""
    told.answer_request(tx, event.from_id, event.to_id)


def when_parted(told: Notifications, tx: Tx, event: FriendRemoved) -> None:
    """Take back what two members may no longer see of each other."""
    told.part(tx, event)


def missing_parted(told: Notifications, tx: Tx, event: FriendRemoved) -> None:
    """Take two members for strangers when their parting could not be applied."""
    told.mistrust_friends(tx, event.by_id, event.other_id)


def when_blocked(told: Notifications, tx: Tx, event: UserBlocked) -> None:
    """Take back what two members were told of each other."""
    told.keep_block(tx, event.by_id, event.blocked_id, active=True, told=event.revision)


def missing_blocked(told: Notifications, tx: Tx, event: UserBlocked) -> None:
    """Hide two members from each other when a block could not be applied."""
    told.mistrust_block(tx, event.by_id, event.blocked_id)


def when_unblocked(told: Notifications, tx: Tx, event: UserUnblocked) -> None:
    """Let them hear of each other again."""
    told.keep_block(tx, event.by_id, event.blocked_id, active=False, told=event.revision)


def when_muted(told: Notifications, tx: Tx, event: UserMuted) -> None:
    """Tell nothing of a muted member."""
    until = FOR_GOOD if event.until is None else event.until
    told.keep_muting(tx, event.by_id, event.muted_id, until=until, told=event.revision)


def when_unmuted(told: Notifications, tx: Tx, event: UserUnmuted) -> None:
    """Tell of them again."""
    told.keep_muting(tx, event.by_id, event.muted_id, until=0, told=event.revision)


def when_followed(told: Notifications, tx: Tx, event: UserFollowed | UserUnfollowed) -> None:
    """Keep whose posts a member wants to see first."""
    told.keep_first(tx, event)


def when_list_changed(told: Notifications, tx: Tx, event: FriendListChanged) -> None:
    """Keep who a member's close friends are."""
    told.keep_close(tx, event)


def missing_list(told: Notifications, tx: Tx, event: FriendListChanged) -> None:
    """Take nobody for a close friend while a change could not be applied."""
    told.mistrust_close(tx, event)


CONSUMES = (
    Consume(UserProfileCreated, when_card_changed),
    Consume(UserProfileUpdated, when_card_changed),
    Consume(UserActivated, when_activated),
    Consume(UserSuspended, when_suspended, missing=missing_member),
    Consume(UserRestored, when_restored),
    Consume(UserDeactivated, when_deactivated, missing=missing_member),
    Consume(UserReactivated, when_reactivated),
    Consume(UserDeleted, when_gone, missing=missing_member),
    Consume(UserRegistrationCancelled, when_gone),
    Consume(FriendRequestSent, when_asked),
    Consume(FriendRequestAccepted, when_accepted),
    Consume(FriendRequestDeclined, when_request_over),
    Consume(FriendRequestCancelled, when_request_over),
    Consume(FriendRemoved, when_parted, missing=missing_parted),
    Consume(UserBlocked, when_blocked, missing=missing_blocked),
    Consume(UserUnblocked, when_unblocked),
    Consume(UserMuted, when_muted),
    Consume(UserUnmuted, when_unmuted),
    Consume(UserFollowed, when_followed),
    Consume(UserUnfollowed, when_followed),
    Consume(FriendListChanged, when_list_changed, missing=missing_list),
)
JOBS = PEOPLE_COPY.jobs()
