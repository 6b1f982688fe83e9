"""Cursors: where the next page of a list begins, opaque to the client and good for one viewer and one question.

A cursor is a position and the time it was made, with a MAC over both, the viewer and the question. One that was
forged, belongs to somebody else, was made for another list or is older than a day is `malformed`.
"""

import base64
import binascii
import hmac
from collections.abc import Sequence
from typing import Any

import msgspec

from minifb.kernel.clock import DAY, SECOND, Clock
from minifb.kernel.crypto import Keys
from minifb.kernel.refusals import Malformed

KEPT_FOR = DAY
PURPOSE = "cursor"
_MAC_BYTES = 16
_BYTES_MAX = 2048

Position = list[str | int]


class BadCursor(Malformed):
    """This cursor is not valid here, or is older than a day; start from the first page."""


class _Place(msgspec.Struct, frozen=True, array_like=True):
    made: int
    position: list[str | int]


class Cursors:
    """Makes cursors and reads them back."""

    def __init__(self, keys: Keys, clock: Clock) -> None:
        """Sign with a key of the house's own."""
        self._keys = keys
        self._clock = clock
        self._places = msgspec.json.Decoder(_Place)

    def after(self, viewer: str, query: str, cursor: str | None) -> list[Any]:
        """Open a client's cursor: the position of the last item of the page before; none on the first page."""
        return list(self.decode(viewer, query, cursor)) if cursor else []

    def more(self, viewer: str, query: str, places: Sequence[Sequence[Any]], limit: int) -> str | None:
        """Make the cursor of the next page, if one more than a page was found."""
        return self.encode(viewer, query, list(places[limit - 1])) if len(places) > limit else None

    def encode(self, viewer: str, query: str, position: Position) -> str:
        """Write down where the next page begins; `query` names the list and everything it was filtered by."""
        place = msgspec.json.encode(_Place(self._clock.now() // SECOND, position))
        return base64.urlsafe_b64encode(self._mac(viewer, query, place) + place).rstrip(b"=").decode()

    def decode(self, viewer: str, query: str, cursor: str) -> Position:
        """Read where the page begins, or refuse."""
        if len(cursor) > _BYTES_MAX or not cursor.isascii():
            raise BadCursor
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except binascii.Error as error:
            raise BadCursor from error
        mac, place = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(viewer, query, place)):
            raise BadCursor
        found = self._places.decode(place)
        if self._clock.now() - found.made * SECOND > KEPT_FOR:
            raise BadCursor
        return found.position

    def _mac(self, viewer: str, query: str, place: bytes) -> bytes:
        return self._keys.mac(PURPOSE, viewer, query, place)[:_MAC_BYTES]
