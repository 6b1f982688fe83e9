"""What all manifests say, as one value: documentation, console, wiring and tests read it."""

import inspect
from collections.abc import Iterator

import msgspec
from sqlalchemy import MetaData

from minifb.kernel.events.event import Event
from minifb.kernel.http.policy import Route
from minifb.kernel.module import Module
from minifb.kernel.questions.question import Question, questions_of
from minifb.kernel.refusals import Refusal, every


class Fact(msgspec.Struct, frozen=True):
    """An event, who tells it and who listens."""

    event: type[Event]
    publishers: tuple[str, ...]
    consumers: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its name and version in one word."""
        return f"{self.event.NAME}.v{self.event.VERSION}"


class Answers(msgspec.Struct, frozen=True):
    """The questions one module answers, and who asks."""

    module: str
    protocol: type
    questions: tuple[Question, ...]
    askers: tuple[str, ...]


class Catalogue(msgspec.Struct, frozen=True):
    """The house as its modules describe it."""

    modules: tuple[Module, ...]
    facts: tuple[Fact, ...]
    answers: tuple[Answers, ...]
    gaps: tuple[str, ...]
    """What does not fit together, in words."""

    @property
    def built(self) -> tuple[Module, ...]:
        """The modules that run."""
        return tuple(module for module in self.modules if module.status == "built")

    def routes(self) -> Iterator[tuple[Module, Route]]:
        """Walk every route with the module it belongs to."""
        for module in self.modules:
            for route in module.routes:
                yield module, route

    def tables(self) -> Iterator[tuple[Module, MetaData]]:
        """Walk the tables of modules that have any."""
        for module in self.modules:
            if module.tables is not None:
                yield module, module.tables

    def settings(self) -> dict[str, type[msgspec.Struct] | None]:
        """Give the settings struct of every module."""
        return {module.name: module.settings for module in self.modules}

    def refusals(self) -> list[type[Refusal]]:
        """List every way to say no, by status and code."""
        ours = {refusal for refusal in every() if refusal.__module__.startswith("minifb.")}
        return sorted(ours, key=lambda refusal: (refusal.status, refusal.code, refusal.__module__))


def build(modules: tuple[Module, ...]) -> Catalogue:
    """Read the manifests."""
    facts = tuple(
        Fact(
            event,
            tuple(module.name for module in modules if event in module.publishes),
            tuple(module.name for module in modules if any(consume.event is event for consume in module.consumes)),
        )
        for event in _events(modules)
    )
    answers = tuple(
        Answers(
            module.name,
            module.answers,
            tuple(questions_of(module.answers).values()),
            tuple(other.name for other in modules if module.answers in other.asks),
        )
        for module in modules
        if module.answers is not None
    )
    return Catalogue(modules, facts, answers, tuple(_gaps(modules, facts)))


def _events(modules: tuple[Module, ...]) -> list[type[Event]]:
    """Collect the events of all faces, in the order they are written there."""
    found: dict[type[Event], None] = {}
    for module in modules:
        for value in vars(module.public).values():
            declared_here = getattr(value, "__module__", "") == module.public.__name__
            if declared_here and inspect.isclass(value) and issubclass(value, Event) and value.NAME:
                found[value] = None
    return list(found)


def _gaps(modules: tuple[Module, ...], facts: tuple[Fact, ...]) -> Iterator[str]:
    """Find what does not fit together."""
    known = {fact.event for fact in facts}
    for fact in facts:
        if fact.consumers and not fact.publishers:
            yield f"{fact.key} is consumed by {', '.join(fact.consumers)}, but nobody publishes it"
    for module in modules:
        for event in (*module.publishes, *(consume.event for consume in module.consumes)):
            if event not in known:
                yield f"{module.name} names {event.__name__}, which is in no face"
        for asked in module.asks:
            if not any(other.answers is asked for other in modules):
                yield f"{module.name} asks {asked.__name__}, which nobody answers"
