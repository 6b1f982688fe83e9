"""A real SMTP server that keeps what it is given, as a mailbox at the other end would."""

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

from tests.journeys.server import free_port


class PostOffice:
    """Takes every mail on a port of its own."""

    def __init__(self) -> None:
        """Open."""
        self.mails: list[EmailMessage] = []
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    async def handle_DATA(self, _server: Any, _session: Session, envelope: Envelope) -> str:
        """Take a mail."""
        mail = message_from_bytes(cast("bytes", envelope.content), policy=policy.default)
        self.mails.append(mail)
        return "250 taken"

    def to(self, name: str) -> list[EmailMessage]:
        """List what came for somebody."""
        return [mail for mail in self.mails if mail["To"] == f"{name}@example.org"]

    def mail(self, name: str, about: str, *, within: float = 10.0) -> EmailMessage:
        """Wait for a mail whose subject holds these words."""
        until = time.monotonic() + within
        while True:
            found = [mail for mail in self.to(name) if about in mail["Subject"]]
            if found:
                return found[-1]
            assert time.monotonic() < until, f"no mail about {about!r}, only {[m['Subject'] for m in self.to(name)]}"
            time.sleep(0.05)

    def close(self) -> None:
        """Close."""
        self._controller.stop()


def words(mail: EmailMessage) -> str:
    """Give the plain text of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def token_in(mail: EmailMessage) -> str:
    """Find the token of the link in a mail."""
    found = re.search(r"#token=([\w.~-]+)", words(mail))
    assert found, words(mail)
    return found[1]
