"""Problems: every answer that is not the thing asked for, as RFC 9457 `application/problem+json`.

A problem carries the same eight fields whoever refused: a use case, the guard, the framework or a bug. It never
carries a value that was sent, a query, a path, a version or the name of a class.
"""

import math
import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, MethodNotAllowedException, ValidationException

from minifb.kernel.data.tx import Applying
from minifb.kernel.http.shapes import Problem
from minifb.kernel.ids import new_id
from minifb.kernel.refusals import (
    KINDS,
    Conflict,
    FieldError,
    Invalid,
    NotFound,
    Refusal,
    Unauthenticated,
    Unavailable,
)

Headers = list[tuple[bytes, bytes]]

MEDIA_TYPE = "application/problem+json"
APPLYING = b'{"status":"applying"}'

# How libraries name "a constraint of the database said no"; the kernel imports none of the drivers for it.
_CONSTRAINTS = {"IntegrityError", "IntegrityConstraintViolationError"}


class MethodNotAllowed(Refusal):
    """This address does not take that method."""

    status, kind = 405, "method_not_allowed"


class InternalError(Refusal, code="internal"):
    """Something went wrong on this server; it has been noted."""

    status, kind = 500, "internal"


ANSWERED: tuple[type[Refusal], ...] = KINDS + (MethodNotAllowed, InternalError)  # noqa: RUF005 - keeps its type
"""Every kind of problem there is."""

_BY_STATUS = {kind.status: kind for kind in ANSWERED}


class Answer(msgspec.Struct, frozen=True):
    """An answer that is ready to be sent: what an exception became."""

    status: int
    headers: Headers
    body: bytes
    bug: bool = False
    """Whether it came from something nobody foresaw, which must be noted."""


def describe(refusal: Refusal, request_id: str) -> Problem:
    """Put a refusal into the fields of RFC 9457."""
    return Problem(
        type=f"urn:minifb:problem:{refusal.kind}",
        title=refusal.kind.replace("_", " ").capitalize(),
        status=refusal.status,
        detail=refusal.text,
        instance=f"urn:uuid:{request_id}",
        code=refusal.code,
        request_id=request_id,
        errors=list(refusal.errors),
    )


def answer(refusal: Refusal, request_id: str, *, headers: Iterable[tuple[bytes, bytes]] = ()) -> Answer:
    """Turn a refusal into status, headers and body."""
    body = msgspec.json.encode(describe(refusal, request_id))
    sent: Headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *headers,
    ]
    if refusal.status == Unauthenticated.status:
        sent.append((b"www-authenticate", b"Bearer"))
    if (wait := _seconds_to_wait(refusal)) is not None:
        sent.append((b"retry-after", str(wait).encode()))
    return Answer(refusal.status, sent, body, bug=isinstance(refusal, InternalError))


def _seconds_to_wait(refusal: Refusal) -> int | None:
    if refusal.retry_after is not None:
        return max(1, math.ceil(refusal.retry_after))
    return 1 if refusal.status in {429, Unavailable.status} else None


def answer_to(error: BaseException, request_id: str) -> Answer:
    """Turn whatever a handler raised into an answer; what nobody foresaw is a 500 without an explanation."""
    if isinstance(error, Applying):
        length = str(len(APPLYING)).encode()
        return Answer(202, [(b"content-type", b"application/json"), (b"content-length", length)], APPLYING)
    if isinstance(error, Refusal):
        return answer(error, request_id)
    if isinstance(error, MethodNotAllowedException):
        return answer(MethodNotAllowed(), request_id, headers=[(b"allow", _allowed(error))])
    if isinstance(error, ValidationException):
        return answer(_invalid(error), request_id)
    if isinstance(error, HTTPException):
        return answer(_BY_STATUS.get(error.status_code, InternalError)(), request_id)
    if any(cls.__name__ in _CONSTRAINTS for cls in type(error).__mro__):
        # A constraint caught what a rule should have: harmless for the caller, but worth a line in the list of bugs.
        return msgspec.structs.replace(answer(Conflict(), request_id), bug=True)
    return answer(InternalError(), request_id)


Handler = Callable[[Request[Any, Any, Any], Exception], Response[bytes]]


def handler(note: Callable[[Any, BaseException], None]) -> Handler:
    """Make the one exception handler of the application; `note(scope, error)` hears of every bug."""

    def handle(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        ready = answer_to(error, request.scope["state"].get("request_id") or new_id())
        if ready.bug:
            note(request.scope, error)
        headers = {name.decode(): value.decode() for name, value in ready.headers if name != b"content-length"}
        return Response(ready.body, status_code=ready.status, headers=headers, media_type=headers["content-type"])

    return handle


def _allowed(error: MethodNotAllowedException) -> bytes:
    """Name the methods of the address; HEAD is answered wherever GET is."""
    methods = {method.strip() for method in (error.headers or {}).get("allow", "").split(",") if method.strip()}
    if "GET" in methods:
        methods.add("HEAD")
    return ", ".join(sorted(methods)).encode()


# ── fields at fault ──────────────────────────────────────────────────────────────────────────────

_MISSING_PARAMETER = re.compile(r"Missing required \w+ parameter '([^']+)'")
_NAMED_FIELD = re.compile(r"Object (missing required|contains unknown) field `([^`]*)`")
_PATH = re.compile(r" - at (?:`key` in )?`(\$[^`]*)`\Z")

# What msgspec says, the code for programs and the words for people. Its own words may carry what was sent.
_FAULTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"Expected `(?:str|bytes)` of length >= (\d+)"), "too_short", "Needs at least {} characters."),
    (re.compile(r"Expected `(?:str|bytes)` of length <= (\d+)"), "too_long", "May have at most {} characters."),
    (re.compile(r"Expected `\w+` of length >= (\d+)"), "too_few", "Needs at least {} entries."),
    (re.compile(r"Expected `\w+` of length <= (\d+)"), "too_many", "May have at most {} entries."),
    (re.compile(r"Expected `\w+` >=? (-?[\d.]+)"), "too_small", "Must be at least {}."),
    (re.compile(r"Expected `\w+` <=? (-?[\d.]+)"), "too_large", "Must be at most {}."),
    (re.compile(r"Expected `str` matching regex"), "pattern", "Is not of the form that is asked for."),
    (re.compile(r"Expected `([\w| ]+)`, got"), "type", "Must be {}."),
    (re.compile(r"Invalid enum value"), "choice", "Is not one of the choices."),
    (re.compile(r"Invalid (?:RFC3339|date|time|UUID|base64)"), "format", "Is not of the form that is asked for."),
)


_TYPES = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "str | null": "a text or null",
    "int | null": "a whole number or null",
}


def field_errors(message: str, *, at: str = "") -> list[FieldError]:
    """Read from a message of msgspec which field is at fault and why; `at` is where the value came from."""
    path = _PATH.search(message)
    where = path.group(1).removeprefix("$").removeprefix(".") if path else ""
    field = ".".join(part for part in (at, where) if part)
    if named := _NAMED_FIELD.match(message):
        missing = named.group(1) == "missing required"
        name = _safe(named.group(2))
        field = f"{field}.{name}" if field else name
        if missing:
            return [FieldError(field, "required", "Is missing.")]
        return [FieldError(field, "unknown", "Is not known here.")]
    for pattern, code, words in _FAULTS:
        if found := pattern.match(message):
            said = [_TYPES.get(part, part) for part in found.groups()]
            return [FieldError(field, code, words.format(*said))]
    return [FieldError(field, "invalid", "Is not valid.")]


def _safe(name: str) -> str:
    """Repeat a field's name only if it looks like one; anything else could be a value somebody sent."""
    return name if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,63}", name) else "?"


def _invalid(error: ValidationException) -> Refusal:
    """Say what the framework found wrong with parameters; a path that names nothing is simply not found."""
    faults = error.extra if isinstance(error.extra, list) else []
    if any(fault.get("source") == "path" for fault in faults):
        return NotFound()
    if not faults and (missing := _MISSING_PARAMETER.match(str(error.detail))):
        return Invalid(FieldError(missing.group(1), "required", "Is missing."))
    errors = [one for fault in faults for one in field_errors(str(fault["message"]), at=str(fault.get("key", "")))]
    return Invalid(*errors)
