"""Copies that heal: all that a module keeps of another's, asked for anew every week.

Events alone keep the copies. But a module that appears on a data folder that is older than itself never heard what was
before, and a fact may get lost with a database that was restored alone. So what the owner knows is asked for at the
first start and weekly, a page at a time, and kept where it is not older: beside live events, twice, or broken off in
the middle. So a fact that was lost heals within a week.

    PEOPLE_COPY = Copy("people.copy", ask=known, keep=keep, last=lambda one: one.card.id)
    JOBS = (*PEOPLE_COPY.jobs(),)              # in the module's consumers
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from minifb.kernel.clock import DAY
from minifb.kernel.data.tx import Tx
from minifb.kernel.jobs import schedule
from minifb.kernel.module import Job

Item = TypeVar("Item")

EVERY = 7 * DAY
PAGE = 100


class Everything(msgspec.Struct, frozen=True):
    """All that the owner knows after this one, in the order of their ids."""

    after: str = ""


class Copy(Generic[Item]):
    """A walk over all that an owner knows."""

    def __init__(
        self,
        kind: str,
        *,
        ask: Callable[[Any, str, int], Awaitable[Sequence[Item]]],
        keep: Callable[[Any, Tx, Sequence[Item]], None],
        last: Callable[[Item], str],
    ) -> None:
        """Say what its jobs are called, and how a service asks for a page, keeps it in a unit, and names an item."""
        self.kind, self._page = kind, f"{kind}.page"
        self._ask, self._keep, self._last = ask, keep, last

    def jobs(self) -> tuple[Job, Job]:
        """Give the jobs that a module lists: one begins, the other goes on."""
        return (
            Job(self.kind, self.begin, Everything, every=EVERY),
            Job(self._page, self.go_on, Everything),
        )

    async def begin(self, service: Any, everything: Everything) -> None:
        """Begin to ask for everything; a walk that is under way begins anew."""
        await service.db.write(lambda tx: schedule(tx, self._page, "", tx.now, everything))

    async def go_on(self, service: Any, everything: Everything) -> None:
        """Ask for a page, keep what is known, and go on with what comes after; an empty page is the end."""
        if page := await self._ask(service, everything.after, PAGE):
            await service.db.write(lambda tx: self._kept(service, tx, page))

    def _kept(self, service: Any, tx: Tx, page: Sequence[Item]) -> None:
        self._keep(service, tx, page)
        schedule(tx, self._page, "", tx.now, Everything(self._last(page[-1])))
