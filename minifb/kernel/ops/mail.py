"""Mail that goes into a folder: readable `.eml` files, until a server is configured that sends them."""

import os
import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

import msgspec

from minifb.kernel.clock import Clock, wire

_SAFE = re.compile(r"[^a-zA-Z0-9_-]")


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail to one person. Its id is the id of what caused it, so that a repeat is the same mail."""

    id: str
    to: str
    subject: str
    text: str
    sender: str = "minifb <minifb@localhost>"


class Mailer(Protocol):
    """How mail goes out."""

    async def send(self, mail: Mail) -> None:
        """Hand a mail over; sending the same one twice does no harm."""
        ...


class FileMailer:
    """Writes each mail into a folder as `<mail id>.eml`."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Write into this folder, which is made when the first mail comes."""
        self.folder = folder
        self._clock = clock

    async def send(self, mail: Mail) -> None:
        """Write the file whole; it holds links with secrets, so nobody else may read it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{_SAFE.sub('', mail.id)}.eml"
        beside = path.with_suffix(".new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(self._message(mail).as_bytes(policy=SMTP))
        beside.replace(path)

    def _message(self, mail: Mail) -> EmailMessage:
        """Compose the message; a line break in a header is refused by the standard library."""
        message = EmailMessage()
        message["From"] = mail.sender
        message["To"] = mail.to
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(wire(self._clock.now()))
        message["Message-ID"] = f"<{_SAFE.sub('', mail.id)}@minifb>"
        message["Auto-Submitted"] = "auto-generated"
        # 8 bits, so that the file reads as it was written and a link stays on one line
        message.set_content(mail.text, cte="8bit")
        return message
