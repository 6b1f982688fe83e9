"""Usernames and the names people go by."""

import re
import unicodedata

from minifb.kernel.refusals import Conflict, FieldError, Invalid

_USERNAME = re.compile(r"\A[a-z0-9_]{3,30}\Z")

RESERVED = frozenset(
    """about abuse account accounts admin administrator all anonymous api app apps auth billing blog bot contact
    deleted docs everyone faq feed feeds friends group groups health help here home hostmaster info invite livez
    login logout mail mailer_daemon me media member members message messages metrics minifb moderator moderators
    news noreply no_reply notification notifications null official openapi owner p page pages password policy post
    postmaster posts press privacy profile public readyz register reset robots root rules search security self
    service session sessions settings setup signin signout signup site staff static status support system team
    terms test undefined unsubscribe user username users verify web webmaster www you""".split()  # noqa: SIM905 - reads as a list of words
)


class UsernameTaken(Conflict):
    """This username is taken."""


class BadName(Invalid, code="invalid"):
    """Some of what was sent is not valid."""


def username(text: str) -> str:
    """Fold capitals and check a username, or refuse it by field."""
    folded = text.strip().lower()
    if not _USERNAME.match(folded):
        raise BadName(FieldError("username", "username_form", "Use 3 to 30 letters a-z, digits and underscores."))
    if folded in RESERVED or not folded.strip("_"):
        raise BadName(FieldError("username", "username_reserved", "This username is kept for the server itself."))
    return folded


def fold_name(text: str) -> str:
    """Fold what somebody typed as their username, whatever it is."""
    return text.strip().removeprefix("@").lower()


def person(text: str, field: str) -> str:
    """Check a first or last name: 1 to 64 characters, nothing invisible, no pile of accents."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    hidden = any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"} for letter in name)
    if not 1 <= len(name) <= 64 or hidden or _piled(name):
        raise BadName(FieldError(field, "name_form", "Use 1 to 64 visible characters."))
    return name


def _piled(name: str) -> bool:
    marks = 0
    for letter in unicodedata.normalize("NFD", name):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > 4:
            return True
    return False


def taken() -> UsernameTaken:
    """Refuse a username that somebody has or had a short time ago."""
    return UsernameTaken(FieldError("username", "taken", "This username is taken."))
