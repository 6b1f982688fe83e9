"""Second factors by code: six digits every 30 seconds (RFC 6238), and recovery codes."""

import hashlib
import hmac

from minifb.kernel.clock import SECOND, Instant
from minifb.kernel.http.shapes import Wire
from minifb.kernel.refusals import Conflict, FieldError, Invalid

STEP_SECONDS = 30
SECRET_BYTES = 20
RECOVERY_CODES = 10
RECOVERY_CHARACTERS = 24
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
"""32 letters: 24 of them are 120 bits."""


class TotpOn(Conflict, code="totp_on"):
    """A second factor by code is set up already; remove it first."""


class TotpOff(Conflict, code="totp_off"):
    """There is no second factor by code to confirm or remove."""


class CodeWrong(Invalid, code="code_wrong"):
    """This code is not right; look at the time of your device and try the next one."""


class TotpOffer(Wire):
    """A secret to put into an authenticator app; it counts once a code of it was given."""

    secret: str
    uri: str
    """`otpauth://` address, for a QR code."""
    qr: str
    """The same as an SVG picture."""


class RecoveryCodes(Wire):
    """Codes that stand in for a lost second factor, each once. They are never shown again."""

    recovery_codes: list[str]


def code_wrong() -> CodeWrong:
    """Refuse a code by field."""
    return CodeWrong(FieldError("code", "code_wrong", "This code is not right."))


def step_at(now: Instant) -> int:
    """Give the number of the current step."""
    return now // (STEP_SECONDS * SECOND)


def code(secret: bytes, step: int) -> str:
    """Give the code of a step."""
    mac = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    at = mac[-1] & 15
    return f"{(int.from_bytes(mac[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def matching_step(secret: bytes, given: str, now: Instant, last_step: int) -> int | None:
    """Find the step a code belongs to: the current one or the one before, each only once."""
    plain = "".join(given.split()).encode()
    current = step_at(now)
    for step in (current, current - 1):
        if hmac.compare_digest(code(secret, step).encode(), plain) and step > last_step:
            return step
    return None


def recovery_code(letters: str) -> str:
    """Write a recovery code in groups, so that it can be typed from paper."""
    return "-".join(letters[at : at + 6] for at in range(0, RECOVERY_CHARACTERS, 6))


def fold_recovery(given: str) -> str:
    """Read a recovery code as it was typed."""
    return "".join(letter for letter in given.lower() if letter in ALPHABET)
