"""Mail that goes to an SMTP server, over connections that are kept for the next one. Imported only where it is used."""

import asyncio
import ssl
from contextlib import suppress

from aiosmtplib import SMTP, SMTPConnectError, SMTPException, SMTPRecipientsRefused

from minifb.kernel.clock import Clock
from minifb.modules.notifications.backends.mail import AddressRefused, Mail, MailFailed, address_of, written
from minifb.modules.notifications.rules.mails import bounced, nameless
from minifb.modules.notifications.rules.settings import NotificationsSettings

PAUSE_SECONDS = 15


class SmtpMailer:
    """Hands mails to a server that delivers them: at most so many connections, each used again while it lives."""

    def __init__(self, settings: NotificationsSettings, greeting: str, clock: Clock) -> None:
        """Connect later, when there is a mail; `greeting` is the host that we say we are."""
        self._settings, self._greeting, self._clock = settings, greeting, clock
        self._away_until = 0.0
        self._slots = asyncio.Semaphore(settings.smtp_connections)
        self._idle: list[SMTP] = []

    async def send(self, mail: Mail) -> None:
        """Send a mail; what is not certainly taken raises, and the whole mail is tried again."""
        message = written(mail, "quoted-printable")  # short ASCII lines: every server on the way takes them
        async with self._slots:
            try:
                await self._through(await self._connected(), mail, message)
            except SMTPRecipientsRefused as refused:
                code, said = refused.recipients[0].code, nameless(refused.recipients[0].message, mail.to)
                if bounced(code, said):
                    raise AddressRefused(code, said) from None
                raise MailFailed(f"{code} {said}") from None
            except (SMTPException, OSError) as trouble:
                raise MailFailed(nameless(f"{type(trouble).__name__}: {trouble}", mail.to)) from None

    async def _through(self, client: SMTP, mail: Mail, message: bytes) -> None:
        """Send over one connection, and keep it unless something is wrong with it."""
        options = () if mail.to.isascii() else ("SMTPUTF8",)
        try:
            await client.sendmail(address_of(mail.sender), [mail.to], message, mail_options=options)
        except SMTPRecipientsRefused:
            self._idle.append(client)
            raise
        except BaseException:
            client.close()
            raise
        self._idle.append(client)

    async def close(self) -> None:
        """Say goodbye on every connection."""
        while self._idle:
            client = self._idle.pop()
            with suppress(SMTPException, OSError):
                await client.quit()
            client.close()

    async def _connected(self) -> SMTP:
        """Take a connection that answers, or make one."""
        while self._idle:
            client = self._idle.pop()
            with suppress(SMTPException, OSError):
                await client.noop()
                return client
            client.close()
        if self._clock.monotonic() < self._away_until:
            raise SMTPConnectError("the server was not there a moment ago")
        try:
            return await self._connect()
        except (SMTPException, OSError):
            # So that mails which wait for a server that hangs do not hold up everything else, one after the other.
            self._away_until = self._clock.monotonic() + PAUSE_SECONDS
            raise

    async def _connect(self) -> SMTP:
        own = self._settings
        client = SMTP(
            hostname=own.smtp_host,
            port=own.smtp_port or None,
            username=own.smtp_user or None,
            password=own.smtp_password or None,
            local_hostname=self._greeting,
            timeout=own.smtp_seconds,
            use_tls=own.smtp_security == "tls",
            start_tls=own.smtp_security == "starttls",
            tls_context=self._trust() if own.smtp_security != "none" else None,
        )
        await client.connect()
        return client

    def _trust(self) -> ssl.SSLContext:
        """Trust what this machine trusts, and the operator's own authority if there is one."""
        context = ssl.create_default_context()
        if self._settings.smtp_ca_file:
            context.load_verify_locations(self._settings.smtp_ca_file)
        return context
