"""What a worker is told, line by line what it says, and what it may refuse: all that it shares with the server.

The server writes one `Errand` to the worker's input; the worker answers with lines, each a `Progress`, and at last one
`Made` or `Failed`.
"""

from collections.abc import Callable
from typing import Any, Literal

import msgspec

Kind = Literal["image", "video", "audio"]
Code = Literal[
    "undecodable",  # it is broken, or not what it says it is
    "too_many_pixels",
    "animation_too_long",
    "too_long",
    "too_much_work",  # more memory or time than a file may cost
    "nothing_there",  # film without a picture, sound without a sound
    "unsupported_codec",  # recognised, but in a form that is not read
]
"""Why a file could not be made fit to be shown."""

MEBIBYTE = 1 << 20


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one piece of work may take of the machine."""

    memory_bytes: int
    """Of address space."""
    cpu_seconds: int
    file_bytes: int
    """Largest file it may write."""
    seconds: int
    """By the clock; the server ends it then."""
    nice: int = 0
    """How far it steps back behind all others, from 0 to 19."""


class PictureWishes(msgspec.Struct, frozen=True, kw_only=True):
    """What is made of a picture."""

    sizes: tuple[int, ...] = (320, 640, 1080, 1600)
    """Longest sides."""
    squares: tuple[int, ...] = (160, 480)
    avif: bool = False
    pixels_max: int = 25_000_000
    jpeg_pixels_max: int = 50_000_000
    """JPEG is read at a fraction of its size, so it may be larger."""
    side_max: int = 16_384
    frames_max: int = 100
    frames_pixels_max: int = 100_000_000
    """Of all pictures of an animation together."""


class FilmWishes(msgspec.Struct, frozen=True, kw_only=True):
    """What is made of a film."""

    heights: tuple[int, ...] = (480, 720)
    """Shorter sides."""
    seconds_max: int = 600
    pixels_max: int = 9_000_000
    """Of one picture of it: a little more than 4K."""


class SoundWishes(msgspec.Struct, frozen=True, kw_only=True):
    """What is made of a sound."""

    seconds_max: int = 3_600


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of work."""

    kind: Kind
    type: str
    """What the bytes were recognised as: `image/heic`, `video/quicktime`."""
    source: str
    """The file that came."""
    folder: str
    """Where to write. It outlives the process: what is complete there (written aside, then renamed) may be kept."""
    limits: Limits
    pictures: PictureWishes = PictureWishes()
    film: FilmWishes = FilmWishes()
    sound: SoundWishes = SoundWishes()


class Errand(msgspec.Struct, frozen=True):
    """What a worker reads from its input."""

    work: Work
    parent: int
    """The process of the server: a worker does not outlive it."""


class MadeVariant(msgspec.Struct, frozen=True):
    """A file that was made and is to be served."""

    name: str
    """What it is called at the outside: `640.webp`."""
    type: str
    width: int | None
    height: int | None
    path: str
    """Its name in the folder of the work."""


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """How much is done."""

    done: float
    """0 to 1."""


class Made(msgspec.Struct, frozen=True, kw_only=True, tag="made"):
    """All is done."""

    variants: list[MadeVariant]
    """The best first."""
    width: int | None = None
    """Of the whole, upright."""
    height: int | None = None
    duration: float | None = None
    """Seconds."""
    placeholder: str | None = None
    """A thumbhash in base64."""
    frames: int | None = None
    details: dict[str, Any] = {}
    """Codecs, frame rate: for the console."""


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """It cannot be done."""

    code: Code
    detail: str = ""
    """For the log."""


Line = Progress | Made | Failed

Report = Callable[[float], None]
"""Says how much is done, 0 to 1; as often as one likes."""

Make = Callable[[Work, Report], Made]


class Refused(Exception):
    """A file that cannot be made fit to be shown, and will not be at the next try either."""

    def __init__(self, code: Code, detail: str = "") -> None:
        """Say why."""
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code: Code = code
        self.detail = detail
