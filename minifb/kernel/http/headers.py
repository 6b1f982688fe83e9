"""Headers: what a request's head must look like before anything is done for it, and what every answer carries.

Servers, proxies and frameworks read odd heads differently, and attacks live in the difference. So odd heads are
refused: no host or two, a length and chunks, repeated headers that may come once, bytes that are not ASCII, and
more of anything than a browser would send (RFC 9112 §11.2).
"""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from minifb.kernel.events.event import Trace
from minifb.kernel.refusals import Malformed, TooLarge

Pairs = Sequence[tuple[bytes, bytes]]

LINE_MAX = 8 * 1024
ALL_MAX = 32 * 1024
COUNT_MAX = 100

_ONCE = frozenset(
    {
        b"authorization", b"content-length", b"content-type", b"host", b"idempotency-key", b"if-none-match",
        b"origin", b"sec-fetch-site", b"sec-websocket-key", b"traceparent", b"transfer-encoding", b"x-correlation-id",
        b"x-minifb",
    }
)  # fmt: skip
# Other programs on this machine set cookies too, and browsers are called in many scripts.
_ANY_BYTES = frozenset({b"cookie", b"user-agent", b"referer"})
_HOST = re.compile(rb"\A(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(:\d{1,5})?\Z")
_LENGTH = re.compile(rb"\A\d{1,15}\Z")
_CORRELATION = re.compile(rb"\A[A-Za-z0-9._-]{8,64}\Z")
_TRACEPARENT = re.compile(rb"\A00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}\Z")


class HeadersTooLarge(TooLarge):
    """The head of the request is larger than this server takes."""


def checked(scope: Any) -> dict[bytes, bytes]:
    """Give a request's headers by name, or refuse the request for its head."""
    pairs: Pairs = scope["headers"]
    path, query = scope.get("raw_path") or scope["path"].encode(), scope.get("query_string", b"")
    if len(pairs) > COUNT_MAX or len(path) + len(query) > LINE_MAX:
        raise HeadersTooLarge
    if b"%00" in path or b"%00" in query or not query.isascii() or (b"&" in query and _repeats(query)):
        raise Malformed
    headers = dict(pairs)
    everything = b"".join([*headers, *headers.values()])
    # Nearly every head is small, plain and without repeats, which is seen without looking at each header.
    if len(headers) < len(pairs) or len(everything) > LINE_MAX or not everything.isascii():
        headers = _looked_at(pairs)
    _check_frame(headers)
    return headers


def _looked_at(pairs: Pairs) -> dict[bytes, bytes]:
    """Go through headers one by one."""
    headers: dict[bytes, bytes] = {}
    for name, value in pairs:
        if len(value) > LINE_MAX:
            raise HeadersTooLarge
        if not value.isascii() and name not in _ANY_BYTES:
            raise Malformed
        if name in headers:
            if name in _ONCE:
                raise Malformed
            headers[name] += (b"; " if name == b"cookie" else b", ") + value
        else:
            headers[name] = value
    if sum(len(name) + len(value) for name, value in pairs) > ALL_MAX:
        raise HeadersTooLarge
    return headers


def _check_frame(headers: dict[bytes, bytes]) -> None:
    """Refuse what leaves open for whom the request is, or where it ends."""
    length, chunked = headers.get(b"content-length"), headers.get(b"transfer-encoding")
    if _HOST.match(headers.get(b"host", b"")) is None:
        raise Malformed
    if length is not None and (chunked is not None or _LENGTH.match(length) is None):
        raise Malformed
    if chunked is not None and chunked.lower() != b"chunked":
        raise Malformed


def _repeats(query: bytes) -> bool:
    names = [part.split(b"=", 1)[0] for part in query.split(b"&") if part]
    return len(set(names)) < len(names)


def trace_of(headers: dict[bytes, bytes], request_id: str) -> Trace:
    """Tie the request to what the caller says it belongs to, else to itself."""
    correlation, parent = headers.get(b"x-correlation-id"), headers.get(b"traceparent")
    traceparent = parent.decode() if parent is not None and _TRACEPARENT.match(parent) else None
    known = correlation is not None and _CORRELATION.match(correlation)
    return Trace(
        correlation_id=correlation.decode() if correlation is not None and known else request_id,
        causation_id=request_id,
        traceparent=traceparent,
    )


# ── who is calling ───────────────────────────────────────────────────────────────────────────────

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Proxies:
    """The proxies in front of this server, whose word about the caller counts. Nobody else's does."""

    def __init__(self, networks: Iterable[str] = ()) -> None:
        """Trust these networks."""
        self._networks: list[Network] = [ipaddress.ip_network(network, strict=False) for network in networks]

    def caller(self, scope: Any, headers: dict[bytes, bytes]) -> tuple[str, str]:
        """Give the caller's address and scheme, looking through proxies that are trusted."""
        peer: str = scope["client"][0] if scope.get("client") else ""
        scheme: str = scope.get("scheme", "http")
        if not self._networks or not self._trusts(peer):
            return address(peer), scheme
        told = headers.get(b"x-forwarded-proto", b"").decode().strip().lower()
        if told in {"http", "https"}:
            scheme = {"ws": told.replace("http", "ws"), "wss": told.replace("http", "ws")}.get(scheme, told)
        # From right to left: each proxy appended whom it saw, and what a stranger wrote stands to the left.
        for hop in reversed(headers.get(b"x-forwarded-for", b"").decode().split(",")):
            if not _is_address(hop := hop.strip()):
                break
            peer = hop
            if not self._trusts(hop):
                break
        return address(peer), scheme

    def _trusts(self, peer: str) -> bool:
        return _is_address(peer) and any(ipaddress.ip_address(peer) in network for network in self._networks)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


@lru_cache(16_384)
def address(text: str) -> str:
    """Name the caller for limits: an IPv4 address, or the /64 of an IPv6 one, which is what one household has."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False).network_address) if not found.is_loopback else "::1"
    return str(found)


# ── what every answer carries ────────────────────────────────────────────────────────────────────

_ALWAYS: list[tuple[bytes, bytes]] = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_SECURITY_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_NO_STORE = (b"cache-control", b"no-store")
_STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


def finished(pairs: Iterable[tuple[bytes, bytes]], *, private: bool, https: bool) -> list[tuple[bytes, bytes]]:
    """Complete an answer's headers; a handler that set its own policy or cache rule keeps it."""
    headers = list(pairs)
    names = {name for name, _ in headers}
    headers += [pair for pair in _ALWAYS if pair[0] not in names]
    if b"content-security-policy" not in names:
        headers.append(_SECURITY_POLICY)
    if private and b"cache-control" not in names:
        headers.append(_NO_STORE)
    if https:
        headers.append(_STRICT_TRANSPORT)
    return headers
