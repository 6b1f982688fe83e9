"""What goes out in its time: deliveries, the end of a night, digests, birthdays. And what is kept no longer."""

from minifb.kernel.clock import HOUR, MINUTE
from minifb.kernel.module import Job
from minifb.modules.notifications.rules.deliveries import DELIVER, WAKE, Errand, Waking
from minifb.modules.notifications.service import Notifications
from minifb.modules.notifications.service.birthdays import MORNING, MORNINGS, Morning, Mornings
from minifb.modules.notifications.service.digests import DIGEST, DIGESTS, Rounds
from minifb.modules.notifications.service.mails import TRIES


async def delivery_due(told: Notifications, errand: Errand) -> None:
    """Send something by mail or push."""
    await told.deliver(errand)


async def quiet_over(told: Notifications, waking: Waking) -> None:
    """Tell what was held."""
    await told.wake(waking)


async def digests_due(told: Notifications, rounds: Rounds) -> None:
    """See whose digest is due."""
    await told.gather_digests(rounds)


async def digest_due(told: Notifications, errand: Errand) -> None:
    """Send a digest."""
    await told.send_digest(errand)


async def mornings_ahead(told: Notifications, mornings: Mornings) -> None:
    """Set the next morning everywhere."""
    await told.set_mornings(mornings)


async def morning_come(told: Notifications, morning: Morning) -> None:
    """Tell friends of today's birthdays."""
    await told.congratulate(morning)


JOBS = (
    Job(DELIVER, delivery_due, Errand, tries=TRIES),
    Job(WAKE, quiet_over, Waking, tries=TRIES),
    Job(DIGESTS, digests_due, Rounds, every=10 * MINUTE),
    Job(DIGEST, digest_due, Errand, tries=TRIES),
    Job(MORNINGS, mornings_ahead, Mornings, every=HOUR),
    Job(MORNING, morning_come, Morning),
)
