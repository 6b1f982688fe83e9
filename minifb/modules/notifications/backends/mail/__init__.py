"""Ways for mail to go out: into files, onto the terminal, to an SMTP server. All of them promise the same."""

import re
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any, Literal, Protocol

import msgspec

from minifb.kernel.clock import Instant, wire

_NOT_IN_IDS = re.compile(r"[^a-zA-Z0-9_-]")


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail to one person, in words for every kind of reader. Its id stays the same when it is tried again."""

    id: str
    to: str
    sender: str
    """`Name <address>`."""
    subject: str
    text: str
    html: str
    at: Instant
    unsubscribe: str | None = None
    """The address that takes one POST and asks nothing more (RFC 8058)."""


class AddressRefused(Exception):
    """The server on the other side has no such mailbox: what comes next for this address would bounce as well."""

    def __init__(self, code: int, said: str) -> None:
        """Keep what the server said."""
        super().__init__(f"{code} {said}")
        self.said = f"{code} {said}"


class MailFailed(Exception):
    """The mail did not go out, for now; it may later."""


class Mailer(Protocol):
    """How mail goes out."""

    async def send(self, mail: Mail) -> None:
        """Hand a mail over, or raise; sending the same one twice does no harm.

        `AddressRefused` is final; `MailFailed`, where the other side is to blame, and all else may be tried again.
        """
        ...

    async def close(self) -> None:
        """Give back what is held open."""
        ...


class _Whole(UnstructuredHeader, BaseHeader):
    """A header that is an address of ours: folding would turn a long one into encoded words, which no reader takes."""

    def fold(self, *, policy: Any) -> str:
        """Write it on one line."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Whole)
_POLICY = SMTP.clone(header_factory=_HEADERS)


def safe_id(mail_id: str) -> str:
    """Give a mail's id as it may stand in a header and in a path."""
    return _NOT_IN_IDS.sub("", mail_id)


def address_of(sender: str) -> str:
    """Give the bare address of a sender."""
    return parseaddr(sender)[1]


def written(mail: Mail, encoding: Literal["8bit", "quoted-printable"]) -> bytes:
    """Write a mail as RFC 5322 and MIME want it. A line break in a header is refused by the standard library."""
    policy = _POLICY if mail.to.isascii() else _POLICY.clone(utf8=True)
    message = EmailMessage(policy)
    message["From"] = mail.sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(wire(mail.at))
    message["Message-ID"] = f"<{safe_id(mail.id)}@{address_of(mail.sender).rpartition('@')[2] or 'minifb'}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text, cte=encoding)
    message.add_alternative(mail.html, subtype="html", cte=encoding)
    return message.as_bytes()
