"""Uploads: what a client sends, what is taken of it, and why not."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from minifb.kernel.http.body import printable
from minifb.kernel.http.shapes import MediaKind, Wire
from minifb.kernel.refusals import FieldError, Invalid, TooLarge, Unsupported
from minifb.modules.media.rules.films import FilmOff
from minifb.modules.media.rules.settings import MediaSettings
from minifb.modules.media.rules.types import Recognised, recognise

ALT_MAX = 1_000
_EITHER = {"oneOf": [{"$ref": "#/components/schemas/Media"}, {"$ref": "#/components/schemas/Problem"}]}


class UnknownType(Unsupported):
    """This is no picture, film or sound of a kind that this server takes."""


class KindOff(Unsupported):
    """This server does not take files of this kind."""


class FileTooLarge(TooLarge):
    """This file is larger than this server takes files of its kind."""


class Batch(Wire):
    """What became of the files of a batch, in the order they were sent."""

    items: list[Annotated[Any, Meta(extra_json_schema=_EITHER)]]
    """The medium, or the problem why there is none."""


class Begun(msgspec.Struct, frozen=True):
    """A file begins; its bytes follow."""

    declared: str
    """Of what type the client says it is."""


class Said(msgspec.Struct, frozen=True):
    """What a file shows, in words: the first for the first file, and so on."""

    alt: str


class Ended(msgspec.Struct, frozen=True):
    """The file is complete."""


Sent = Begun | bytes | Ended | Said
"""What comes from a client, piece by piece."""


class Arrived(msgspec.Struct, frozen=True):
    """A file that is here whole."""

    id: str
    kind: MediaKind
    type: str
    sha256: str
    bytes: int
    alt: str | None = None


class Taken(msgspec.Struct, frozen=True):
    """What became of a file: a medium, or the code of why not."""

    media_id: str = ""
    code: str = ""


def nothing_sent(field: str) -> Invalid:
    """Refuse a form without a file."""
    return Invalid(FieldError(field, "required", "Is missing."))


def too_many(field: str, most: int) -> Invalid:
    """Refuse a form with more files than are taken at once."""
    return Invalid(FieldError(field, "too_many", f"May have at most {most} entries."))


def words(raw: bytes) -> str:
    """Read a description, or refuse it."""
    text = raw.decode("utf-8", "replace")
    if len(text) > ALT_MAX:
        raise Invalid(FieldError("alt", "too_long", f"May have at most {ALT_MAX} characters."))
    if not printable(text) or "\ufffd" in text:
        raise Invalid(FieldError("alt", "characters", "Control characters are not allowed."))
    return text


def judge(head: bytes, declared: str, settings: MediaSettings, *, film_here: bool) -> Recognised:
    """Tell what a file is by its beginning; refuse what is not taken."""
    found = recognise(head, declared)
    if found is None:
        raise UnknownType
    if found.kind != "image" and not film_here:
        raise FilmOff
    if not settings.bytes_max(found.kind):
        raise KindOff
    return found
