"""Mails as files."""

import email
import stat
from email.policy import default
from pathlib import Path

import pytest

from minifb.kernel.clock import SetClock
from minifb.kernel.ops.mail import FileMailer, Mail

LINK = "https://social.example/reset#token=" + "a" * 90
MAIL = Mail(id="01a2", to="ann@example.org", subject="Grüße", text=f"Hallo Ännchen,\n\n{LINK}\n")


async def test_a_mail_is_a_file_people_and_programs_can_read(tmp_path: Path) -> None:
    """The link stands on one line, as written; nobody else on the machine can read it."""
    await FileMailer(tmp_path / "mail", SetClock()).send(MAIL)
    (path,) = (tmp_path / "mail").iterdir()
    assert LINK in path.read_text()
    read = email.message_from_bytes(path.read_bytes(), policy=default)
    assert (read["to"], read["subject"]) == ("ann@example.org", "Grüße")
    assert "Ännchen" in read.get_content()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_the_same_mail_again_is_the_same_file(tmp_path: Path) -> None:
    """Delivery may happen twice; the mail is there once."""
    mailer = FileMailer(tmp_path, SetClock())
    await mailer.send(MAIL)
    await mailer.send(MAIL)
    assert [path.name for path in tmp_path.iterdir()] == ["01a2.eml"]  # noqa: ASYNC240


async def test_nothing_that_was_typed_becomes_a_header_or_a_path(tmp_path: Path) -> None:
    """A line break in an address or subject is refused, a path in an id is taken out."""
    mailer = FileMailer(tmp_path / "mail", SetClock())
    with pytest.raises(ValueError):
        await mailer.send(Mail(id="x", to="a@b.c", subject="hi\r\nBcc: eve@example.org", text=""))
    await mailer.send(Mail(id="../../up", to="a@b.c", subject="hi", text=""))
    assert [path.name for path in (tmp_path / "mail").glob("*.eml")] == ["up.eml"]
