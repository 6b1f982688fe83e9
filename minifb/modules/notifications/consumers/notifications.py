"""What notifications does by itself: go on taking back and erasing, drop what is old, show what happens."""

from minifb.kernel.clock import DAY
from minifb.kernel.module import Job, Worker
from minifb.modules.notifications.service import Notifications
from minifb.modules.notifications.service.notifications import SWEEP, Sweep
from minifb.modules.notifications.service.people import ERASE
from minifb.modules.notifications.service.rechecks import DROP, RECHECK, Gone, Recheck
from minifb.modules.notifications.store.erasure import Leaving


async def look_again(told: Notifications, work: Recheck) -> None:
    """Take back what may not be seen any more."""
    await told.recheck(work)


async def more_to_drop(told: Notifications, gone: Gone) -> None:
    """Go on taking back what was told about something that is gone."""
    await told.drop_more(gone)


async def more_to_erase(told: Notifications, leaving: Leaving) -> None:
    """Go on erasing a member."""
    await told.erase_more(leaving)


async def old_ones(told: Notifications, sweep: Sweep) -> None:
    """Drop what was told long ago."""
    await told.sweep(sweep)


async def show_news(told: Notifications) -> None:
    """Show members who are there what they are told."""
    await told.show_news()


JOBS = (
    Job(RECHECK, look_again, Recheck),
    Job(DROP, more_to_drop, Gone),
    Job(ERASE, more_to_erase, Leaving),
    Job(SWEEP, old_ones, Sweep, every=DAY),
)
WORKERS = (Worker("live", show_news),)
