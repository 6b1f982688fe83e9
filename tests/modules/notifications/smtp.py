"""A real SMTP server for tests: it keeps what it takes, and refuses whom it is told to."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword


class Letterbox:
    """What arrived, and how."""

    def __init__(self) -> None:
        """Begin empty; `answers` says what is told about an address instead of taking it."""
        self.taken: list[Envelope] = []
        self.secured: list[bool] = []
        self.names: list[str] = []
        self.answers: dict[str, str] = {}
        self.pause = 0.0
        self.connections = self.open = self.most = 0
        self.port = 0

    def mails(self) -> list[EmailMessage]:
        """Give the mails that arrived, oldest first."""
        return [message_from_bytes(bytes(one.content or b""), policy=policy.default) for one in self.taken]  # type: ignore[misc, unused-ignore, arg-type]

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:
        """Take an address unless told otherwise."""
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Envelope) -> str:
        """Keep a mail."""
        await asyncio.sleep(self.pause)
        self.taken.append(envelope)
        self.secured.append(session.ssl is not None)
        self.names.append(str(session.host_name))
        return "250 OK"


@asynccontextmanager
async def smtp_server(
    box: Letterbox,
    tls: ssl.SSLContext | None = None,
    *,
    starttls: bool = False,
    password: str | None = None,
    port: int = 0,
) -> AsyncIterator[Letterbox]:
    """Serve a letterbox on this machine: plain, with TLS from the first byte, or after STARTTLS."""

    def known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        fits = isinstance(given, LoginPassword) and given.password == (password or "").encode()
        return AuthResult(success=fits, handled=False)

    class Counted(SMTP):
        def connection_made(self, transport: Any) -> None:
            box.connections += 1
            box.open += 1
            box.most = max(box.most, box.open)
            super().connection_made(transport)

        def connection_lost(self, error: Exception | None) -> None:
            box.open -= 1
            super().connection_lost(error)

    def protocol() -> SMTP:
        return Counted(
            box,
            hostname="mail.example",
            enable_SMTPUTF8=True,
            tls_context=tls if starttls else None,
            require_starttls=starttls,
            authenticator=known if password else None,
            auth_required=password is not None,
            auth_require_tls=starttls,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", port, ssl=None if starttls else tls)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        await server.wait_closed()
