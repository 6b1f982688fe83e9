"""Ways for mail to go out: each of them promises the same, and SMTP meets a real server."""

import asyncio
import ssl
import stat
from collections.abc import AsyncIterator, Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme

from minifb.kernel.clock import SECOND, SetClock
from minifb.modules.notifications.backends.mail import AddressRefused, Mail, Mailer, MailFailed
from minifb.modules.notifications.backends.mail.console import ConsoleMailer
from minifb.modules.notifications.backends.mail.file import FileMailer
from minifb.modules.notifications.backends.mail.smtp import SmtpMailer
from minifb.modules.notifications.rules.settings import NotificationsSettings
from tests.modules.notifications.smtp import Letterbox, smtp_server

LINK = "https://social.example/reset#token=" + "a" * 90
STOP = "https://social.example/notifications/unsubscribe?token=" + "Ab-_9" * 40
MAIL = Mail(
    id="01a2",
    to="ann@example.org",
    sender="Grüne Nachbarn <minifb@social.example>",
    subject="Grüße aus dem sonnigen Süden, die länger sind als eine Zeile von Köpfen sein soll",
    text=f"Hallo Ännchen,\n\n{LINK}\n",
    html=f'<p>Hallo Ännchen, <a href="{LINK}">hier</a></p>',
    at=SetClock().now(),
)


def changed(**fields: Any) -> Mail:
    """Give the mail with something else in it."""
    from msgspec.structs import replace

    return replace(MAIL, **fields)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """An authority of our own."""
    return trustme.CA()


@pytest.fixture
def tls(authority: trustme.CA) -> ssl.SSLContext:
    """What a server of this machine shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> str:
    """The file by which a client believes our authority."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    return str(tmp_path / "authority.pem")


class Way:
    """A mailer, and how to see what came out of it."""

    def __init__(self, mailer: Mailer, arrived: Callable[[], list[EmailMessage]] | None, shown: Any = None) -> None:
        """Take both ends."""
        self.mailer, self._arrived, self._shown = mailer, arrived, shown

    def messages(self) -> list[EmailMessage]:
        """Give what arrived as messages; the terminal has none."""
        assert self._arrived is not None, "the terminal shows the text alone"
        return self._arrived()

    def seen(self) -> str:
        """Give what somebody who looks has before them."""
        if self._arrived is None:
            return str(self._shown().err)
        return "\n".join(f"{one['To']}: {one['Subject']}\n{text_of(one)}" for one in self._arrived())


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """Give what a message says in one form."""
    body = message.get_body((kind,))  # type: ignore[arg-type, unused-ignore]
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def smtp(box: Letterbox, clock: SetClock | None = None, **settings: Any) -> SmtpMailer:
    """Make a mailer that talks to a letterbox."""
    told = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "none", **settings}
    return SmtpMailer(NotificationsSettings(mail="smtp", **told), "social.example", clock or SetClock())


WHOLE = ("file", "none", "starttls", "tls")
whole = pytest.mark.parametrize("way", WHOLE, indirect=True)
"""The ways by which the whole mail goes; the terminal shows the text alone."""


@pytest.fixture(params=["console", *WHOLE])
async def way(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    tls: ssl.SSLContext,
    trusted: str,
) -> AsyncIterator[Way]:
    """Each way for mail to go out."""
    if request.param == "console":
        yield Way(ConsoleMailer(), None, capsys.readouterr)
    elif request.param == "file":
        folder = tmp_path / "mail"
        yield Way(FileMailer(folder), lambda: [read(path) for path in sorted(folder.glob("*.eml"))])
    else:
        secure = None if request.param == "none" else tls
        async with smtp_server(Letterbox(), secure, starttls=request.param == "starttls") as box:
            mailer = smtp(box, smtp_security=request.param, smtp_ca_file=trusted)
            yield Way(mailer, box.mails)
            await mailer.close()


def read(path: Path) -> EmailMessage:
    """Read a mail from a file."""
    return message_from_bytes(path.read_bytes(), policy=policy.default)  # type: ignore[return-value, unused-ignore]


# ── what every way promises ──


async def test_a_mail_reads_as_it_was_written(way: Way) -> None:
    """Whom it is for, what it is about, its letters beyond ASCII, and a long link in one piece."""
    await way.mailer.send(MAIL)
    seen = way.seen()
    assert MAIL.to in seen
    assert MAIL.subject in seen
    assert MAIL.text.strip() in seen


@whole
async def test_a_mail_has_both_forms_and_its_marks(way: Way) -> None:
    """Plain text first, HTML after it; a stable id, the time, the sender, and that a program wrote it."""
    await way.mailer.send(MAIL)
    [message] = way.messages()
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert text_of(message, "html").strip() == MAIL.html
    assert message["Message-ID"] == "<01a2@social.example>"
    assert str(message["From"]) == MAIL.sender
    assert message["Date"].datetime.year == 2026
    assert message["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in message


@whole
async def test_one_click_stops_it(way: Way) -> None:
    """The address that unsubscribes is there as it is, however long (RFC 8058)."""
    await way.mailer.send(changed(unsubscribe=STOP))
    [message] = way.messages()
    assert message["List-Unsubscribe"] == f"<{STOP}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


async def test_nothing_that_was_typed_becomes_a_header(way: Way) -> None:
    """A line break in an address or a subject is refused, and nothing goes out."""
    for broken in (changed(subject="hi\r\nBcc: eve@example.org"), changed(to="a@b.c\nBcc: eve@example.org")):
        with pytest.raises(ValueError):
            await way.mailer.send(broken)
    assert "eve" not in way.seen()


@whole
async def test_the_same_mail_again_is_the_same_mail(way: Way) -> None:
    """Delivery may happen twice; readers that care see one mail."""
    await way.mailer.send(MAIL)
    await way.mailer.send(MAIL)
    assert {message["Message-ID"] for message in way.messages()} == {"<01a2@social.example>"}


async def test_an_address_in_any_script(way: Way) -> None:
    """Somebody called Jörg gets mail under that name."""
    await way.mailer.send(changed(to="jörg@example.org"))
    assert "jörg@example.org" in way.seen()


# ── files ──


async def test_a_file_is_for_people_and_for_nobody_else(tmp_path: Path) -> None:
    """The link stands on one line as written; only who runs the server can read it; an id is no path."""
    mailer = FileMailer(tmp_path / "mail")
    await mailer.send(changed(id="../../up"))
    [path] = (tmp_path / "mail").iterdir()
    assert path.name == "up.eml"
    assert LINK in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


# ── SMTP ──


async def test_who_is_not_there_is_told_apart() -> None:
    """A mailbox that does not exist is final; a relay that does not know us is not; both leave the connection good."""
    async with smtp_server(Letterbox()) as box:
        box.answers = {
            "gone@example.org": "550 5.1.1 no such user gone@example.org",
            "far@example.org": "554 5.7.1 <far@example.org>: Relay access denied",
            "full@example.org": "452 4.2.2 mailbox full",
        }
        mailer = smtp(box)
        with pytest.raises(AddressRefused) as gone:
            await mailer.send(changed(to="gone@example.org"))
        assert gone.value.said == "550 5.1.1 no such user …"
        for name in ("far", "full"):
            with pytest.raises(MailFailed) as failed:
                await mailer.send(changed(to=f"{name}@example.org"))
            assert name + "@" not in str(failed.value)
        await mailer.send(MAIL)
        assert (box.connections, len(box.taken)) == (1, 1)
        await mailer.close()


async def test_a_connection_is_used_again_and_made_anew() -> None:
    """Mails share a connection; after the server was restarted the next one goes out all the same."""
    box = Letterbox()
    async with smtp_server(box):
        mailer = smtp(box)
        await mailer.send(MAIL)
        await mailer.send(MAIL)
        assert box.connections == 1
        [client] = mailer._idle
        client.close()
        await mailer.send(MAIL)
        assert (box.connections, len(box.taken)) == (2, 3)
        assert box.names == ["social.example"] * 3
        await mailer.close()


async def test_few_connections_for_many_mails() -> None:
    """Twenty mails at once take no more connections than are allowed."""
    async with smtp_server(Letterbox()) as box:
        box.pause = 0.01
        mailer = smtp(box, smtp_connections=3)
        await asyncio.gather(*(mailer.send(changed(id=str(at))) for at in range(20)))
        assert len({mail["Message-ID"] for mail in box.mails()}) == 20
        assert box.most == 3
        await mailer.close()


async def test_signing_in(tls: ssl.SSLContext, trusted: str) -> None:
    """With the password mail goes out, with another one it does not and nothing says which was tried."""
    async with smtp_server(Letterbox(), tls, starttls=True, password="hunter2") as box:
        for password, goes in (("hunter2", True), ("wrong-one", False)):
            mailer = smtp(box, smtp_security="starttls", smtp_ca_file=trusted, smtp_user="ann", smtp_password=password)
            if goes:
                await mailer.send(MAIL)
            else:
                with pytest.raises(MailFailed) as failed:
                    await mailer.send(MAIL)
                assert "wrong-one" not in str(failed.value)
            await mailer.close()
        assert box.secured == [True]


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_whom_nobody_vouches_for_gets_nothing(security: str, tls: ssl.SSLContext) -> None:
    """A certificate of an authority that is not believed ends it before a mail is shown."""
    async with smtp_server(Letterbox(), tls, starttls=security == "starttls") as box:
        with pytest.raises(MailFailed):
            await smtp(box, smtp_security=security).send(MAIL)
        assert box.taken == []


async def test_encryption_is_never_done_without() -> None:
    """A server that offers no encryption, or somebody who takes the offer away, gets no mail."""
    async with smtp_server(Letterbox()) as box:
        with pytest.raises(MailFailed):
            await smtp(box, smtp_security="starttls").send(MAIL)
        assert box.taken == []


async def test_a_server_that_is_away() -> None:
    """Nobody there: the mail failed and may be tried again, but for a moment nobody knocks a second time."""
    box, clock = Letterbox(), SetClock()
    async with smtp_server(box):
        mailer = smtp(box, clock)
    with pytest.raises(MailFailed, match="Connect call failed"):
        await mailer.send(MAIL)
    async with smtp_server(box, port=box.port):
        with pytest.raises(MailFailed, match="a moment ago"):
            await mailer.send(MAIL)
        clock.advance(15 * SECOND)
        await mailer.send(MAIL)
        assert box.connections == 1
        await mailer.close()
