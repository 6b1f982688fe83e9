"""Forms with files: read as they come, never held as a whole.

A request whose answer is known before its body ended would lose the answer: who still sends does not listen. So a
little of the rest is read and dropped.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from minifb.kernel.refusals import FieldError, Invalid, Malformed, Refusal, Unsupported
from minifb.modules.media.api.asks import Asker
from minifb.modules.media.rules.uploads import ALT_MAX, Begun, Ended, Said, Sent, words

BOUNDARY_MAX = 70
PARTS_MAX = 128
REST_BYTES = 32 * 1024 * 1024


class NoForm(Unsupported):
    """Send files as multipart/form-data."""


class BadForm(Malformed):
    """This form could not be read."""


def length_of(request: Asker) -> int:
    """Tell how long a body is said to be; 0: nobody says. A retry says nothing either, its answer may be kept."""
    said = request.headers.get("content-length", "0")
    return 0 if "idempotency-key" in request.headers else int(said)


@asynccontextmanager
async def received(request: Asker) -> AsyncIterator[AsyncIterator[bytes]]:
    """Give a body piece by piece; when it is refused before it ended, some of the rest is still read."""
    body = request.stream()
    try:
        yield body
    except Refusal:
        with suppress(Refusal):
            await _pass_over(body)
        raise
    finally:
        if (listening := request.scope["state"].pop("listening", None)) is not None:
            listening.cancel()


async def unhurried(request: Asker, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Give a body, and the work on it afterwards more time than a usual request has, in proportion to what came.

    As long as somebody listens for more, the edge takes the time for the client's, who may take so long.
    """
    async for piece in body:
        yield piece
    request.scope["state"]["listening"] = asyncio.ensure_future(request.receive())


async def _pass_over(body: AsyncIterator[bytes]) -> None:
    left = REST_BYTES
    async for piece in body:
        left -= len(piece)
        if left < 0:
            return


async def files_of(request: Asker, body: AsyncIterator[bytes], field: str) -> AsyncIterator[Sent]:
    """Read a form: its files by the name of their field, and `alt` for what they show."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not 0 < len(boundary) <= BOUNDARY_MAX:
        raise NoForm
    try:
        with PushMultipartParser(boundary, max_segment_count=PARTS_MAX, strict=True) as parser:
            form = _Form(field)
            async for piece in unhurried(request, body):
                for event in parser.parse(piece):
                    if (sent := form.read(event)) is not None:
                        yield sent
    except MultipartError as error:
        raise BadForm from error


class _Form:
    """What a form says, part by part."""

    def __init__(self, field: str) -> None:
        self._field = field
        self._file = False
        self._text = bytearray()

    def read(self, event: MultipartSegment | bytes | None) -> Sent | None:
        """Take the beginning of a part, a piece of it, or its end."""
        if isinstance(event, MultipartSegment):
            return self._begin(event)
        if event is None:
            return Ended() if self._file else Said(words(bytes(self._text)))
        if self._file:
            return bytes(event)
        self._text += event
        if len(self._text) > 4 * ALT_MAX:
            raise Invalid(FieldError("alt", "too_long", f"May have at most {ALT_MAX} characters."))
        return None

    def _begin(self, part: MultipartSegment) -> Sent | None:
        if part.name not in {self._field, "alt"}:
            raise Invalid(FieldError("?", "unknown", "Is not known here."))
        self._file = part.name == self._field
        self._text.clear()
        return Begun(part.content_type or "") if self._file else None
