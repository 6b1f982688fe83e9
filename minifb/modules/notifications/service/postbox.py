"""The postbox: where a letter becomes a mail and goes out, by the way that is configured."""

from email.headerregistry import Address
from ipaddress import ip_address

from minifb.kernel.clock import Clock
from minifb.kernel.settings import CannotStart, Settings
from minifb.modules.notifications.backends.mail import AddressRefused, Mail, Mailer, MailFailed, address_of
from minifb.modules.notifications.rules.mails import Addressee, Head, Letter, Trial, host_of
from minifb.modules.notifications.rules.settings import NotificationsSettings
from minifb.modules.notifications.service.letters import write


class Postbox:
    """Writes letters and hands them over; one for the server."""

    def __init__(self, own: NotificationsSettings, server: Settings, clock: Clock) -> None:
        """Open the way that is configured; nothing is connected before there is a letter."""
        site = server.server.public_url.rstrip("/")
        self.site = site
        self._clock = clock
        self._own = own
        self._address = address_of(own.mail_from) if own.mail_from else f"minifb@{host_of(site)}"
        if not self._address.isascii() or "@" not in self._address:
            raise CannotStart(
                f"modules.notifications.mail_from is no sender: {own.mail_from}",
                'write it as "Name <address@example.org>"',
            )
        self.folder = server.data_dir / "mail" if own.mail == "file" else None
        self._mailer = _mailer(own, server, clock, self._address.rpartition("@")[2])

    async def post(self, mail_id: str, to: Addressee, letter: Letter, unsubscribe: str | None = None) -> None:
        """Send a letter, or raise; where `AddressRefused` is raised, nothing will ever arrive."""
        name = self._own.mail_name or to.community
        token = unsubscribe.partition("token=")[2] if unsubscribe else ""
        stop = f"{self.site}/unsubscribe#token={token}" if unsubscribe else None
        words = write(letter, Head(name, self.site), to.first_name, stop)
        mail = Mail(
            id=mail_id,
            to=to.address,
            sender=self._own.mail_from or str(Address(name, addr_spec=self._address)),
            subject=words.subject,
            text=words.text,
            html=words.html,
            at=self._clock.now(),
            unsubscribe=unsubscribe,
        )
        await self._mailer.send(mail)

    async def try_out(self, mail_id: str, to: Addressee) -> tuple[bool, str]:
        """Send a letter that shows that mail works; tell whether it went out, and by which way or why not."""
        own = self._own
        ways = {
            "file": "a file in the data folder",
            "console": "the terminal",
            "smtp": f"{own.smtp_host} ({own.smtp_security})",
        }
        try:
            await self.post(mail_id, to, Trial(ways[own.mail]))
        except (AddressRefused, MailFailed, OSError, ValueError) as trouble:
            return False, str(trouble)
        return True, ways[own.mail]

    async def close(self) -> None:
        """Give back what is held open."""
        await self._mailer.close()


def _mailer(own: NotificationsSettings, server: Settings, clock: Clock, host: str) -> Mailer:
    """Make the backend of this name."""
    match own.mail:
        case "file":
            from minifb.modules.notifications.backends.mail.file import FileMailer

            return FileMailer(server.data_dir / "mail")
        case "console":
            from minifb.modules.notifications.backends.mail.console import ConsoleMailer

            return ConsoleMailer()
        case "smtp":
            from minifb.modules.notifications.backends.mail.smtp import SmtpMailer

            if own.smtp_security == "none" and own.smtp_user and not _is_here(own.smtp_host):
                raise CannotStart(
                    f"the password of {own.smtp_user} would go to {own.smtp_host} for everybody on the way to read",
                    'set modules.notifications.smtp_security = "starttls" or "tls"',
                )
            return SmtpMailer(own, host, clock)


def _is_here(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
