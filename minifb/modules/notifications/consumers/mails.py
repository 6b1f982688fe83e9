"""Mail that auth wants sent, and what it tells about addresses."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.module import Consume, Job
from minifb.modules.auth.public import MailRequested, UserEmailVerified
from minifb.modules.notifications.service import Notifications
from minifb.modules.notifications.service.mails import LETTER, PROVEN, TRIES, LetterDue, Proven


def when_mail_requested(told: Notifications, tx: Tx, event: MailRequested) -> None:
    """Queue a letter."""
    told.when_mail_requested(tx, event)


def when_email_verified(told: Notifications, tx: Tx, event: UserEmailVerified) -> None:
    """Believe in an address that has just shown that it takes mail."""
    told.when_email_verified(tx, event)
    told.note_proven(tx, event.user_id)


async def letter_due(told: Notifications, due: LetterDue) -> None:
    """Send a letter."""
    await told.send_letter(due)


async def address_proven(told: Notifications, proven: Proven) -> None:
    """Take back that an address bounced."""
    await told.believe(proven)


CONSUMES = (Consume(MailRequested, when_mail_requested), Consume(UserEmailVerified, when_email_verified))
JOBS = (Job(LETTER, letter_due, LetterDue, tries=TRIES), Job(PROVEN, address_proven, Proven))
