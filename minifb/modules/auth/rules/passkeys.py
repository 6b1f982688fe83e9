"""Passkeys: keys in a device or password manager (WebAuthn)."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from minifb.kernel.http.shapes import Wire
from minifb.kernel.refusals import Conflict, FieldError, Invalid, Unauthenticated

CHALLENGE_BYTES = 32
CHALLENGE_SECONDS = 300


class TooManyPasskeys(Conflict):
    """There are as many passkeys as a member may have; remove one first."""


class PasskeyKnown(Conflict):
    """This passkey is set up already."""


class PasskeyInvalid(Invalid):
    """This passkey could not be set up; try again."""


class PasskeyWrong(Unauthenticated):
    """This passkey is not known here, or the try took too long; try again or use your password."""


class PasskeyOptions(Wire):
    """What the browser is asked, for `navigator.credentials`; answered with the challenge's id."""

    challenge_id: str
    options: dict[str, Any]


class PasskeyShown(Wire):
    """A passkey as its owner sees it."""

    id: str
    name: str
    created_at: datetime
    used_at: datetime | None


def relying_party(public_url: str) -> tuple[str, list[str]]:
    """Give the name passkeys are bound to and the origins they may come from.

    An address of numbers cannot hold passkeys, so on this machine they belong to `localhost`.
    """
    parts = urlsplit(public_url)
    host = parts.hostname or "localhost"
    if host in {"127.0.0.1", "::1", "localhost"}:
        port = f":{parts.port}" if parts.port else ""
        return "localhost", [f"{parts.scheme}://localhost{port}"]
    return host, [f"{parts.scheme}://{parts.netloc}"]


def invalid() -> PasskeyInvalid:
    """Refuse what a browser answered."""
    return PasskeyInvalid(FieldError("credential", "passkey_invalid", "This passkey could not be set up."))
