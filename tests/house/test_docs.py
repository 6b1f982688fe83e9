"""Documentation that cannot drift: what lists code is written by code."""

import json
import re

import pytest

from minifb.cli.docs import ELSEWHERE, LOCK, breaking, generate
from tests.house.sources import ROOT

GENERATED = ROOT / "docs" / "generated"
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
EVENT = {"properties": {"id": {"type": "string"}, "at": {"type": "integer"}}, "required": ["id"]}


def test_the_generated_pages_are_what_the_code_says() -> None:
    """`minifb docs` would change nothing."""
    pages = generate()
    places = {name: ROOT / ELSEWHERE[name] if name in ELSEWHERE else GENERATED / name for name in pages}
    stale = [name for name, text in pages.items() if places[name].read_text() != text]
    assert not stale, "run `minifb docs`"
    assert {path.name for path in GENERATED.iterdir()} == set(pages) - set(ELSEWHERE)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ({"properties": {**EVENT["properties"], "why": {"type": "string"}}, "required": ["id"]}, []),
        (
            {
                "properties": {"id": {"type": "string", "description": "new words"}, "at": {"type": "integer"}},
                "required": ["id"],
            },
            [],
        ),
        ({"properties": {"id": {"type": "string"}}, "required": ["id"]}, ["x: at is gone"]),
        (
            {"properties": {"id": {"type": "integer"}, "at": {"type": "integer"}}, "required": ["id"]},
            ["x: id is of another type"],
        ),
        ({"properties": {**EVENT["properties"], "why": {}}, "required": ["id", "why"]}, ["x: why is new and required"]),
        ({"properties": EVENT["properties"], "required": []}, ["x: id became optional"]),
        (None, ["x is gone"]),
    ],
)
def test_an_event_that_listeners_hold_does_not_change_under_them(
    after: dict[str, object] | None, told: list[str]
) -> None:
    """A field may be added with a default; anything else wants a new version."""
    assert breaking({"x": EVENT}, {"x": after} if after else {}) == told


def test_the_lock_holds_every_event() -> None:
    """Each declared event is in the lock."""
    assert json.loads((GENERATED / LOCK).read_text()).keys() == json.loads(generate()[LOCK]).keys()


def test_decisions_are_numbered_without_gaps() -> None:
    """ADRs are contiguous, titled with their number, and decided."""
    assert [int(path.name[:4]) for path in ADRS] == list(range(1, len(ADRS) + 1))
    for number, path in enumerate(ADRS, 1):
        text = path.read_text()
        assert text.startswith(f"# {number}. "), path.name
        assert all(part in text for part in ("## Context", "## Options", "## Decision", "## Consequences")), path.name
        assert not re.search(r"\b(TBA|TBD|TODO)\b", text), path.name
