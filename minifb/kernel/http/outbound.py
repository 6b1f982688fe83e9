"""Outbound: requests to addresses that somebody else chose (push services, webhooks, previews).

What only this server can reach must not be reached through it. A name is resolved once, every address it has is looked
at, and the connection goes to an address that was looked at: a name that changes its mind in between gains nothing.
Nothing is followed, kept or unpacked: no redirects, no cookies, no proxy of the environment, no compression.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping, Sequence
from typing import Any

import httpcore2
import msgspec

from minifb.kernel.settings import CannotStart

CONNECT_SECONDS = 3.0
SECONDS_MAX = 10.0
BYTES_MAX = 512 * 1024
PORTS = frozenset({80, 443})

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Everything that is no single machine on the public internet; `is_global` of the standard library knows less.
_NEVER = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
    "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 "
    "2001::/23 2001:db8::/32 3fff::/20"
)
_DENIED = [ipaddress.ip_network(network) for network in _NEVER.split()]
_UNICAST = ipaddress.IPv6Network("2000::/3")
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


class NotCalled(Exception):
    """This address is not called from here: it is private, or our own."""


class NoAnswer(Exception):
    """Nobody answered, or not in time, or far too much."""


class Answer(msgspec.Struct, frozen=True):
    """What came back."""

    status: int
    headers: dict[str, str]
    """By name in small letters."""
    body: bytes


def is_public(address: Address) -> bool:
    """Tell whether an address is a machine on the public internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(inner)
        if address not in _UNICAST:
            return False
    return not any(address.version == network.version and address in network for network in _DENIED)


class Outbound:
    """The one client for addresses that were not chosen by the operator."""

    def __init__(self, allow: Sequence[str], own: str) -> None:
        """Let networks of `allow` be called although they are private; `own` is our own origin, which never is."""
        try:
            self._allow = [ipaddress.ip_network(network) for network in allow]
        except ValueError as wrong:
            raise CannotStart(f"outbound.allow: {wrong}", "write networks such as 10.1.2.0/24") from None
        self._own = httpcore2.URL(own).origin
        self._pool: httpcore2.AsyncConnectionPool | None = None

    async def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send one request; `NotCalled` when that address is none of ours to call, `NoAnswer` when nothing came."""
        try:
            async with asyncio.timeout(SECONDS_MAX):
                return await self._ask(method, httpcore2.URL(url), headers, body)
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, OSError) as error:
            raise NoAnswer(type(error).__name__) from error
        except (httpcore2.UnsupportedProtocol, UnicodeError, ValueError) as error:
            raise NotCalled("not an address") from error

    async def _ask(self, method: str, url: httpcore2.URL, headers: Mapping[str, str], body: bytes) -> Answer:
        if url.scheme not in {b"http", b"https"} or not url.host or url.origin == self._own:
            raise NotCalled("not an address of the web, or our own")
        if self._pool is None:  # reading the authorities of the system takes a moment: not at the start
            self._pool = httpcore2.AsyncConnectionPool(
                httpcore2.default_ssl_context(),
                max_connections=64,
                keepalive_expiry=30.0,
                network_backend=_LookedAt(self),
            )
        waits = dict.fromkeys(("read", "write", "pool"), SECONDS_MAX) | {"connect": CONNECT_SECONDS}
        sent: Any = {"user-agent": "minifb", "accept-encoding": "identity", **headers}
        asked = self._pool.stream(method, url, headers=sent, content=body, extensions={"timeout": waits})
        async with asked as response:
            read = bytearray()
            async for part in response.aiter_stream():
                read += part
                if len(read) > BYTES_MAX:
                    raise NoAnswer("too much")
        told = {name.decode().lower(): value.decode("latin-1") for name, value in response.headers}
        return Answer(response.status, told, bytes(read))

    def may_call(self, address: str, port: int) -> bool:
        """Tell whether an address may be called: public and on a port of the web, or one that the operator named."""
        found = ipaddress.ip_address(address.partition("%")[0])
        named = any(found.version == network.version and found in network for network in self._allow)
        return named or (is_public(found) and port in PORTS)

    async def close(self) -> None:
        """Hang up."""
        if self._pool is not None:
            await self._pool.aclose()


class _LookedAt(httpcore2.AsyncNetworkBackend):
    """Resolves a name, looks at all it stands for, and connects to the address itself."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound, self._network = outbound, httpcore2.AnyIOBackend()

    async def connect_tcp(self, host: str, port: int, *args: Any, **options: Any) -> httpcore2.AsyncNetworkStream:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
        if not all(self._outbound.may_call(address, port) for address in addresses):
            raise NotCalled("private, or not a port of the web")
        for address in addresses[:-1]:
            try:
                return await self._network.connect_tcp(address, port, *args, **options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return await self._network.connect_tcp(addresses[-1], port, *args, **options)
