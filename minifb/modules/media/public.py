"""The face of media: pictures, films and files, and who holds on to them."""

from typing import Literal, Protocol

from minifb.kernel.clock import Instant
from minifb.kernel.events.event import Event, event
from minifb.kernel.http.shapes import Wire

MediaKind = Literal["image", "video", "audio", "file"]
MediaStatus = Literal["processing", "ready", "failed"]


@event("attachment.added", subject="media_id")
class AttachmentAdded(Event, frozen=True):
    """Something holds a medium: a post, a draft, a message, a profile. Told by whoever owns that thing."""

    media_id: str
    ref: str
    """What holds it: `post:<id>`, `message:<id>`, `avatar:<member id>`."""
    owner_id: str


@event("attachment.removed", subject="media_id")
class AttachmentRemoved(Event, frozen=True):
    """Something no longer holds a medium; one that nothing holds is swept after a day."""

    media_id: str
    ref: str
    owner_id: str


@event("media.uploaded", subject="media_id")
class MediaUploaded(Event, frozen=True):
    """A file arrived and waits to be worked on."""

    media_id: str
    owner_id: str
    kind: MediaKind
    bytes: int
    created_at: Instant


@event("media.processed", subject="media_id")
class MediaProcessed(Event, frozen=True):
    """A medium is ready to be shown."""

    media_id: str
    owner_id: str
    kind: MediaKind
    width: int | None
    height: int | None
    placeholder: str | None


@event("media.failed", subject="media_id")
class MediaFailed(Event, frozen=True):
    """A file could not be made fit to be shown."""

    media_id: str
    owner_id: str
    reason: str


@event("media.deleted", subject="media_id")
class MediaDeleted(Event, frozen=True):
    """A medium is gone, with everything made from it."""

    media_id: str
    owner_id: str


class Variant(Wire):
    """One form of a medium, and where its bytes are."""

    name: str
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
    alt: str | None
    placeholder: str | None
    variants: list[Variant]


class MediaQuestions(Protocol):
    """What others may ask media."""

    async def owned_by(self, owner_id: str, media_ids: list[str]) -> dict[str, Attached]:
        """Give those of these media that belong to a member and may be attached; the rest are absent."""
        ...

    async def attached(self, media_ids: list[str]) -> dict[str, Attached]:
        """Give these media as they are shown; who may see them was decided by whoever asks."""
        ...
