"""What happened to members and between them: copies to keep.

`missing` says what is safe while an event is put aside: who may not be hidden, is; who may not be a friend, is not.
"""

from minifb.kernel.clock import FOR_GOOD
from minifb.kernel.data.tx import Tx
from minifb.kernel.module import Consume, Job
from minifb.modules.auth.public import UserDeleted, UserRegistrationCancelled, UserRestored, UserSuspended
from minifb.modules.search.service import Search
from minifb.modules.search.service.people import ERASE
from minifb.modules.search.store.erasure import Leaving
from minifb.modules.users.public import (
    FriendListChanged,
    FriendRemoved,
    FriendRequestAccepted,
    UserBlocked,
    UserDeactivated,
    UserMuted,
    UserProfileCreated,
    UserProfileUpdated,
    UserReactivated,
    UserUnblocked,
    UserUnmuted,
)

# ── members ──


def when_card_changed(search: Search, tx: Tx, event: UserProfileCreated | UserProfileUpdated) -> None:
    """Keep the member's card."""
    search.keep_card(tx, event.card, event.revision)


def when_suspended(search: Search, tx: Tx, event: UserSuspended) -> None:
    """Let nobody find a suspended member."""
    search.keep_standing(tx, event.user_id, "suspended", hidden=True, told=event.revision)


def when_restored(search: Search, tx: Tx, event: UserRestored) -> None:
    """Let them be found again."""
    search.keep_standing(tx, event.user_id, "suspended", hidden=False, told=event.revision)


def when_deactivated(search: Search, tx: Tx, event: UserDeactivated) -> None:
    """Let nobody find a member who is away."""
    search.keep_standing(tx, event.user_id, "away", hidden=True, told=event.revision)


def when_reactivated(search: Search, tx: Tx, event: UserReactivated) -> None:
    """Let them be found again."""
    search.keep_standing(tx, event.user_id, "away", hidden=False, told=event.revision)


def when_gone(search: Search, tx: Tx, event: UserDeleted | UserRegistrationCancelled) -> None:
    """Erase a member, and report it."""
    search.erase(tx, event.user_id, report=isinstance(event, UserDeleted))


def missing_member(search: Search, tx: Tx, event: UserSuspended | UserDeactivated | UserDeleted) -> None:
    """Hide a member whose change could not be applied."""
    search.mistrust_member(tx, event.user_id)


# ── between members ──


def when_friends(search: Search, tx: Tx, event: FriendRequestAccepted) -> None:
    """Let two friends find each other's posts."""
    search.keep_friends(tx, event.from_id, event.to_id, active=True, told=event.revision)


def when_parted(search: Search, tx: Tx, event: FriendRemoved) -> None:
    """Let two members no longer find what they say to friends."""
    search.keep_friends(tx, event.by_id, event.other_id, active=False, told=event.revision)


def missing_parted(search: Search, tx: Tx, event: FriendRemoved) -> None:
    """Take two members for strangers when their parting could not be applied."""
    search.mistrust_friends(tx, event.by_id, event.other_id)


def when_blocked(search: Search, tx: Tx, event: UserBlocked) -> None:
    """Hide two members from each other."""
    search.keep_block(tx, event.by_id, event.blocked_id, active=True, told=event.revision)


def missing_blocked(search: Search, tx: Tx, event: UserBlocked) -> None:
    """Hide two members from each other when a block could not be applied."""
    search.mistrust_block(tx, event.by_id, event.blocked_id)


def when_unblocked(search: Search, tx: Tx, event: UserUnblocked) -> None:
    """Let them find each other again."""
    search.keep_block(tx, event.by_id, event.blocked_id, active=False, told=event.revision)


def when_muted(search: Search, tx: Tx, event: UserMuted) -> None:
    """Keep that a member does not want to hear from another."""
    until = FOR_GOOD if event.until is None else event.until
    search.keep_mute(tx, event.by_id, event.muted_id, until=until, told=event.revision)


def when_unmuted(search: Search, tx: Tx, event: UserUnmuted) -> None:
    """Keep that they do again."""
    search.keep_mute(tx, event.by_id, event.muted_id, until=0, told=event.revision)


def when_list_changed(search: Search, tx: Tx, event: FriendListChanged) -> None:
    """Keep who finds what is said to a list."""
    search.keep_list(tx, event.list_id, event.member_ids, event.revision)


def missing_list(search: Search, tx: Tx, event: FriendListChanged) -> None:
    """Let nobody find what is said to a list whose change could not be applied."""
    search.mistrust_list(tx, event.list_id)


async def more_to_erase(search: Search, leaving: Leaving) -> None:
    """Go on erasing a member."""
    await search.erase_more(leaving)


CONSUMES = (
    Consume(UserProfileCreated, when_card_changed),
    Consume(UserProfileUpdated, when_card_changed),
    Consume(UserSuspended, when_suspended, missing=missing_member),
    Consume(UserRestored, when_restored),
    Consume(UserDeactivated, when_deactivated, missing=missing_member),
    Consume(UserReactivated, when_reactivated),
    Consume(UserDeleted, when_gone, missing=missing_member),
    Consume(UserRegistrationCancelled, when_gone),
    Consume(FriendRequestAccepted, when_friends),
    Consume(FriendRemoved, when_parted, missing=missing_parted),
    Consume(UserBlocked, when_blocked, missing=missing_blocked),
    Consume(UserUnblocked, when_unblocked),
    Consume(UserMuted, when_muted),
    Consume(UserUnmuted, when_unmuted),
    Consume(FriendListChanged, when_list_changed, missing=missing_list),
)
JOBS = (Job(ERASE, more_to_erase, Leaving),)
