"""Attachments: what holds media, and when a medium that nothing holds goes."""

from typing import Literal

import msgspec

from minifb.kernel.clock import HOUR, Instant

Holder = Literal["post", "draft", "message", "conversation", "avatar", "cover"]
SWEPT_AT_ONCE = 100
"""Most media that are swept in one transaction."""


class Attachment(msgspec.Struct, frozen=True):
    """Something holds a medium."""

    media_id: str
    ref: str
    public: bool
    """Whether anybody on the street may see what holds it."""

    @property
    def holder(self) -> str:
        """What kind of thing holds it: a `Holder`."""
        return self.ref.partition(":")[0]

    @property
    def holder_id(self) -> str:
        """The id of the thing that holds it."""
        return self.ref.partition(":")[2]


class Withdrawn(msgspec.Struct, frozen=True):
    """A member whom nobody sees any more, or not for now: what others keep of their public media has to go."""

    member_id: str
    after: str = ""


class Sweep(msgspec.Struct, frozen=True):
    """A round of the sweep."""


def overdue(now: Instant, hours: int) -> Instant:
    """Say since when a medium has to be held by nothing, to be swept now."""
    return now - hours * HOUR
