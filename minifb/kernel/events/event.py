"""Events and their envelope; on the wire CloudEvents 1.0 JSON (https://cloudevents.io).

An event is a fact in the past tense, declared in its owner's `public.py`:

    @event("post.created", subject="post_id")
    class PostCreated(Event, frozen=True):
        \"\"\"A member published a post.\"\"\"
        post_id: str
        ...

`subject` names the field(s) that order delivery; `revision` is the version of that subject,
so that a late event never undoes a newer one.
"""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from typing import ClassVar, Literal, Self, TypeVar

import msgspec

from minifb.kernel.clock import Instant, instant, wire
from minifb.kernel.ids import pair_subject


class Event(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A change that happened, told to whoever consumes it."""

    NAME: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[tuple[str, ...]] = ()

    revision: int = 0
    """The version of the subject after this change."""

    def subject(self) -> str:
        """Name what this event is about; two fields are a pair, named in order."""
        ids = [getattr(self, field) for field in self.SUBJECT]
        return pair_subject(*ids) if len(ids) == 2 else str(ids[0])


E = TypeVar("E", bound=type[Event])

EVENTS: dict[tuple[str, int], type[Event]] = {}
"""Every declared event by wire name and schema version."""


def event(name: str, *, subject: str | tuple[str, str], version: int = 1) -> Callable[[E], E]:
    """Declare an event's wire name, the field or pair of fields that is its subject, and its schema version."""

    def declare(cls: E) -> E:
        cls.NAME, cls.VERSION = name, version
        cls.SUBJECT = (subject,) if isinstance(subject, str) else subject
        if not cls.__doc__:
            raise TypeError(f"{name} needs a sentence that says what happened")
        if EVENTS.setdefault((name, version), cls) is not cls:
            raise TypeError(f"{name} version {version} is declared twice")
        return cls

    return declare


class Trace(msgspec.Struct, frozen=True):
    """What ties a change to the request or event that caused it."""

    correlation_id: str = ""
    causation_id: str | None = None
    traceparent: str | None = None
    actor_id: str | None = None
    happened_at: Instant | None = None
    """When the event happened that is handled; a handler may come to it long after."""


current_trace: ContextVar[Trace] = ContextVar("current_trace", default=Trace())  # noqa: B039 - frozen
"""The trace of the request, event or job being handled; `Database.write` takes it when it is called."""


class Caused(Event, frozen=True, kw_only=True):
    """An event with a cause of its own, where one transaction handles several: the outbox takes both apart."""

    event: Event
    trace: Trace


class CloudEvent(msgspec.Struct, frozen=True, kw_only=True):
    """The CloudEvents 1.0 JSON form; our extensions are the five below `datacontenttype`."""

    specversion: Literal["1.0"] = "1.0"
    id: str
    type: str
    source: str
    time: datetime
    subject: str
    datacontenttype: str = "application/json"
    dataversion: int = 1
    sequence: str
    """The position in the source's outbox."""
    correlationid: str = ""
    causationid: str | msgspec.UnsetType = msgspec.UNSET
    traceparent: str | msgspec.UnsetType = msgspec.UNSET
    data: msgspec.Raw


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it travels and as the outbox keeps it."""

    position: int
    """Its number in the source's outbox; number order is commit order."""
    id: str
    name: str
    version: int
    source: str
    time: Instant
    subject: str
    correlation_id: str
    causation_id: str | None
    traceparent: str | None
    data: bytes
    """The event's fields as JSON."""

    def event(self) -> Event:
        """Decode the event; a name or version nobody declared raises KeyError."""
        return msgspec.json.decode(self.data, type=EVENTS[self.name, self.version])

    def cloud_event(self) -> CloudEvent:
        """Give the CloudEvents 1.0 form."""
        return CloudEvent(
            id=self.id,
            type=self.name,
            source=f"/{self.source}",
            time=wire(self.time),
            subject=self.subject,
            dataversion=self.version,
            sequence=str(self.position),
            correlationid=self.correlation_id,
            causationid=self.causation_id or msgspec.UNSET,
            traceparent=self.traceparent or msgspec.UNSET,
            data=msgspec.Raw(self.data),
        )

    def encode(self) -> bytes:
        """Write it as CloudEvents JSON, as it travels between processes."""
        return msgspec.json.encode(self.cloud_event())

    @classmethod
    def decode(cls, wire_form: bytes) -> Self:
        """Read it from CloudEvents JSON; anything else raises `msgspec.ValidationError` or `DecodeError`."""
        read = msgspec.json.decode(wire_form, type=CloudEvent)
        return cls(
            position=int(read.sequence),
            id=read.id,
            name=read.type,
            version=read.dataversion,
            source=read.source.removeprefix("/"),
            time=instant(read.time),
            subject=read.subject,
            correlation_id=read.correlationid,
            causation_id=read.causationid or None,
            traceparent=read.traceparent or None,
            data=bytes(read.data),
        )
