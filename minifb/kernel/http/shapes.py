"""Shapes of the wire that every module shares: card, span, medium, page, problem."""

from typing import Any, Generic, Literal, TypeVar

import msgspec

from minifb.kernel.refusals import FieldError

Item = TypeVar("Item")
MediaKind = Literal["image", "video", "audio", "file"]
MediaStatus = Literal["processing", "ready", "failed"]


class Wire(msgspec.Struct, kw_only=True, rename="camel"):
    """Something that is written to a client as JSON, in camelCase."""


class Ask(msgspec.Struct, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Something a client sends as JSON; a field nobody knows is refused by name."""


class Avatar(Wire):
    """A member's picture: a public address that does not expire, and its thumbhash in base64."""

    url: str
    placeholder: str | None = None


class Card(Wire):
    """A member wherever one appears."""

    id: str
    username: str
    first_name: str
    last_name: str
    avatar: Avatar | None = None

    @classmethod
    def of(cls, row: Any) -> "Card":
        """Make the card of whatever has its fields: a row, a larger shape."""
        return Card(**{field: getattr(row, field) for field in Card.__struct_fields__})


class Span(Wire, omit_defaults=True):
    """A part of a text that means something; offsets count Unicode code points, end exclusive."""

    start: int
    end: int
    kind: str
    """`mention`, `tag` or `link`."""
    user_id: str | None = None
    tag: str | None = None
    url: str | None = None


class Variant(Wire):
    """One form of a medium, and where its bytes are."""

    name: str
    """`640.webp`, `square-160.jpg`, `480p.mp4`, `poster.webp`."""
    type: str
    width: int | None
    height: int | None
    bytes: int
    url: str


class Attached(Wire):
    """A medium as it is shown in a post or a message."""

    id: str
    kind: MediaKind
    status: MediaStatus
    type: str
    bytes: int
    width: int | None
    height: int | None
    duration: float | None
    """Seconds, of film and sound."""
    alt: str | None
    placeholder: str | None
    """A thumbhash in base64."""
    variants: list[Variant]
    """The best first; none while it is being worked on."""


class Page(Wire, Generic[Item]):
    """One page of a list, and the opaque cursor of the next one."""

    items: list[Item]
    next: str | None = None


class Problem(Wire, omit_defaults=True):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    request_id: str
    errors: list[FieldError] = []
