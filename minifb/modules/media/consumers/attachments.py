"""What media does when something holds it, no longer does, or its owner is gone: one event, one use case."""

from minifb.kernel.clock import HOUR
from minifb.kernel.data.tx import Tx
from minifb.kernel.module import Consume, Job
from minifb.modules.auth.public import UserDeleted, UserRegistrationCancelled, UserSuspended
from minifb.modules.media.public import AttachmentAdded, AttachmentRemoved
from minifb.modules.media.rules.attachments import Sweep, Withdrawn
from minifb.modules.media.service import Media
from minifb.modules.media.service.attachments import SWEEP, WITHDRAW
from minifb.modules.media.service.erasure import ERASE, Leaving
from minifb.modules.users.public import UserDeactivated


def when_attached(media: Media, tx: Tx, event: AttachmentAdded) -> None:
    """Keep what holds a medium, and who may see that."""
    media.attach(tx, event)


def when_detached(media: Media, tx: Tx, event: AttachmentRemoved) -> None:
    """Keep that something holds a medium no longer."""
    media.detach(tx, event.media_id, event.ref, event.revision)


def when_gone(media: Media, tx: Tx, event: UserDeleted | UserRegistrationCancelled) -> None:
    """Erase what a member uploaded, and report it."""
    media.erase(tx, event.user_id, report=isinstance(event, UserDeleted))


def when_hidden(media: Media, tx: Tx, event: UserSuspended | UserDeactivated) -> None:
    """Have copies of a member's public media forgotten while nobody sees them."""
    media.withdraw(tx, event.user_id)


async def more_to_withdraw(media: Media, due: Withdrawn) -> None:
    """Tell the CDN what it must forget."""
    await media.withdraw_some(due)


async def unheld_due(media: Media, _: Sweep) -> None:
    """Delete what nothing holds."""
    await media.sweep()


async def more_to_erase(media: Media, leaving: Leaving) -> None:
    """Go on erasing a member."""
    await media.erase_more(leaving.member_id)


CONSUMES = (
    Consume(AttachmentAdded, when_attached),
    Consume(AttachmentRemoved, when_detached),
    Consume(UserDeleted, when_gone),
    Consume(UserRegistrationCancelled, when_gone),
    Consume(UserSuspended, when_hidden),
    Consume(UserDeactivated, when_hidden),
)

JOBS = (
    Job(SWEEP, unheld_due, Sweep, every=HOUR),
    Job(ERASE, more_to_erase, Leaving),
    Job(WITHDRAW, more_to_withdraw, Withdrawn),
)
