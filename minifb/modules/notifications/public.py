"""The face of notifications: what a member is told, and by which way."""

from typing import Protocol

from minifb.kernel.clock import Instant
from minifb.kernel.events.event import Event, event


@event("notification.created", subject="user_id")
class NotificationCreated(Event, frozen=True):
    """A member has something to look at."""

    notification_id: str
    user_id: str
    kind: str
    actor_ids: list[str]
    target_kind: str
    target_id: str
    created_at: Instant


class NotificationsQuestions(Protocol):
    """What others may ask notifications."""

    async def unread_counts(self, user_ids: list[str]) -> dict[str, int]:
        """Tell how many notifications each of these members has not read."""
        ...
