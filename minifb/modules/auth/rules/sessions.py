"""Sessions: how long they live, how failures slow a guesser down, and how devices are called."""

import ipaddress
import re
from datetime import datetime
from typing import Literal

import msgspec

from minifb.kernel.clock import DAY, HOUR, MINUTE, SECOND, Instant
from minifb.kernel.http.shapes import Wire
from minifb.kernel.refusals import TooMany, Unauthenticated
from minifb.modules.auth.rules.accounts import Me
from minifb.modules.auth.rules.settings import AuthSettings

SessionKind = Literal["token", "cookie"]

FREE_TRIES = 5
FREE_TRIES_PER_ADDRESS = 50
LONGEST_DELAY = 15 * MINUTE
FORGOTTEN_AFTER = HOUR
LIMITED_TO = ("auth.login", "auth.session", "auth.me", "auth.totp", "auth.passkeys", "pages.read")
"""What staff without a second factor may reach until they have set one up."""


class WrongCredentials(Unauthenticated, code="unauthenticated"):
    """The name, address or password is not right."""


class TotpRequired(Unauthenticated):
    """Give the code of your second factor as well."""


class TotpWrong(Unauthenticated):
    """This code is not right, or was used already."""


class SessionOver(Unauthenticated):
    """This session is over; sign in again."""


class TooManyFailures(TooMany):
    """Too many wrong passwords; wait a little."""


class Device(msgspec.Struct, frozen=True):
    """Where a request comes from, coarsely: nothing finer is kept."""

    address: str
    agent: str
    kind: SessionKind = "token"


class Session(msgspec.Struct, frozen=True):
    """One row of sessions: a family of refresh tokens."""

    id: str
    user_id: str
    kind: SessionKind
    label: str
    network: str
    amr: list[str]
    authenticated_at: Instant
    created_at: Instant
    used_at: Instant
    expires_at: Instant
    ends_at: Instant
    revoked_at: Instant | None
    reason: str | None


class Granted(msgspec.Struct, frozen=True):
    """What a sign-in came to: the tokens before it is known how they travel."""

    user: Me
    session_id: str
    kind: SessionKind
    access_token: str
    refresh_token: str
    expires_in: int
    session_seconds: int
    limited: bool


class SessionShown(Wire):
    """A session as its owner sees it."""

    id: str
    device: str
    network: str
    current: bool
    created_at: datetime
    used_at: datetime
    expires_at: datetime


class Failure(msgspec.Struct, frozen=True):
    """How often somebody failed lately."""

    kind: str
    key: str
    count: int
    last_at: Instant
    next_at: Instant


def after_failure(kind: str, key: str, known: Failure | None, now: Instant) -> Failure:
    """Count one more failure and say when the next try is looked at: doubling from a second to 15 minutes.

    An account's own count is never forgotten by time: only a right password or a reset ends it.
    """
    forgotten = known is not None and kind != "account" and now - known.last_at > FORGOTTEN_AFTER
    count = 1 if known is None or forgotten else known.count + 1
    free = FREE_TRIES_PER_ADDRESS if kind == "address" else FREE_TRIES
    delay = 0 if count < free or kind == "account" else min(LONGEST_DELAY, SECOND << min(count - free, 20))
    return Failure(kind, key, count, now, now + delay)


def session_ends(settings: AuthSettings, created_at: Instant, now: Instant) -> Instant:
    """Say when a session ends if it is not used again: sliding, but never past its absolute end."""
    return min(now + settings.refresh_days * DAY, created_at + settings.session_days * DAY)


def live(session: Session, now: Instant) -> bool:
    """Tell whether a session is still good."""
    return session.revoked_at is None and now < min(session.expires_at, session.ends_at)


def network(address: str) -> str:
    """Coarsen an address to its network: /24 or /48."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


def is_loopback(address: str) -> bool:
    """Tell whether a request comes from this machine itself."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


_SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Mac OS|Macintosh"),
    ("Linux", r"Linux|X11"),
)
_BROWSERS = (
    ("Edge", r"Edg"),
    ("Opera", r"OPR|Opera"),
    ("Firefox", r"Firefox|FxiOS"),
    ("Chrome", r"Chrome|CriOS"),
    ("Safari", r"Safari"),
    ("curl", r"curl"),
    ("Python", r"python|httpx"),
)


def device_label(agent: str) -> str:
    """Call a device by browser and system, as its owner would."""
    browser = next((name for name, mark in _BROWSERS if re.search(mark, agent, re.IGNORECASE)), "")
    system = next((name for name, mark in _SYSTEMS if re.search(mark, agent, re.IGNORECASE)), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or "An unknown device"
