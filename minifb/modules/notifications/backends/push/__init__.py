"""Push: how something short reaches a device that has no page of ours open."""

from typing import Literal, Protocol

import msgspec

Urgency = Literal["low", "normal", "high"]
"""Whether a device wakes up for it (RFC 8030 §5.3)."""


class Device(msgspec.Struct, frozen=True):
    """Where a device is reached, and the keys that only it can open (its push subscription)."""

    endpoint: str
    p256dh: bytes
    secret: bytes


class Parcel(msgspec.Struct, frozen=True):
    """What is pushed, and how."""

    payload: bytes
    urgency: Urgency
    topic: str
    """A later parcel of the same topic takes the place of one that was not fetched yet."""
    seconds: int
    """How long it is worth fetching."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of a parcel. `gone`: the device is no more; `later`: not now; `refused`: not this one, ever."""

    what: Literal["sent", "gone", "later", "refused"]
    after: int = 0
    """For `later`: seconds that the push service wants to be left alone."""


class Pusher(Protocol):
    """How pushes go out."""

    public_key: str
    """What a browser needs to subscribe, in base64url."""

    def takes(self, endpoint: str) -> bool:
        """Tell whether this server sends to an address."""
        ...

    async def send(self, device: Device, parcel: Parcel) -> Outcome:
        """Hand a parcel to the push service of a device."""
        ...
