"""Resumable uploads: what the protocol tus 1.0 says in headers, and what is known of an upload under way."""

import base64
import binascii
from datetime import datetime

import msgspec

from minifb.kernel.clock import Instant
from minifb.kernel.http.shapes import Wire
from minifb.kernel.refusals import Conflict, FieldError, Invalid, Malformed, TooMany, Unsupported
from minifb.modules.media.rules.media import described
from minifb.modules.media.rules.uploads import words

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,termination"
PART_TYPE = "application/offset+octet-stream"


class OtherVersion(Malformed):
    """Say Tus-Resumable: 1.0.0."""

    status = 412  # the protocol wants it so


class NoPart(Unsupported):
    """Send parts of a file as application/offset+octet-stream."""


class NotThere(Conflict, code="offset_conflict"):
    """This upload goes on elsewhere; ask by HEAD where."""


class TakenOver(Conflict):
    """This upload goes on over another connection."""


class TooManyUploads(TooMany):
    """You have too many uploads under way; finish or end some."""


class Upload(msgspec.Struct, frozen=True):
    """A row of uploads: one that is under way, or became a medium of the same id."""

    id: str
    owner_id: str
    length: int
    position: int
    """So much is on the disk for sure."""
    type: str | None
    """What the client says it is."""
    alt: str | None
    done: bool
    created_at: Instant
    expires_at: Instant


class Standing(Wire):
    """How far an upload is."""

    id: str
    """Also of the medium that becomes of it."""
    offset: int
    length: int
    expires_at: datetime
    """Until then it can go on."""


class Announced(msgspec.Struct, frozen=True):
    """What a client says of an upload before it sends it."""

    length: int
    declared: str = ""
    alt: str | None = None


def number(text: str | None, field: str) -> int:
    """Read a number of a header."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Invalid(FieldError(field, "required" if text is None else "format", "Must be a whole number."))
    return int(text)


def announced(length: str | None, metadata: str) -> Announced:
    """Read `Upload-Length` and `Upload-Metadata`: of the names there, `filetype` (or `type`) and `alt` count."""
    said: dict[str, bytes] = {}
    for pair in metadata.split(",") if metadata else ():
        key, _, value = pair.strip().partition(" ")
        try:
            said[key] = base64.b64decode(value, validate=True)
        except binascii.Error as error:
            raise Invalid(FieldError("upload-metadata", "format", "Must be names and values in base64.")) from error
    size = number(length, "upload-length")
    if size == 0:
        raise Invalid(FieldError("upload-length", "too_small", "Must be at least 1."))
    kind = said.get("filetype", said.get("type", b"")).decode("ascii", "replace")
    return Announced(size, kind[:100], described(words(said.get("alt", b""))))
