"""The clock of a demo: each use case happens at an instant of its own, however many of them run together."""

import asyncio
import hashlib
import time
from contextvars import ContextVar
from typing import TypeVar

import msgspec

from minifb.kernel.clock import Instant
from minifb.kernel.data.tx import Database, DatabaseBusy, Tx, Unit
from minifb.kernel.ids import id_at

R = TypeVar("R")

PATIENCE = 20


class Moment(msgspec.Struct):
    """When something happens, and the name by which its ids are drawn."""

    at: Instant
    name: str
    drawn: int = 0
    units: int = 0


_MOMENT: ContextVar[Moment | None] = ContextVar("moment", default=None)


class Moments:
    """A clock and a source of ids in one: both follow the moment of whoever asks."""

    def __init__(self, seed: str, present: Instant) -> None:
        """Begin at an instant; ids are drawn from the seed."""
        self.present = present
        """What time it is for whatever runs by itself."""
        self.seed = seed
        self._besides = Moment(present, "besides")

    def now(self) -> Instant:
        """Tell the instant of the moment, or the present."""
        moment = _MOMENT.get()
        return self.present if moment is None else moment.at

    def monotonic(self) -> float:
        """Tell true seconds: deadlines are about this machine, not about the story."""
        return time.monotonic()

    def new_id(self) -> str:
        """Make a UUIDv7 of the moment; the same moment of the same seed makes the same ones in the same order."""
        moment = _MOMENT.get() or self._besides
        moment.drawn += 1
        chance = hashlib.blake2b(f"{self.seed} {moment.name} {moment.drawn}".encode(), digest_size=10).digest()
        return id_at(self.now(), int.from_bytes(chance, "big"))

    def begin(self, at: Instant, name: str) -> None:
        """Let what the current task does from here on happen at an instant."""
        _MOMENT.set(Moment(at, name))

    def follow(self, db: Database) -> None:
        """Let a database run each unit at the moment of its caller.

        Units run in groups, long after they were handed over and outside the task of whoever did; so each takes its
        moment along. None waits for its events to have their effect: whoever fills a server waits for all at once.
        One that finds the database busy comes again, for on Postgres units get into each other's way.
        """
        write = db.write

        async def write_then(unit: Unit[R], /, *, settled: bool = False) -> R:  # noqa: ARG001 - nobody waits
            moment = _MOMENT.get() or self._besides
            moment.units += 1
            at, name = self.now(), f"{moment.name}.{moment.units}"

            def then(tx: Tx) -> R:
                token = _MOMENT.set(Moment(at, name))  # anew for each run, so that a second one draws the same ids
                tx.now = at
                try:
                    return unit(tx)
                finally:
                    _MOMENT.reset(token)

            for attempt in range(PATIENCE):
                try:
                    return await write(then)
                except DatabaseBusy:
                    await asyncio.sleep(0.02 * (attempt + 1))
            return await write(then)

        db.write = write_then  # type: ignore[method-assign]
