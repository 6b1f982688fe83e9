"""Work on media: in which lanes it waits, and when it is tried again."""

import msgspec

from minifb.kernel.clock import MINUTE, SECOND, Instant
from minifb.kernel.http.shapes import MediaKind

TRIES = 3
"""So often something is tried that broke without the file being to blame for sure."""
WAITS = (MINUTE, 10 * SECOND, 2 * MINUTE)
"""How long it then waits, after so many attempts that count."""
GAVE_UP = "gave_up"
PLACES: dict[MediaKind, int] = {"image": 2, "audio": 1, "video": 1}
"""How many of a kind are worked on at once. Each kind has a lane: a message that is spoken must not wait for a film."""


class Due(msgspec.Struct, frozen=True):
    """A medium that waits to be worked on."""

    id: str
    due_at: Instant
