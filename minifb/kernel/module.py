"""The manifest: what a module is made of, as one typed value that wiring, documentation, console and tests read."""

from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any, Literal

import msgspec
from sqlalchemy import MetaData

from minifb.kernel.data.tx import Tx
from minifb.kernel.events.event import Event
from minifb.kernel.http.policy import Route


class Consume(msgspec.Struct, frozen=True):
    """One event this module listens to: `when(service, tx, event)` runs in the transaction of the cursor."""

    event: type[Event]
    when: Callable[[Any, Tx, Any], None]
    missing: Callable[[Any, Tx, Any], None] | None = None
    """What counts as long as the event is put aside (retrying, waiting, parked), where its absence means "may not"."""


class Job(msgspec.Struct, frozen=True):
    """A durable timer: `run(service, payload)` is awaited after its time, at least once, with retries."""

    kind: str
    run: Callable[[Any, Any], Awaitable[None]]
    payload: type
    every: int | None = None
    """Microseconds between runs, for a job that repeats by itself."""
    tries: int | None = None
    """After how many it is parked, where it waits for somebody outside who may be away longer than usual."""


class Worker(msgspec.Struct, frozen=True):
    """A task that runs as long as the server: `run(service)` is awaited, restarted with backoff when it fails."""

    name: str
    run: Callable[[Any], Awaitable[None]]


class Module(msgspec.Struct, frozen=True, kw_only=True):
    """What a module is made of. A planned module has its face (`answers`, `publishes`) and nothing that runs."""

    name: str
    summary: str
    port: int
    """Its own port when it runs in a process of its own."""
    status: Literal["built", "planned"] = "built"
    public: ModuleType
    """Its face, for the catalogue."""
    tables: MetaData | None = None
    migrations: tuple[ModuleType, ...] = ()
    """Alembic steps in order, each with `REVISION: str` and `upgrade(op)`."""
    settings: type[msgspec.Struct] | None = None
    service: type | None = None
    """Its constructor's annotations say what it is given: Database, its settings, Clock, Keys, questions."""
    answers: type | None = None
    """The Protocol of questions it answers; the service implements it."""
    asks: tuple[type, ...] = ()
    routes: tuple[Route, ...] = ()
    publishes: tuple[type[Event], ...] = ()
    consumes: tuple[Consume, ...] = ()
    jobs: tuple[Job, ...] = ()
    workers: tuple[Worker, ...] = ()
    hooks: tuple[Any, ...] = ()
    metrics: tuple[Any, ...] = ()
    synchronous: Literal["FULL", "NORMAL"] = "FULL"
    """SQLite durability; NORMAL only where the database can be rebuilt from others."""
