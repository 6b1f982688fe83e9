"""API keys and service tokens: what one may be granted."""

import re
from datetime import datetime

from minifb.kernel.http.shapes import Wire
from minifb.kernel.refusals import Conflict, FieldError, Invalid

PERMISSIONS_MAX = 50
_PERMISSION = re.compile(r"\A[a-z][a-z0-9_]{0,30}\.[a-z][a-z0-9_.-]{0,30}\Z")
_SERVICE = re.compile(r"\A[a-z0-9][a-z0-9._-]{0,63}\Z")


class TooManyKeys(Conflict):
    """There are as many API keys as a member may have; revoke one first."""


class BadKey(Invalid, code="invalid"):
    """Some of what was sent is not valid."""


class KeyShown(Wire, omit_defaults=True):
    """An API key as its holder sees it; the key itself only when it is made."""

    key_id: str
    service_id: str
    permissions: list[str]
    rate_limit: int
    created_at: datetime
    expires_at: datetime
    key: str | None = None


class ServiceTokenShown(Wire, omit_defaults=True):
    """A service token; the token itself only when it is made."""

    token_id: str
    service_id: str
    permissions: list[str]
    created_at: datetime
    expires_at: datetime
    token: str | None = None


def check(service_id: str, permissions: list[str]) -> list[str]:
    """Accept what a key is to be good for; never for accounts themselves, whoever holds it."""
    if not _SERVICE.match(service_id):
        raise BadKey(FieldError("serviceId", "service_form", "Use a-z, digits, dots and dashes, at most 64."))
    wanted = sorted(set(permissions))
    if not wanted or len(wanted) > PERMISSIONS_MAX or not all(_PERMISSION.match(one) for one in wanted):
        raise BadKey(FieldError("permissions", "permission_form", "Name 1 to 50 permissions, like posts.write."))
    if any(one.startswith("auth.") for one in wanted):
        raise BadKey(FieldError("permissions", "permission_never", "A key never decides over accounts."))
    return wanted
