"""What auth does when something happened elsewhere, or when a time has come: one event, one use case."""

import msgspec

from minifb.kernel.clock import DAY
from minifb.kernel.data.tx import Tx
from minifb.kernel.module import Consume, Job
from minifb.modules.auth.public import UserActivated, UserDataErased, UserRegistrationCancelled
from minifb.modules.auth.service import Auth
from minifb.modules.auth.service.deletion import DUE, Due
from minifb.modules.auth.service.members import RESTORE, Over
from minifb.modules.auth.service.passwords import FORGOTTEN, Forgotten
from minifb.modules.auth.service.registration import TIMEOUT, Overdue
from minifb.modules.users.public import UserDeactivated, UserProfileCreated, UserProfileRejected, UserProfileUpdated


def when_profile_created(auth: Auth, tx: Tx, event: UserProfileCreated) -> None:
    """Activate the account: the saga's last step."""
    auth.registration.profile_created(tx, event.user_id)


def when_profile_rejected(auth: Auth, tx: Tx, event: UserProfileRejected) -> None:
    """Undo the registration."""
    auth.registration.happened(tx, event.user_id, "profile_rejected", event.reason)


def when_profile_updated(auth: Auth, tx: Tx, event: UserProfileUpdated) -> None:
    """Keep the member's names."""
    auth.accounts.profile_changed(tx, event.user_id, event.card.first_name, event.card.last_name)


def when_activated(auth: Auth, _tx: Tx, event: UserActivated) -> None:
    """Wake the request that waits for this account; it looks for itself what became of it."""
    auth.registration.stirred(event.user_id)


def when_cancelled(auth: Auth, _tx: Tx, event: UserRegistrationCancelled) -> None:
    """Wake the request that waits for this account."""
    auth.registration.stirred(event.user_id)


def when_data_erased(auth: Auth, tx: Tx, event: UserDataErased) -> None:
    """Note a module's report for the receipt."""
    auth.deletion.erased(tx, event)


def when_deactivated(auth: Auth, tx: Tx, event: UserDeactivated) -> None:
    """Sign a member out who went away for a while."""
    auth.deletion.away(tx, event.user_id, event.at)


CONSUMES = (
    Consume(UserProfileCreated, when_profile_created),
    Consume(UserProfileRejected, when_profile_rejected),
    Consume(UserProfileUpdated, when_profile_updated),
    Consume(UserActivated, when_activated),
    Consume(UserRegistrationCancelled, when_cancelled),
    Consume(UserDeactivated, when_deactivated),
    Consume(UserDataErased, when_data_erased),
)


# ── when a time has come ─────────────────────────────────────────────────────────────────────────


class Daily(msgspec.Struct, frozen=True):
    """Nothing but that a day went by."""


async def registration_overdue(auth: Auth, overdue: Overdue) -> None:
    """Undo a registration whose step took too long."""
    await auth.registration.time_out(overdue)


async def password_forgotten(auth: Auth, forgotten: Forgotten) -> None:
    """Find out whether a forgotten password is anybody's."""
    await auth.passwords.look_up(forgotten)


async def deletion_due(auth: Auth, due: Due) -> None:
    """Erase an account whose waiting period is over."""
    await auth.deletion.erase(due)


async def suspension_over(auth: Auth, over: Over) -> None:
    """End a suspension."""
    await auth.members.over(over)


async def day_over(auth: Auth, _daily: Daily) -> None:
    """Sweep, and take a new signing key when it is time."""
    await auth.sweep()
    await auth.tokens.prepare()


JOBS = (
    Job(TIMEOUT, registration_overdue, Overdue),
    Job(FORGOTTEN, password_forgotten, Forgotten),
    Job(DUE, deletion_due, Due),
    Job(RESTORE, suspension_over, Over),
    Job("auth.daily", day_over, Daily, every=DAY),
)
