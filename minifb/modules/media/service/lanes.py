"""Lanes: media wait for their turn, each kind apart, and so many at once are worked on. Woken by the commit."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import structlog

from minifb.kernel.clock import SECOND, Clock
from minifb.kernel.events.event import Envelope
from minifb.kernel.http.shapes import MediaKind
from minifb.modules.media.public import MediaDeleted, MediaUploaded
from minifb.modules.media.rules.processing import PLACES, Due
from minifb.modules.media.service.workshop import Workshop

log = structlog.get_logger()

BACKSTOP_SECONDS = 30.0
"""So long a lane sleeps when nothing wakes it."""
REST_SECONDS = 60.0

Run = Callable[[str], Coroutine[Any, Any, None]]
WhatIsDue = Callable[[int], Coroutine[Any, Any, list[Due]]]


class Lane:
    """One kind of media on its way."""

    def __init__(self, places: int, clock: Clock) -> None:
        """Start with nobody in it."""
        self._places, self._clock = places, clock
        self._wake = asyncio.Event()
        self._at_work: dict[str, asyncio.Task[None]] = {}
        self._resting: set[str] = set()

    def wake(self) -> None:
        """Let it look again."""
        self._wake.set()

    async def keep_going(self, due: WhatIsDue, run: Run) -> None:
        """Run what is due as long as the server runs; what runs when it stops is stopped with it."""
        try:
            while True:
                self._wake.clear()
                wait = BACKSTOP_SECONDS
                # As many as may run are enough to see: those at work are still due themselves.
                for one in await due(self._places * 2 + len(self._resting)):
                    left = (one.due_at - self._clock.now()) / SECOND
                    if one.id in self._at_work or one.id in self._resting:
                        continue
                    if left > 0:
                        wait = min(wait, left)
                    elif len(self._at_work) < self._places:
                        self._start(one.id, run)
                await self._woken(wait)
        finally:
            tasks = list(self._at_work.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, id: str, run: Run) -> None:
        task = asyncio.create_task(run(id))
        self._at_work[id] = task

        def leave(done: asyncio.Task[None]) -> None:
            del self._at_work[id]
            self.wake()
            if not done.cancelled() and (error := done.exception()):
                log.error("work on a file failed", media=id, exc_info=error)
                self._rest(id)

        task.add_done_callback(leave)

    def _rest(self, id: str) -> None:
        """Leave one alone for a while that failed in a way nobody foresaw: it is still due, and would again."""

        def rested() -> None:
            self._resting.discard(id)
            self.wake()

        self._resting.add(id)
        asyncio.get_running_loop().call_later(REST_SECONDS, rested)

    async def _woken(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return


class Lanes:
    """All lanes, and who wakes them."""

    def __init__(self, clock: Clock, workshop: Workshop) -> None:
        """Make a lane for each kind."""
        self._lanes: dict[MediaKind, Lane] = {kind: Lane(places, clock) for kind, places in PLACES.items()}
        self._workshop = workshop

    def of(self, kind: MediaKind) -> Lane:
        """Give the lane of a kind."""
        return self._lanes[kind]

    def hear(self, envelopes: Sequence[Envelope]) -> None:
        """Begin with what was uploaded, once that is durable; stop what is made of something that was deleted."""
        for envelope in envelopes:
            if envelope.name == MediaDeleted.NAME:
                self._workshop.call_off(envelope.subject)
            elif envelope.name == MediaUploaded.NAME:
                event = envelope.event()
                if isinstance(event, MediaUploaded) and event.kind in self._lanes:
                    self._lanes[event.kind].wake()
