"""What messages does when something happened elsewhere: one event, one use case, most of them a copy to keep.

`missing` says what is safe while an event is put aside: who may not be hidden, is; who may not be a friend, is not.
"""

from minifb.kernel.clock import FOR_GOOD
from minifb.kernel.data.tx import Tx
from minifb.kernel.module import Consume, Job, Worker
from minifb.modules.auth.public import UserDeleted, UserRegistrationCancelled, UserRestored, UserSuspended
from minifb.modules.media.public import MediaDeleted, MediaFailed, MediaProcessed
from minifb.modules.messages.rules.media import Pictured
from minifb.modules.messages.rules.messages import Copied
from minifb.modules.messages.rules.presence import Pair
from minifb.modules.messages.service import Messages
from minifb.modules.messages.service.copies import PEOPLE_COPY
from minifb.modules.messages.service.erasure import CLEAR, ERASE, Forsaken, Leaving
from minifb.modules.messages.service.media import PICTURED
from minifb.modules.messages.service.messages import FORGET
from minifb.modules.messages.service.presence import PAIRED
from minifb.modules.users.public import (
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


def when_card_changed(messages: Messages, tx: Tx, event: UserProfileCreated | UserProfileUpdated) -> None:
    """Keep the member's card."""
    messages.keep_card(tx, event.card, event.revision)


def when_friends(messages: Messages, tx: Tx, event: FriendRequestAccepted) -> None:
    """Let two friends write to each other without asking."""
    messages.keep_friends(tx, event.from_id, event.to_id, active=True, told=event.revision)


def when_friend_removed(messages: Messages, tx: Tx, event: FriendRemoved) -> None:
    """Take two members for strangers; what they talk about already goes on."""
    messages.keep_friends(tx, event.by_id, event.other_id, active=False, told=event.revision)


def when_blocked(messages: Messages, tx: Tx, event: UserBlocked) -> None:
    """End what two members have between them, for as long as the block stands."""
    messages.keep_block(tx, event.by_id, event.blocked_id, active=True, told=event.revision)


def when_unblocked(messages: Messages, tx: Tx, event: UserUnblocked) -> None:
    """Give it back."""
    messages.keep_block(tx, event.by_id, event.blocked_id, active=False, told=event.revision)


def when_muted(messages: Messages, tx: Tx, event: UserMuted) -> None:
    """Do not count what a muted member writes, nor remind of it."""
    until = FOR_GOOD if event.until is None else event.until
    messages.keep_mute(tx, event.by_id, event.muted_id, until=until, told=event.revision)


def when_unmuted(messages: Messages, tx: Tx, event: UserUnmuted) -> None:
    """Count it again."""
    messages.keep_mute(tx, event.by_id, event.muted_id, until=0, told=event.revision)


def when_suspended(messages: Messages, tx: Tx, event: UserSuspended) -> None:
    """Let nobody write to a suspended member; what they wrote stays."""
    messages.keep_standing(tx, event.user_id, "suspended", hidden=True, told=event.revision)


def when_restored(messages: Messages, tx: Tx, event: UserRestored) -> None:
    """Let others write to them again."""
    messages.keep_standing(tx, event.user_id, "suspended", hidden=False, told=event.revision)


def when_deactivated(messages: Messages, tx: Tx, event: UserDeactivated) -> None:
    """Let nobody write to a member who is away; what they wrote stays."""
    messages.keep_standing(tx, event.user_id, "away", hidden=True, told=event.revision)


def when_reactivated(messages: Messages, tx: Tx, event: UserReactivated) -> None:
    """Let others write to them again."""
    messages.keep_standing(tx, event.user_id, "away", hidden=False, told=event.revision)


def when_gone(messages: Messages, tx: Tx, event: UserDeleted | UserRegistrationCancelled) -> None:
    """Erase what a member leaves, and report it; what they wrote stays, from nobody."""
    messages.erase(tx, event.user_id, report=isinstance(event, UserDeleted))


def missing_friend_removed(messages: Messages, tx: Tx, event: FriendRemoved) -> None:
    """Take two members for strangers when their parting could not be applied."""
    messages.mistrust_friends(tx, event.by_id, event.other_id)


def when_media_processed(messages: Messages, tx: Tx, event: MediaProcessed) -> None:
    """Show a medium as it is now."""
    messages.keep_media(tx, event.shown, event.revision)


def when_media_failed(messages: Messages, tx: Tx, event: MediaFailed) -> None:
    """Show that a medium could not be made fit to be shown."""
    messages.fail_media(tx, event.media_id, event.revision)


def when_media_deleted(messages: Messages, tx: Tx, event: MediaDeleted) -> None:
    """Show a medium no more."""
    messages.drop_media(tx, event.media_id)


def missing_block(messages: Messages, tx: Tx, event: UserBlocked) -> None:
    """Hide two members from each other when a block could not be applied."""
    messages.mistrust_block(tx, event.by_id, event.blocked_id)


def missing_member(messages: Messages, tx: Tx, event: UserSuspended | UserDeactivated | UserDeleted) -> None:
    """Hide a member whose change could not be applied."""
    messages.mistrust_member(tx, event.user_id)


CONSUMES = (
    Consume(UserProfileCreated, when_card_changed),
    Consume(UserProfileUpdated, when_card_changed),
    Consume(FriendRequestAccepted, when_friends),
    Consume(FriendRemoved, when_friend_removed, missing=missing_friend_removed),
    Consume(UserBlocked, when_blocked, missing=missing_block),
    Consume(UserUnblocked, when_unblocked),
    Consume(UserMuted, when_muted),
    Consume(UserUnmuted, when_unmuted),
    Consume(UserDeactivated, when_deactivated, missing=missing_member),
    Consume(UserReactivated, when_reactivated),
    Consume(UserSuspended, when_suspended, missing=missing_member),
    Consume(UserRestored, when_restored),
    Consume(UserDeleted, when_gone, missing=missing_member),
    Consume(UserRegistrationCancelled, when_gone),
    Consume(MediaProcessed, when_media_processed),
    Consume(MediaFailed, when_media_failed),
    Consume(MediaDeleted, when_media_deleted),
)


async def more_to_erase(messages: Messages, leaving: Leaving) -> None:
    """Go on erasing a member."""
    await messages.erase_more(leaving.member_id)


async def more_to_clear(messages: Messages, forsaken: Forsaken) -> None:
    """Go on dropping what is left of a conversation that nobody has any more."""
    await messages.clear_more(forsaken.conversation_id)


async def copy_over(messages: Messages, copied: Copied) -> None:
    """Forget what an unsent message said, whose time is over."""
    await messages.forget_copy(copied.message_id)


async def media_changed(messages: Messages, pictured: Pictured) -> None:
    """Tell the sockets that a message or a group shows something else."""
    await messages.tell_pictured(pictured)


async def pair_changed(messages: Messages, pair: Pair) -> None:
    """Tell the sockets of two members what became of them."""
    await messages.tell_pair(pair)


async def live_pulse(messages: Messages) -> None:
    """Let soft state go out as long as the server runs."""
    await messages.pulse()


JOBS: tuple[Job, ...] = (
    Job(ERASE, more_to_erase, Leaving),
    Job(CLEAR, more_to_clear, Forsaken),
    Job(FORGET, copy_over, Copied),
    Job(PAIRED, pair_changed, Pair),
    Job(PICTURED, media_changed, Pictured),
    *PEOPLE_COPY.jobs(),
)

WORKERS = (Worker("live", live_pulse),)
