"""The face of media: pictures, films, sounds and files, and who holds on to them."""

from datetime import datetime
from typing import Protocol

from minifb.kernel.clock import Instant
from minifb.kernel.events.event import Event, event
from minifb.kernel.http.shapes import Attached, MediaKind


class Media(Attached, kw_only=True):
    """A medium as its owner sees it."""

    owner_id: str
    created_at: datetime
    post_id: str | None = None
    """The newest post that shows it to whoever asks: what is said of it is there."""
    progress: float | None = None
    """How much of the work is done, 0 to 1, while it is being worked on."""
    reason: str | None = None
    """Why it could not be made fit to be shown: a code such as `too_long`."""


@event("attachment.added", subject="media_id")
class AttachmentAdded(Event, frozen=True):
    """Something holds a medium: a post, a draft, a message, a profile. Told by whoever owns that thing.

    Told again when anybody on the street may see it now, or no longer.
    """

    media_id: str
    ref: str
    """What holds it: `post:`, `draft:`, `message:`, `conversation:` and its id; `avatar:`, `cover:` and the member."""
    owner_id: str
    public: bool = False
    """Whether anybody on the street may see what holds it."""
    ready: bool = True
    """Whether it was fit to be shown when it was asked for; if not, media tells again what has become of it since."""


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
    """A medium is ready to be shown, or is shown otherwise than before (its description changed)."""

    media_id: str
    owner_id: str
    kind: MediaKind
    width: int | None
    height: int | None
    placeholder: str | None
    shown: Attached


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


class MediaQuestions(Protocol):
    """What others may ask media."""

    async def owned_by(self, owner_id: str, media_ids: list[str]) -> dict[str, Attached]:
        """Give those of these media that belong to a member and may be attached; the rest are absent."""
        ...

    async def attached(self, media_ids: list[str]) -> dict[str, Attached]:
        """Give these media as they are shown; who may see them was decided by whoever asks."""
        ...
