"""Content and the place where it is kept: what may be said about it, and how old it is before it is swept."""

from typing import Literal

import msgspec

from minifb.kernel.clock import DAY
from minifb.kernel.refusals import Unavailable

ORPHANS = "media.orphans"
ORPHANED = DAY
"""A file that no row knows is swept when it is so old."""


State = Literal["sound", "damaged", "missing", "unreadable"]


class Looked(msgspec.Struct, frozen=True):
    """Content that was looked at: how it is, and what is made of it."""

    sha256: str
    state: State
    made_of: list[str]
    """`640.webp of` and the medium."""


class Round(msgspec.Struct, frozen=True):
    """A round through all that is kept."""


class StorageAway(Unavailable):
    """The place where files are kept does not answer right now; nothing was changed."""


class Damaged(Unavailable):
    """This file is damaged on the server and is not handed out; whoever runs the server was told."""
