"""Events as the modules declare them: what every one of them must keep to."""

import re
from itertools import chain
from typing import Any

import msgspec
import pytest

from minifb.kernel.events.event import EVENTS, Event
from minifb.registry import MODULES

PUBLISHED = sorted({each for module in MODULES for each in module.publishes}, key=lambda each: each.NAME)
SECRET = re.compile(r"pass(word|wd)|secret|token|hash|code|totp|seed|cookie|private", re.IGNORECASE)


def fields(kind: Any) -> set[str]:
    """Name every field that travels with an event, those of structs within it included."""
    schemas = msgspec.json.schema(kind).get("$defs", {}).values()
    return set(chain.from_iterable(each.get("properties", {}) for each in schemas))


@pytest.mark.parametrize("kind", PUBLISHED, ids=lambda each: each.NAME)
def test_no_event_carries_a_secret(kind: type[Event]) -> None:
    """I11: outboxes are kept, replayed and sent around, so no field of an event is a secret."""
    assert not [name for name in fields(kind) if SECRET.search(name)]


@pytest.mark.parametrize("kind", PUBLISHED, ids=lambda each: each.NAME)
def test_every_event_is_about_something(kind: type[Event]) -> None:
    """Its subject, which orders delivery, is among its fields, and its name says where it is found again."""
    assert kind.SUBJECT
    assert set(kind.SUBJECT) <= set(kind.__struct_fields__)
    assert EVENTS[kind.NAME, kind.VERSION] is kind


def test_every_consumed_event_is_published_by_somebody() -> None:
    """Nobody listens to what no module says."""
    heard = {consume.event for module in MODULES for consume in module.consumes}
    assert heard <= set(PUBLISHED)
