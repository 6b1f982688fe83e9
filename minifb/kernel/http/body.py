"""The decode guard: what a body must be before any handler sees it.

JSON alone, as `application/json` in UTF-8 (else 415), no larger than the route's policy says (413), and of a sane
shape (400): no deep nesting, no repeated keys, no endless lists, no number that JavaScript could not hold, no lone
surrogates and no control characters but newline and tab. What passes is read strictly into the handler's own struct
(422 by field), so that OpenAPI, derived from the same struct, says what is taken.
"""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from litestar import Request
from litestar.enums import RequestEncodingType
from litestar.handlers.base import BaseRouteHandler
from litestar.typing import FieldDefinition

from minifb.kernel.http.problems import field_errors
from minifb.kernel.refusals import FieldError, Invalid, Malformed, TooLarge, Unsupported

Receive = Callable[[], Any]

DEPTH_MAX = 16
KEYS_MAX = 100
ITEMS_MAX = 1_000
NUMBER_MAX = 2**53
_DIGITS_MAX = 17

# Only an escape can bring in a control character or half a surrogate: raw ones are neither JSON nor UTF-8.
_SUSPECT_ESCAPES = (b"\\u", b"\\b", b"\\f", b"\\r")


class Disconnected(Malformed, code="malformed"):
    """The request could not be read."""


# ── shape ────────────────────────────────────────────────────────────────────────────────────────


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs) or len(pairs) > KEYS_MAX:
        raise Malformed
    return found


def _integer(text: str) -> int:
    if len(text) > _DIGITS_MAX or abs(number := int(text)) > NUMBER_MAX:
        raise Malformed
    return number


def _fraction(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise Malformed
    return number


def _constant(_text: str) -> None:
    raise Malformed


_JSON = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_float=_fraction, parse_constant=_constant)


def parse(body: bytes) -> Any:
    """Read JSON of a sane shape, or refuse it as malformed."""
    try:
        value = _JSON.decode(body.decode())
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    # Counting brackets and commas settles nearly every body without walking through it.
    if (
        body.count(b"{") + body.count(b"[") > DEPTH_MAX
        or body.count(b",") >= ITEMS_MAX
        or any(escape in body for escape in _SUSPECT_ESCAPES)
    ):
        _walk(value, DEPTH_MAX)
    return value


def _walk(value: Any, depth: int) -> None:
    if isinstance(value, str):
        if not printable(value):
            raise Malformed
    elif isinstance(value, dict | list):
        if depth == 0 or len(value) > ITEMS_MAX:
            raise Malformed
        for item in value:
            _walk(item, depth - 1)
        if isinstance(value, dict):
            for item in value.values():
                _walk(item, depth - 1)


def printable(text: str) -> bool:
    """Tell whether a text has no control characters but newline and tab, and no half characters."""
    return not any((letter < " " and letter not in "\n\t") or "\ud800" <= letter <= "\udfff" for letter in text)


# ── what a handler takes ─────────────────────────────────────────────────────────────────────────


class Intake(msgspec.Struct, frozen=True):
    """What one handler takes as a body."""

    kind: Any = None
    """The type of its `data`; None when it takes no JSON (then it may read the body itself, capped)."""
    optional: bool = False
    absent: frozenset[str] = frozenset()
    """Parameters that may be left out and are no text."""

    @classmethod
    def of(cls, handler: BaseRouteHandler) -> "Intake":
        """Read from a handler's signature what it takes."""
        parameters = handler.parsed_fn_signature.parameters
        maybe = {
            name: field
            for name, field in parameters.items()
            if field.is_optional and name != "data" and not _is_text(field)
        }
        absent = frozenset(getattr(field.kwarg_definition, "name", None) or name for name, field in maybe.items())
        field = parameters.get("data")
        media_type = getattr(field and field.kwarg_definition, "media_type", RequestEncodingType.JSON)
        if field is None or media_type != RequestEncodingType.JSON:
            return cls(absent=absent)
        return cls(kind=field.annotation, optional=field.is_optional or field.has_default, absent=absent)

    def refuse_null(self, query: bytes) -> None:
        """Refuse `null` as a value in an address: it would be taken for a parameter that was left out."""
        if b"null" in query.lower():
            told = [name for name, value in parse_qsl(query.decode("latin-1")) if value.lower() == "null"]
            if wrong := self.absent.intersection(told):
                raise Invalid(*(FieldError(name, "invalid", "Is not a value that is taken.") for name in sorted(wrong)))

    def decode(self, body: bytes, content_type: bytes) -> Any:
        """Check a body and read it into what the handler takes."""
        if not body:
            if self.optional:
                return None
            raise Malformed
        if not is_json(content_type):
            raise Unsupported
        try:
            return msgspec.convert(parse(body), self.kind, str_keys=True)
        except msgspec.ValidationError as error:
            raise Invalid(*field_errors(str(error))) from error


def _is_text(field: FieldDefinition) -> bool:
    return any(inner.is_subclass_of(str) for inner in field.inner_types)


def is_json(content_type: bytes) -> bool:
    """Tell whether a Content-Type is JSON in UTF-8, exactly."""
    kind, _, parameters = content_type.lower().partition(b";")
    if kind.strip() != b"application/json":
        return False
    return parameters.strip().replace(b'"', b"").replace(b" ", b"") in {b"", b"charset=utf-8", b"charset=utf8"}


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def refuse_large(headers: Mapping[bytes, bytes], most: int) -> None:
    """Refuse by Content-Length, before anything is read."""
    announced = headers.get(b"content-length")
    if announced is not None and int(announced) > most:
        raise TooLarge


async def read(receive: Receive, most: int) -> bytes:
    """Read a whole body, refusing it as soon as it is too large."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > most:
            raise TooLarge
        chunks.append(chunk)
        if not message.get("more_body", False):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def capped(receive: Receive, most: int) -> Receive:
    """Let a handler read a body by itself, but no more than this."""
    size, more = 0, True

    async def counted() -> Any:
        nonlocal size, more
        message = await receive()
        if more and message["type"] == "http.disconnect":
            raise Disconnected
        more = message.get("more_body", False)
        size += len(message.get("body", b""))
        if size > most:
            raise TooLarge
        return message

    return counted


class Incoming(Request[Any, Any, Any]):
    """A request whose body the guard may have read and decoded already."""

    async def body(self) -> bytes:
        """Give the body's bytes."""
        read_before: bytes | None = self.scope["state"].get("body")
        return await super().body() if read_before is None else read_before

    async def json(self) -> Any:
        """Give what the guard made of the body: the handler's own struct."""
        state = self.scope["state"]
        return state["data"] if "data" in state else await super().json()
