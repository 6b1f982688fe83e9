"""The terminal of `minifb chat`: what is typed and how what others wrote is shown."""

import ast
import io
from typing import Any

import pytest
from rich.console import Console

from minifb.cli.chat.screen import Terminal, cleaned
from minifb.cli.chat.words import line_of, title_of
from tests.house.sources import ROOT

ANN = {"id": "a", "username": "ann", "firstName": "Ann", "lastName": "Li"}
BOB = {"id": "b", "username": "bob", "firstName": "Bob", "lastName": "Ray"}


@pytest.fixture
def terminal() -> Terminal:
    """A terminal of forty columns that nobody looks at."""
    return Terminal(Console(file=io.StringIO(), width=40, force_terminal=True))


def lines(terminal: Terminal) -> list[Any]:
    """Give the lines that were entered."""
    return [terminal._lines.get_nowait() for _ in range(terminal._lines.qsize())]


def drawn(terminal: Terminal) -> str:
    """Give the lowest row as it was drawn last."""
    return str(terminal._console.file.getvalue()).rpartition("\x1b[0m")[2]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("keys", "entered"),
    [
        ("hello\r", ["hello"]),
        ("hellp\x7fo\r", ["hello"]),
        ("two words\x17\x17one\r", ["one"]),
        ("all of it\x15new\r", ["new"]),
        ("one\rtwo\r\x1b[A\x1b[A\x1b[B\r", ["one", "two", "two"]),
        ("a\x1b[D\x1b[3~\x1bOPb\r", ["ab"]),
        ("grüße 😀\r", ["grüße 😀"]),
        ("\x04", [None]),
    ],
)
def test_a_line_is_typed_as_elsewhere(terminal: Terminal, keys: str, entered: list[str | None]) -> None:
    """Characters of any script; backspace, Ctrl-W, Ctrl-U and the arrows do what they do everywhere."""
    terminal.take(keys.encode())
    assert lines(terminal) == entered


def test_a_character_may_come_in_parts(terminal: Terminal) -> None:
    """A terminal hands over bytes; a character is taken when it is whole."""
    for byte in "ü\r".encode():
        terminal.take(bytes([byte]))
    assert lines(terminal) == ["ü"]


def test_what_comes_leaves_what_is_typed(terminal: Terminal) -> None:
    """A message that comes while one types stands above what is typed."""
    terminal.relabel("Bob> ")
    terminal.take(b"I am ty")
    terminal.show("a message")
    assert drawn(terminal) == "I am ty"


def test_of_a_long_line_the_end_shows(terminal: Terminal) -> None:
    """A line longer than the terminal shows its end, wide characters too, and stays on one row."""
    terminal.relabel("> ")
    terminal.take(("start " + "長い" * 20 + " end").encode())
    assert drawn(terminal).endswith(" end")
    assert "start" not in drawn(terminal)


@pytest.mark.parametrize("text", ["\x1b[31mred", "\x9b31mred", "bell\x07", "\u202ederevni", "a\rb", "\x7f"])
def test_nothing_that_others_wrote_is_obeyed(text: str) -> None:
    """Whatever would move, colour or turn a terminal is taken out before it is shown."""
    assert all(each.isprintable() for each in cleaned(text))


def test_a_conversation_is_called_after_the_others() -> None:
    """Two people's conversation has the other's name, a group its title, or the names of those in it."""
    two = {"title": None, "participants": [ANN, BOB], "participantCount": 2}
    assert title_of(two, "a") == "Bob Ray"
    assert title_of({**two, "title": "Trip\x1b[2J"}, "a") == "Trip\ufffd[2J"
    cleo = {**BOB, "id": "c", "firstName": "Cleo"}
    assert title_of({**two, "participants": [ANN, BOB, cleo], "participantCount": 3}, "a") == "Bob, Cleo"


def test_a_message_that_was_taken_back_says_nothing() -> None:
    """Of a message that was unsent only the place is left."""
    message = {
        "seq": 7,
        "kind": "text",
        "sender": BOB,
        "text": "",
        "createdAt": "2026-11-23T10:00:00Z",
        "deletedAt": "2026-11-23T10:01:00Z",
    }
    assert line_of(message, "a").plain.endswith("Bob Ray  took this back")


def test_a_picture_is_named() -> None:
    """A terminal shows no pictures: it names them, with what their sender says they show."""
    message = {
        "seq": 7,
        "kind": "text",
        "sender": BOB,
        "text": "look",
        "createdAt": "2026-11-23T10:00:00Z",
        "editedAt": None,
        "deletedAt": None,
        "replyTo": None,
        "forwarded": False,
        "reactions": {"counts": {}},
        "media": [{"kind": "image", "alt": "a\x1b[2Jsea"}, {"kind": "video", "alt": None}],
    }
    assert line_of(message, "a").plain.endswith("Bob Ray  look  [picture: a\ufffd[2Jsea] [film]")


def test_it_knows_nothing_but_the_public_api() -> None:
    """The client imports nothing of the server: what it can do, anybody's can."""
    for path in (ROOT / "minifb/cli/chat").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not [name for name in imported if name.startswith("minifb") and not name.startswith("minifb.cli")]
