"""E-mail addresses: how they are checked, and the folded form that must be unique."""

import re
import unicodedata
from contextlib import suppress

from minifb.kernel.http.shapes import Wire
from minifb.kernel.refusals import Conflict, FieldError, Invalid

_LOCAL = re.compile(r"\A[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f]{1,64}\Z")
_DOMAIN = re.compile(r"\A(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}\Z")


class EmailTaken(Conflict):
    """There is an account with this e-mail address already; sign in or reset its password."""


class BadEmail(Invalid, code="invalid"):
    """Some of what was sent is not valid."""


class LinkInvalid(Invalid):
    """This link is not good any more; ask for a new one."""


class Sent(Wire):
    """What was asked for is on its way, if there is anything to send."""

    status: str = "sent"


def address(text: str, field: str = "email") -> str:
    """Check an address and give it as it will be written on mail: the domain in ASCII and lower case."""
    plain = unicodedata.normalize("NFC", text.strip())
    local, at, domain = plain.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower() if at else ""
    except UnicodeError:
        ascii_domain = ""
    dotted = local.startswith(".") or local.endswith(".") or ".." in local
    if not _LOCAL.match(local) or dotted or not _DOMAIN.match(ascii_domain) or len(plain) > 254:
        raise BadEmail(FieldError(field, "email_form", "This is not an e-mail address."))
    return f"{local}@{ascii_domain}"


def fold_email(text: str) -> str:
    """Fold an address to the form under which it is one account's alone; anything typed folds to something."""
    local, _, domain = unicodedata.normalize("NFKC", text.strip()).casefold().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}"


def email_taken() -> EmailTaken:
    """Refuse an address that has an account."""
    return EmailTaken(FieldError("email", "taken", "There is an account with this address already."))
