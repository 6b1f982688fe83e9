"""The face of notifications: what a member is told, and by which way."""

from datetime import datetime
from typing import Literal, Protocol

from minifb.kernel.clock import Instant
from minifb.kernel.events.event import Event, event
from minifb.kernel.http.shapes import Card, Wire

Kind = Literal[
    "friend.request",
    "friend.accepted",
    "post",
    "comment",
    "reply",
    "mention",
    "reaction",
    "share",
    "message",
    "message.request",
    "message.reaction",
    "group.added",
    "birthday",
    "welcome",
    "moderation",
]
"""`post`: of close friends and those seen first; `moderation`: what staff decided about something of one's own."""
TargetKind = Literal["post", "comment", "message", "conversation", "member"]
Channel = Literal["inApp", "email", "push"]
Manner = Literal["also", "removed", "restored"]


class Target(Wire):
    """What a notification is about, and where the member app shows it."""

    kind: TargetKind
    id: str
    url: str


class Notification(Wire, kw_only=True):
    """Something a member is told; several acts of one kind about one thing are one."""

    id: str
    kind: Kind
    actors: list[Card]
    """The latest of them, at most three."""
    actor_count: int
    target: Target
    text: str
    """In words, for a list: `Ana and 3 others reacted to your post: "Hello"`."""
    said: str | None = None
    """What `text` quotes; with `reaction` and `manner` for who puts it in words of their own."""
    reaction: str | None = None
    """Which reaction it was, where one member reacted."""
    manner: Manner | None = None
    """`also`: one commented there too; `removed`, `restored`: what the moderators did."""
    created_at: datetime
    """When it was told, or last told again."""
    seen_at: datetime | None
    """When the member opened the list."""
    read_at: datetime | None
    """When the member followed it."""


@event("notification.created", subject="user_id")
class NotificationCreated(Event, frozen=True):
    """A member has something to look at: a new one, or one to which somebody was added."""

    notification_id: str
    user_id: str
    kind: str
    actor_ids: list[str]
    target_kind: str
    target_id: str
    created_at: Instant


@event("notification.withdrawn", subject="user_id")
class NotificationWithdrawn(Event, frozen=True):
    """The cause of notifications went away, and they with it."""

    user_id: str
    notification_ids: list[str]


class NotificationsQuestions(Protocol):
    """What others may ask notifications."""

    async def unread_counts(self, user_ids: list[str]) -> dict[str, int]:
        """Tell how many notifications each of these members has not read."""
        ...
