"""Media in messages, and the pictures of groups: what may be put there, and what is shown of it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from minifb.kernel.http.shapes import Attached, Avatar
from minifb.kernel.refusals import FieldError, Invalid
from minifb.kernel.texts import SomeId

MediaIds = Annotated[list[SomeId], Meta(max_length=10)]
"""The media in a message, in the order in which they are shown."""


class MediaNotFound(Invalid):
    """Send media of your own, which are there and could be made fit to be shown; a group is known by a picture."""


class Holder(msgspec.Struct, frozen=True):
    """A message or a group that holds media, as it is told to media."""

    kind: Literal["message", "conversation"]
    id: str
    revision: int
    """Of the conversation."""

    @property
    def ref(self) -> str:
        """Name it."""
        return f"{self.kind}:{self.id}"


class Pictured(msgspec.Struct, frozen=True):
    """A message or a group that shows something else now, because media is ready or gone."""

    holder_id: str


def chosen(asked: Sequence[str], found: Mapping[str, Attached]) -> list[Attached]:
    """Give what a message is to hold, each medium once; refuse what its sender may not put there."""
    ids = list(dict.fromkeys(asked))
    if any(one not in found or found[one].status == "failed" for one in ids):
        raise _refusal("mediaIds")
    return [found[one] for one in ids]


def picture(asked: str, found: Mapping[str, Attached]) -> Attached:
    """Give the picture that a group is to have."""
    if asked not in found or found[asked].kind != "image" or found[asked].status == "failed":
        raise _refusal("pictureId")
    return found[asked]


def _refusal(field: str) -> MediaNotFound:
    return MediaNotFound(FieldError(field, MediaNotFound.code, MediaNotFound.__doc__ or ""))


def shown(media_ids: Sequence[str], held: Mapping[str, Attached], *, veiled: bool) -> list[Attached]:
    """Show what a message holds; to whom it is a request that is not accepted, no more than its outlines."""
    found = [held[one] for one in media_ids if one in held]
    return [replace(one, variants=[], alt=None) for one in found] if veiled else found


def face(held: Attached | None) -> Avatar | None:
    """Draw the picture of a group; none until it is ready."""
    if held is None:
        return None
    url = next((variant.url for variant in held.variants if variant.name == "square-160.webp"), None)
    return Avatar(url=url, placeholder=held.placeholder) if url else None
