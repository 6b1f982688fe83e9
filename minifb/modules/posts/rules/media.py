"""Media in posts: what may be put into one, and what holds it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.http.shapes import Attached, MediaKind
from minifb.kernel.refusals import FieldError, Invalid
from minifb.kernel.texts import SomeId

MediaIds = Annotated[list[SomeId], Meta(max_length=10)]
"""The media that a post holds, in the order in which they are shown."""


class MediaNotFound(Invalid):
    """A post holds media of its author, which are there and could be made fit to be shown."""


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """A medium in a post."""

    id: str
    kind: MediaKind


class Holder(msgspec.Struct, frozen=True):
    """A post or a draft that holds media, as it is told to media."""

    kind: Literal["post", "draft"]
    id: str
    owner_id: str
    revision: int
    public: bool = False
    """Whether anybody on the street may see it."""

    @property
    def ref(self) -> str:
        """Name it."""
        return f"{self.kind}:{self.id}"


def pieces(asked: Sequence[str], found: Mapping[str, Attached], before: Sequence[Piece] = ()) -> list[Piece]:
    """Say what a post holds, each medium once; refuse what its author may not put there. What it held may stay."""
    known = {one.id: Piece(one.id, one.kind) for one in found.values() if one.status != "failed"}
    known |= {piece.id: piece for piece in before}
    if not known.keys() >= set(asked):
        raise MediaNotFound(FieldError("mediaIds", MediaNotFound.code, MediaNotFound.__doc__ or ""))
    return [known[one] for one in dict.fromkeys(asked)]


def shown(held: Sequence[Piece], known: Mapping[str, Attached]) -> list[Attached]:
    """Show what a post holds, in its order; what is gone is left out."""
    return [known[one.id] for one in held if one.id in known]
