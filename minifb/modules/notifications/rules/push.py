"""Push: what a device is told, and which devices of a member are."""

import base64
import binascii
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.clock import Instant
from minifb.kernel.http.shapes import Ask, Wire
from minifb.kernel.refusals import FieldError, Invalid
from minifb.modules.notifications.public import Kind

SUBSCRIPTIONS_MAX = 10
"""Devices of one member; the oldest makes room for one more."""
TEXT_MAX = 300
PUBLIC_KEY_BYTES = 65
SECRET_BYTES = 16

TITLES: dict[str, str] = {
    "friend.request": "New friend request",
    "friend.accepted": "Friend request accepted",
    "post": "New post",
    "comment": "New comment on your post",
    "reply": "New reply to your comment",
    "mention": "You were mentioned",
    "reaction": "New reaction",
    "share": "Your post was shared",
    "message": "New message",
    "message.request": "New message request",
    "message.reaction": "New reaction to your message",
    "group.added": "You were added to a group",
    "birthday": "A friend's birthday",
    "welcome": "Welcome",
    "moderation": "From the moderators",
    "summary": "While it was quiet",
    "test": "This device gets your notifications",
}


class PushServiceUnknown(Invalid):
    """This server does not send to the push service of this browser."""


class PushKeys(Ask):
    """What a browser made for its subscription, in base64url."""

    p256dh: Annotated[str, Meta(min_length=80, max_length=100)]
    auth: Annotated[str, Meta(min_length=20, max_length=30)]


class NewSubscription(Ask):
    """A browser's push subscription, as its `toJSON()` gives it, and a name for the device."""

    endpoint: Annotated[str, Meta(min_length=10, max_length=2048)]
    keys: PushKeys
    expiration_time: float | None = None
    device: Annotated[str, Meta(max_length=60)] = ""


class Subscribed(Wire, kw_only=True):
    """A device that gets one's notifications."""

    id: str
    device: str
    current: bool
    """Whether it is signed in as whoever asks is."""
    created_at: datetime
    used_at: datetime | None


class PushKey(Wire):
    """What a browser needs to subscribe: the server's public key, in base64url."""

    public_key: str


class PushTried(Wire):
    """How many of one's devices were reached."""

    delivered: int
    failed: int


class Subscription(msgspec.Struct, frozen=True):
    """A device as notifications keeps it."""

    id: str
    user_id: str
    session_id: str
    endpoint: str
    endpoint_digest: bytes
    p256dh: bytes
    secret: bytes
    device: str
    created_at: Instant
    """When it was subscribed, or last said that it still is."""
    used_at: Instant | None


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """What a device is to show."""

    kind: Kind | Literal["summary", "test"]
    notification_id: str
    """Also what a later one of the same notification replaces on the device."""
    url: str
    """Where a tap leads."""
    badge: int
    """How many are unread."""
    text: str | None = None
    """What happened, in words: only for members who want that on their lock screen."""


class PushSent(msgspec.Struct, frozen=True):
    """What became of a push to the devices of a member."""

    delivered: int
    failed: int
    """Devices that were not reached, for now or for good."""
    left: list[str]
    """Devices that may be reached later."""
    after: int
    """Seconds until then."""


def key_of(text: str, length: int, field: str) -> bytes:
    """Read a key that a browser wrote."""
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        found = b""
    if len(found) != length:
        raise Invalid(FieldError(field, "invalid", f"Send {length} bytes in base64url."))
    return found


def payload(push: Push, url: str) -> bytes:
    """Write what a device is to show, so that Safari shows it by itself and a service worker elsewhere.

    It carries ids and no words of anybody, unless the member wants them (Declarative Web Push).
    """
    notification = {
        "title": TITLES[push.kind],
        **({"body": push.text[:TEXT_MAX]} if push.text else {}),
        "navigate": url,
        "tag": push.notification_id,
        "data": {"notificationId": push.notification_id, "kind": push.kind},
    }
    return msgspec.json.encode({"web_push": 8030, "notification": notification, "app_badge": str(push.badge)})
