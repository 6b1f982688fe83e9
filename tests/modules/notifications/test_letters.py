"""Letters: each is one template, read as HTML and as plain text, and says the same in both."""

import re
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from typing import get_args

import pytest

from minifb.modules.auth.public import MailKind
from minifb.modules.notifications.public import Kind
from minifb.modules.notifications.rules.mails import (
    LABELS,
    AboutAccount,
    Account,
    Digest,
    Head,
    Letter,
    Line,
    Template,
    Told,
    Trial,
    Welcome,
    bounced,
    host_of,
    may_go,
    template_of,
)
from minifb.modules.notifications.service.letters import WIDTH, Words, write

HEAD = Head("Nachbarn & Freunde", "https://social.example")
LINK = "https://social.example/verify#token=0192f3c0.a-b_c"
STOP = "https://social.example/unsubscribe#token=ann.comment.x"
ABOUT = "Firefox on <Linux> & co"
LETTERS: list[Letter] = [
    *(AboutAccount(kind, LINK, ABOUT) for kind in get_args(Account)),
    *(Told(kind, f"Ana & Bob did it: “{ABOUT}”", LINK) for kind in get_args(Kind)),
    *(Digest(period, [Line(ABOUT, LINK), Line("Bob asked", LINK)], more=3) for period in ("daily", "weekly", "quiet")),
    Welcome(LINK),
    Trial("mail.example (starttls)"),
]


def name_of(letter: Letter) -> str:
    """Name a letter in a list of tests."""
    return f"{template_of(letter)} {getattr(letter, 'kind', getattr(letter, 'period', ''))}"


class Reader(HTMLParser):
    """Reads HTML as somebody would: words, and where links lead."""

    def __init__(self, html: str) -> None:
        """Read."""
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link."""
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "background"}]

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words += data.split()


def written(letter: Letter) -> Words:
    """Write a letter to Ann."""
    return write(letter, HEAD, "Ann", None if isinstance(letter, AboutAccount | Trial) else STOP)


@pytest.mark.parametrize("letter", LETTERS, ids=name_of)
def test_a_letter_says_the_same_in_both_forms(letter: Letter) -> None:
    """Every sentence of the text is in the HTML, every link of the HTML is in the text, and neither has a hole."""
    words = written(letter)
    reader = Reader(words.html)
    plain = " ".join(words.text.split())
    assert "Hello Ann," in plain
    assert set(reader.links) <= set(re.findall(r"https://[^\s]+", words.text))
    for sentence in re.findall(r"[A-Z“][^.:!?]+[.!?]", " ".join(words.text.partition("\n-- ")[0].split())):
        if "https://" not in sentence:
            assert sentence in " ".join(reader.words)
    assert not re.search(r"\{\{|\}\}|\{%|None|Undefined", words.text + words.html)


@pytest.mark.parametrize("letter", LETTERS, ids=name_of)
def test_a_letter_is_easy_on_every_reader(letter: Letter) -> None:
    """No pictures, scripts or styles from elsewhere; short lines; a subject of one line; both lights are thought of."""
    words = written(letter)
    reader = Reader(words.html)
    assert not reader.tags & {"img", "script", "link", "iframe", "form", "object", "video"}
    assert all(link.startswith(HEAD.site) for link in reader.links)
    assert all(len(line) <= WIDTH for line in words.text.splitlines() if "https://" not in line)
    assert "\n" not in words.subject
    assert "prefers-color-scheme: dark" in words.html
    assert len(words.html.encode()) < 10_000


def test_what_people_wrote_is_text() -> None:
    """A name with an angle bracket is a name, in HTML as in plain text; a line break does not end the subject."""
    letter = Told("comment", "Ana <b>\r\nBcc: eve@example.org said “<script>alert(1)</script>”", LINK)
    words = write(letter, HEAD, "<i>Ann</i>", STOP)
    assert "<script" not in words.html
    assert "<i>Ann" not in words.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words.html
    assert "Hello <i>Ann</i>," in words.text
    assert words.subject.startswith("Ana <b> Bcc: eve@example.org said")
    assert unescape("&lt;") in words.text


def test_a_subject_is_not_a_letter() -> None:
    """A subject ends before it is unreadable."""
    words = written(Told("comment", "long " * 100, LINK))
    assert len(words.subject) == 150
    assert words.subject.endswith("…")


@pytest.mark.parametrize("letter", LETTERS, ids=name_of)
def test_what_cannot_be_turned_off_says_so(letter: Letter) -> None:
    """A mail that may be turned off has the page that does it; one about the account or its proof has none."""
    words = written(letter)
    can = not isinstance(letter, AboutAccount | Trial)
    assert (STOP in words.text, STOP in words.html) == (can, can)
    assert (f"{HEAD.site}/settings" in words.text) == can


def test_every_letter_has_its_template() -> None:
    """Each kind that auth and notifications know is written, and no template lies about."""
    folder = files("minifb.modules.notifications.backends.mail").joinpath("templates")
    there = {entry.name.removesuffix(".jinja") for entry in folder.iterdir() if entry.name.endswith(".jinja")}
    assert there == {name for kinds in get_args(Template) for name in (get_args(kinds) or (kinds,))}
    assert set(get_args(Account)) == set(get_args(MailKind))
    assert set(LABELS) == set(get_args(Kind))
    assert {template_of(letter) for letter in LETTERS} == there


@pytest.mark.parametrize(
    ("code", "said", "gone"),
    [
        (550, "5.1.1 <ann@example.org>: user unknown", True),
        (550, "No such user here", True),
        (551, "User not local", True),
        (550, "5.2.1 The account is disabled", True),
        (554, "5.7.1 <ann@example.org>: Relay access denied", False),
        (550, "relaying denied", False),
        (550, "5.7.1 blocked, see https://list.example", False),
        (552, "5.2.2 mailbox full", False),
        (550, "5.1.8 sender address rejected", False),
        (450, "4.1.1 try again", False),
    ],
)
def test_only_a_missing_mailbox_is_given_up(code: int, said: str, *, gone: bool) -> None:
    """A full mailbox or a relay that does not know us is no reason never to write again."""
    assert bounced(code, said) is gone


def test_who_still_gets_what() -> None:
    """What somebody has just asked for is always tried; who complained still hears about their account alone."""
    assert all(may_go(template, None) for template in ("told", "digest", "verify", "deletion"))
    assert all(may_go(template, reason) for template in ("verify", "reset") for reason in ("bounced", "complained"))
    assert may_go("account_changed", "complained")
    assert not may_go("account_changed", "bounced")
    assert not may_go("digest", "complained")
    assert not may_go("told", "bounced")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://social.example:8443/", "social.example"),
        ("http://127.0.0.1:3000", "localhost"),
        ("http://[::1]:3000", "localhost"),
        ("", "localhost"),
    ],
)
def test_the_sender_is_where_the_server_is(url: str, host: str) -> None:
    """Mail comes from the host of the server's address; a number is no place that mail comes from."""
    assert host_of(url) == host
