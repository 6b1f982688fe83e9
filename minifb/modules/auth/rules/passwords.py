"""Passwords: 10 to 256 characters of any kind, not common, not made of the member's own name or address."""

import re
import unicodedata

from minifb.kernel.refusals import FieldError, Invalid, Unavailable
from minifb.modules.auth.rules.guessed import COMMON, WORDS

SHORTEST, LONGEST = 10, 256

_SWAPS = str.maketrans("@4301!5$7", "aaeoiisst")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "azertyuiopqsdfghjklmwxcvbn",
)


class BadPassword(Invalid, code="invalid"):
    """Some of what was sent is not valid."""


class Hashing(Unavailable):
    """Too many people are signing in at this moment; try again in a few seconds."""


def normal(password: str) -> str:
    """Give a password in the one form that is hashed (NFC); nothing is trimmed or cut."""
    return unicodedata.normalize("NFC", password)


def check(password: str, *, username: str = "", email: str = "", names: tuple[str, ...] = ()) -> str:
    """Accept a new password, or say by field what is wrong with it."""
    plain = normal(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise _refuse("password_length", f"Use {SHORTEST} to {LONGEST} characters.")
    low = plain.casefold()
    if is_common(low):
        raise _refuse("password_common", "This password is among the first that anybody would try.")
    own = {username, email.partition("@")[0], *names}
    if any(len(part) >= 4 and part.casefold() in low for part in own if part):
        raise _refuse("password_personal", "Leave your name and address out of your password.")
    return plain


def is_common(low: str) -> bool:
    """Tell whether a folded password is one that a guesser tries first: known, repeated, or a walk on the keys."""
    if low in COMMON or len(set(low)) <= 3 or _repeats(low) or _walks(low):
        return True
    bare = re.sub(r"\A[\W\d_]+|[\W\d_]+\Z", "", low)
    swapped = re.sub(r"[\W\d_]+\Z", "", low).translate(_SWAPS)
    return any(len(low) - len(word) <= 8 and word in WORDS for word in (bare, swapped) if word)


def _repeats(low: str) -> bool:
    """Tell whether a text is one short piece again and again: `abcabcabc`."""
    whole = (low + low).find(low, 1)
    return whole <= 5 and len(low) % whole == 0


def _walks(low: str) -> bool:
    """Tell whether a text is a run along the alphabet, the digits or a row of keys, forwards or back."""
    return any(_within(low, row) for row in _ROWS)


def _within(low: str, row: str) -> bool:
    around = row * (len(low) // len(row) + 2)
    return low in around or low in around[::-1]


def _refuse(code: str, message: str) -> BadPassword:
    return BadPassword(FieldError("password", code, message))
