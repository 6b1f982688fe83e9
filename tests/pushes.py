"""A push service of our own: takes what a server sends to a browser's push service, and opens it as the browser would.

It is written after RFC 8030, 8188, 8291 and 8292 with none of the product's code, so that both sides prove each other.

    async with push_service(folder, world.clock) as pushes:
        phone = pushes.browser()
        await ann.post("/notifications/push/subscriptions", **phone.subscription)
        ...
        assert [push["notification"]["title"] for push in phone.shown] == ["New message"]
"""

import asyncio
import base64
import json
import os
import secrets
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
import trustme
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from minifb.kernel.clock import SECOND, Clock

ALLOWED: dict[str, Any] = {
    "outbound__allow": ("127.0.0.1/32", "::1/128"),
    "modules__notifications__push_hosts": ("localhost",),
}
"""What a world must be told so that it sends here."""


def text(data: bytes) -> str:
    """Write bytes as browsers do."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def data(text: str) -> bytes:
    """Read what browsers write."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """Derive a key (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


class Browser:
    """A browser that subscribed: its keys, and what it was shown."""

    def __init__(self, endpoint: str) -> None:
        """Make its keys."""
        self.endpoint = endpoint
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = os.urandom(16)
        self.public = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.sealed: list[bytes] = []
        self.shown: list[dict[str, Any]] = []
        self.heads: list[dict[str, str]] = []

    @property
    def subscription(self) -> dict[str, Any]:
        """Give what `toJSON()` of its subscription gives."""
        keys = {"p256dh": text(self.public), "auth": text(self._secret)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def receive(self, body: bytes, head: dict[str, str]) -> None:
        """Open a push (RFC 8291 §3.4, RFC 8188 §2)."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size <= 4096
        both = self._key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        shared = derived(both, self._secret, b"WebPush: info\x00" + self.public + theirs, 32)
        key = derived(shared, salt, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = derived(shared, salt, b"Content-Encoding: nonce\x00", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")
        assert plain.endswith(b"\x02"), "the last record ends so"
        self.sealed.append(body)
        self.heads.append(head)
        self.shown.append(json.loads(plain[:-1]))


@dataclass
class PushService:
    """The push service: who subscribed, and what it answers."""

    origin: str
    clock: Clock
    browsers: dict[str, Browser] = field(default_factory=dict)
    answers: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    """What it answers to pushes for a browser, by its path; 201 where nothing is said."""
    asked: list[str] = field(default_factory=list)
    """The paths that were asked for."""
    server_keys: set[str] = field(default_factory=set)

    def browser(self) -> Browser:
        """Subscribe a browser."""
        path = f"/push/{secrets.token_urlsafe(24)}"
        browser = self.browsers[path] = Browser(f"{self.origin}{path}")
        return browser

    def answer(self, browser: Browser, status: int, **headers: str) -> None:
        """Answer so to pushes for a browser from now on."""
        self.answers[browser.endpoint.removeprefix(self.origin)] = (status, headers)

    def take(self, path: str, head: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        """Take a push: check who sent it, and hand it to the browser."""
        self.asked.append(path)
        if path not in self.browsers:
            return 404, {}
        self._check_sender(head["authorization"])
        assert head["content-encoding"] == "aes128gcm"
        assert head["ttl"].isdecimal()
        assert head.get("urgency", "normal") in {"very-low", "low", "normal", "high"}
        assert len(head.get("topic", "")) <= 32
        status, headers = self.answers.get(path, (201, {}))
        if status < 300:
            self.browsers[path].receive(body, head)
        return status, headers

    def _check_sender(self, authorization: str) -> None:
        """Check the signature, for whom it is and how long it holds (RFC 8292)."""
        scheme, _, rest = authorization.partition(" ")
        told = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert scheme == "vapid"
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data(told["k"]))
        claims = jwt.decode(told["t"], key, ["ES256"], audience=self.origin, options={"verify_exp": False})
        assert 0 < claims["exp"] - self.clock.now() / SECOND <= 24 * 3600
        self.server_keys.add(told["k"])


@asynccontextmanager
async def push_service(folder: Path, clock: Clock) -> AsyncIterator[PushService]:
    """Run a push service on a free port of this machine, with a certificate that the server believes."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    believed = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(believed))
    service = PushService("", clock)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                await _answer(service, line, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "localhost", 0, ssl=context, family=2)
    service.origin = f"https://localhost:{server.sockets[0].getsockname()[1]}"
    with _believing(believed):
        yield service
    server.close()


async def _answer(
    service: PushService, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Answer one request."""
    path = line.decode().split()[1]
    head = {}
    while header := (await reader.readline()).decode().strip():
        name, _, value = header.partition(":")
        head[name.lower()] = value.strip()
    body = await reader.readexactly(int(head.get("content-length", 0)))
    status, headers = service.take(path, head, body)
    lines = [
        f"HTTP/1.1 {status} -",
        "content-length: 0",
        *(f"{name.replace('_', '-')}: {v}" for name, v in headers.items()),
    ]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    await writer.drain()


@contextmanager
def _believing(authority: Path) -> Iterator[None]:
    """Let this process believe an authority, as an operator would."""
    before = os.environ.get("SSL_CERT_FILE")
    os.environ["SSL_CERT_FILE"] = str(authority)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SSL_CERT_FILE"]
        else:
            os.environ["SSL_CERT_FILE"] = before
