"""Mails: what each of them is about, to whom it may still go, and what an SMTP server means by a refusal."""

import re
from ipaddress import ip_address
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from minifb.kernel.http.shapes import Ask, Wire
from minifb.modules.notifications.public import Kind

Account = Literal["verify", "reset", "welcome", "new_sign_in", "invite", "address_taken", "account_changed", "deletion"]
"""The letters about somebody's account: auth asks for them. They cannot be turned off and have no way to do so."""
Template = Literal[Account, "told", "digest", "test"]
Reason = Literal["bounced", "complained"]


class AboutAccount(msgspec.Struct, frozen=True):
    """What a letter about an account says beside its own words."""

    kind: Account
    link: str
    about: str = ""
    """What happened, in words."""


class Told(msgspec.Struct, frozen=True):
    """One notification as a mail."""

    kind: Kind
    text: str
    """In words, as in the list: `Ana commented on your post`."""
    url: str


class Line(msgspec.Struct, frozen=True):
    """One of several notifications in a mail."""

    text: str
    url: str


class Digest(msgspec.Struct, frozen=True):
    """Several notifications in one mail: what was missed, or what came while it was quiet."""

    period: Literal["daily", "weekly", "quiet"]
    items: list[Line]
    more: int = 0
    """How many there are beside these."""


class Welcome(msgspec.Struct, frozen=True):
    """The greeting of somebody who has just come."""

    url: str


class Trial(msgspec.Struct, frozen=True):
    """A letter that shows that mail works."""

    way: str
    """How it went out."""


class MailTried(Wire, omit_defaults=True):
    """What became of a mail that an admin sent to themselves."""

    mail: Literal["file", "console", "smtp"]
    """How mail goes out here."""
    to: str
    sent: bool
    said: str
    """By which way it went, or why it did not."""
    folder: str | None = None
    """Where on the server mails lie that are written as files."""


Letter = AboutAccount | Told | Digest | Welcome | Trial


class Addressee(msgspec.Struct, frozen=True):
    """Whom a mail goes to, and who writes to them."""

    address: str
    first_name: str
    community: str
    """What the community is called."""


class Head(msgspec.Struct, frozen=True):
    """What all letters of a server share."""

    name: str
    """What the server is called."""
    site: str
    """The address people reach the server by, without a slash at the end."""


LABELS: dict[Kind, str] = {
    "friend.request": "Answer the request",
    "friend.accepted": "See the profile",
    "post": "See the post",
    "comment": "See the comment",
    "reply": "See the reply",
    "mention": "See where",
    "reaction": "See it",
    "share": "See the post",
    "message": "Open the conversation",
    "message.request": "Open the request",
    "message.reaction": "Open the conversation",
    "group.added": "Open the group",
    "birthday": "Say something nice",
    "welcome": "Have a look round",
    "moderation": "See the decision",
}
"""What the button of a mail says, by what the mail tells."""

SUBJECTS: dict[Account, str] = {
    "verify": "Confirm your e-mail address",
    "reset": "Set a new password",
    "welcome": "Welcome to {name}",
    "new_sign_in": "New sign-in to your account",
    "invite": "You are invited to {name}",
    "address_taken": "You already have an account",
    "account_changed": "Your account was changed",
    "deletion": "Your account will be deleted",
}
ASKED_FOR: frozenset[str] = frozenset({"verify", "reset"})
"""Letters that somebody has just asked for: they are tried even where others came back."""
SUBJECT_MAX = 150


def template_of(letter: Letter) -> Template:
    """Name the template of a letter."""
    match letter:
        case AboutAccount(kind=kind):
            return kind
        case Welcome():
            return "welcome"
        case Told():
            return "told"
        case Digest():
            return "digest"
        case Trial():
            return "test"


def subject(letter: Letter, head: Head) -> str:
    """Say in one line what a letter is about; what people wrote into it cannot break the line."""
    match letter:
        case AboutAccount(kind=kind):
            text = SUBJECTS[kind].format(name=head.name)
        case Welcome():
            text = SUBJECTS["welcome"].format(name=head.name)
        case Told(text=text):
            pass
        case Digest(period="quiet"):
            text = f"{_things(letter)} while it was quiet"
        case Digest():
            text = f"{_things(letter)} you may have missed on {head.name}"
        case Trial():
            text = f"Mail from {head.name} works"
    text = " ".join(text.split())
    return text if len(text) <= SUBJECT_MAX else text[: SUBJECT_MAX - 1] + "…"


def why(letter: Letter, head: Head) -> str:
    """Say why somebody gets a letter."""
    match letter:
        case AboutAccount(kind="invite"):
            return f"Somebody gave your address to {head.name}, to invite you."
        case AboutAccount():
            return (
                f"You get this because there is an account with your address on {head.name}. It is about the account "
                "itself, so it cannot be turned off."
            )
        case Trial():
            return "You get this because whoever runs the server tried out its mail."
        case _:
            return f"You get this because you have an account on {head.name}."


def _things(digest: Digest) -> str:
    count = len(digest.items) + digest.more
    return "One thing" if count == 1 else f"{count} things"


def host_of(public_url: str) -> str:
    """Give the host of a server's address, `localhost` where that is only a number."""
    host = urlsplit(public_url).hostname or "localhost"
    try:
        ip_address(host)
    except ValueError:
        return host
    return "localhost"


# ── addresses that do not take mail ──


class Undelivered(Ask):
    """An address that a mail server or provider tells about."""

    address: Annotated[str, Meta(min_length=3, max_length=254)]
    kind: Reason
    """`bounced`: there is no such mailbox. `complained`: whoever reads it called a mail of ours spam."""
    said: Annotated[str, Meta(max_length=500)] = ""
    """What the other side said, for the operator."""


class NewBounces(Ask):
    """Addresses to which nothing should be sent any more."""

    items: Annotated[list[Undelivered], Meta(min_length=1, max_length=100)]


_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


def bounced(code: int, said: str) -> bool:
    """Tell whether a refusal of an address means that there is no such mailbox.

    Not every 5xx does: a relay that does not know us refuses every address, and a full mailbox is full for a while.
    """
    if not 500 <= code < 600:
        return False
    if found := _ENHANCED.search(said):
        kind, topic, detail = (int(part) for part in found.groups())
        return kind == 5 and (topic, detail) in {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)}
    return code in {550, 551, 553} and "relay" not in said.lower()


def nameless(said: str, address: str) -> str:
    """Take an address out of what is kept or written down about it."""
    return re.sub(re.escape(address), "…", said, flags=re.IGNORECASE)


def may_go(template: Template, reason: Reason | None) -> bool:
    """Tell whether a letter may go to an address of which something came back."""
    if reason is None or template in ASKED_FOR:
        return True
    return reason == "complained" and template in get_args(Account)
