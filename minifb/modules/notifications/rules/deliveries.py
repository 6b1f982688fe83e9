"""Deliveries: what goes out by mail or push, and when it is too late for it."""

import hashlib
from typing import Literal

import msgspec

from minifb.kernel.clock import Instant
from minifb.modules.notifications.public import Kind
from minifb.modules.notifications.rules.preferences import Wishes

Outgoing = Literal["email", "push"]
OUTGOING: tuple[Outgoing, ...] = ("email", "push")
Category = Literal[Kind, "digest"]
State = Literal["due", "held", "sent", "dropped"]
Why = Literal["withdrawn", "seen", "unwanted", "hidden", "away", "nowhere", "empty"]
"""Why something did not go out; `hidden`: the member may no longer see it, `nowhere`: no address or device takes it."""
_URGENCY: dict[Kind, Literal["high", "low"]] = {
    "message": "high",
    "friend.request": "high",
    "mention": "high",
    "post": "low",
    "reaction": "low",
    "share": "low",
    "birthday": "low",
}
DELIVER = "notifications.deliver"
WAKE = "notifications.wake"
WELCOME = "welcome"
"""The cause of the notification that greets a member."""


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A member was told something, and might be by mail and push too."""

    user_id: str
    kind: Kind
    cause: str
    notification_id: str
    count: int = 1
    """How many are in the notification with this one; 0: whoever did it was in it already."""


class Errand(msgspec.Struct, frozen=True):
    """Something that is to go out."""

    user_id: str
    cause: str
    channel: Outgoing
    only: list[str] = []
    """Devices that did not get it yet; none named: all."""
    reached: bool = False
    """Whether another device got it."""

    @property
    def key(self) -> str:
        """Name its job."""
        return f"{self.channel}:{self.user_id}:{self.cause}"


class Waking(msgspec.Struct, frozen=True):
    """A member whose quiet hours end, and a way by which something was held for them."""

    user_id: str
    channel: Outgoing

    @property
    def key(self) -> str:
        """Name its job: a mail server that is down delays no push."""
        return f"{self.channel}:{self.user_id}"


class Delivery(msgspec.Struct, frozen=True):
    """Something that goes out to a member by one way, once."""

    user_id: str
    cause: str
    channel: Outgoing
    kind: Category
    notification_id: str | None
    state: State
    why: Why | None
    created_at: Instant
    done_at: Instant | None

    @property
    def mail_id(self) -> str:
        """Name its mail: the same one when it is sent again after a crash."""
        return hashlib.sha256(f"{self.user_id}:{self.cause}:{self.channel}".encode()).hexdigest()[:32]


class Ready(msgspec.Struct, frozen=True):
    """Something that goes out now, to somebody who wants it."""

    delivery: Delivery
    wishes: Wishes


def goes_out(kind: Kind, channel: Outgoing, count: int) -> bool:
    """Tell whether the how-manieth act of a group goes out: a push at 1, 5, 25, 125 and so on, a mail at the first."""
    if channel == "email":
        return count == 1
    if kind == "message":
        return True  # each of them rings; the device shows one for each conversation
    while count % 5 == 0 and count > 1:
        count //= 5
    return count == 1


def planned(one: Planned, channel: Outgoing, now: Instant) -> Delivery:
    """Plan what goes out of something that was told."""
    return Delivery(one.user_id, one.cause, channel, one.kind, one.notification_id, "due", None, now, None)


def urgency(kind: Kind) -> Literal["high", "normal", "low"]:
    """Tell how much it matters that a sleeping device wakes up for this."""
    return _URGENCY.get(kind, "normal")
