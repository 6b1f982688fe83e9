"""A medium: what is known of it, and how it is shown."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.clock import Instant, wire
from minifb.kernel.http.shapes import Ask, Attached, MediaKind, Variant
from minifb.modules.media.public import Media

Status = Literal["processing", "ready", "failed", "deleted"]
Alt = Annotated[str, Meta(max_length=1_000)]


class Description(Ask):
    """What a medium shows, in words for who cannot see it; empty or null: nothing."""

    alt: Alt | None


class File(msgspec.Struct, frozen=True):
    """A row of media_files: a medium and its state."""

    id: str
    owner_id: str
    kind: MediaKind
    status: Status
    type: str
    bytes: int
    kept: int
    source: str | None
    alt: str | None
    reason: str | None
    progress: float | None
    attempts: int
    due_at: Instant | None
    held: int
    unheld_since: Instant
    public: bool
    revision: int
    created_at: Instant

    @property
    def place(self) -> list[str | int]:
        """Where it stands in a list, the newest first."""
        return [self.created_at, self.id]

    @property
    def there(self) -> bool:
        """Whether it was not deleted."""
        return self.status != "deleted"


class Detail(msgspec.Struct, frozen=True):
    """A row of media_metadata: what was found out about the bytes."""

    media_id: str
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    placeholder: str | None = None
    frames: int | None = None
    details: dict[str, Any] = {}


class Form(msgspec.Struct, frozen=True):
    """A row of variants: one form of a medium that is served."""

    media_id: str
    name: str
    position: int
    type: str
    width: int | None
    height: int | None
    bytes: int
    blob: str


class Whole(msgspec.Struct, frozen=True):
    """A medium with all that is known of it."""

    file: File
    detail: Detail
    forms: tuple[Form, ...] = ()


def described(alt: str | None) -> str | None:
    """Take a description as it is kept: none when it says nothing."""
    return (alt or "").strip() or None


def fresh(id: str, owner_id: str, kind: MediaKind, type: str, content: tuple[str, int], at: Instant) -> File:
    """Make a medium of content that just arrived (its sha256 and length), to be worked on at once."""
    sha256, length = content
    return File(
        id=id,
        owner_id=owner_id,
        kind=kind,
        status="processing",
        type=type,
        bytes=length,
        kept=length,
        source=sha256,
        alt=None,
        reason=None,
        progress=None,
        attempts=0,
        due_at=at,
        held=0,
        unheld_since=at,
        public=False,
        revision=1,
        created_at=at,
    )


def address(file: File, form: Form, cdn: str = "") -> str:
    """Say where a form's bytes are; `v` is for caches alone: it changes when what is shown there may have."""
    return f"{cdn if file.public else ''}/media/{file.id}/{form.name}?v={file.revision}"


def _variants(file: File, forms: Iterable[Form], cdn: str) -> list[Variant]:
    return [
        Variant(
            name=form.name,
            type=form.type,
            width=form.width,
            height=form.height,
            bytes=form.bytes,
            url=address(file, form, cdn),
        )
        for form in forms
    ]


def shown(whole: Whole, cdn: str = "") -> Attached:
    """Draw a medium as it is in a post or message."""
    return Attached(**_drawn(whole, cdn))


def own(whole: Whole, cdn: str = "", post_id: str | None = None) -> Media:
    """Draw a medium for who owns it, or for anybody who asks for it alone, with the post they may see it in."""
    file = whole.file
    return Media(
        **_drawn(whole, cdn),
        owner_id=file.owner_id,
        post_id=post_id,
        created_at=wire(file.created_at),
        progress=file.progress if file.status == "processing" else None,
        reason=file.reason,
    )


def _drawn(whole: Whole, cdn: str) -> dict[str, Any]:
    file, detail = whole.file, whole.detail
    return {
        "id": file.id,
        "kind": file.kind,
        "status": file.status,
        "type": file.type,
        "bytes": file.bytes,
        "width": detail.width,
        "height": detail.height,
        "duration": detail.duration,
        "alt": file.alt,
        "placeholder": detail.placeholder,
        "variants": _variants(file, whole.forms, cdn),
    }


def kept_bytes(file: File, forms: Sequence[Form], *, source: bool) -> int:
    """Tell what a medium costs its owner: what was made of it, and what came as long as that is kept."""
    return sum(form.bytes for form in forms) + (file.bytes if source else 0)
