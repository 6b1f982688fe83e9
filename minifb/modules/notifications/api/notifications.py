"""The routes of the list: read, count, take as read."""

from typing import Annotated

from litestar import delete, get, post, put
from litestar.params import QueryParameter

from minifb.kernel.http.policy import Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.notifications.api.asks import READ, WRITE, Asker, Cursor, Size
from minifb.modules.notifications.public import Notification
from minifb.modules.notifications.rules.notifications import UnreadCount
from minifb.modules.notifications.service import Notifications

Unread = Annotated[bool, QueryParameter(name="unread", description="Only what one has not read.")]


@get("/notifications", operation_id="notifications", summary="What one was told", tags=["notifications"])
async def listed(
    request: Asker, notifications: Notifications, unread: Unread = False, limit: Size = 20, cursor: Cursor = None
) -> Page[Notification]:
    """List what one was told, the latest first; what one may not see any more is left out."""
    return await notifications.notifications(actor_of(request), limit, cursor, unread=unread)


@get("/notifications/unread-count", operation_id="unreadNotifications", summary="How many wait", tags=["notifications"])
async def unread_count(request: Asker, notifications: Notifications) -> UnreadCount:
    """Count what one has not read, and what came since one opened the list."""
    return await notifications.unread_count(actor_of(request))


@put(
    "/notifications/{id:str}/read",
    operation_id="readNotification",
    summary="Take one as read",
    tags=["notifications"],
    status_code=204,
)
async def read_one(request: Asker, notifications: Notifications, id: str) -> None:
    """Take one as read, also one that was."""
    await notifications.read_one(actor_of(request), id)


@post(
    "/notifications/mark-all-read",
    operation_id="readNotifications",
    summary="Take all as read",
    tags=["notifications"],
    status_code=204,
)
async def read_all(request: Asker, notifications: Notifications) -> None:
    """Take all as read."""
    await notifications.read_all(actor_of(request))


@post(
    "/notifications/mark-all-seen",
    operation_id="seeNotifications",
    summary="Take all as seen",
    tags=["notifications"],
    status_code=204,
)
async def see_all(request: Asker, notifications: Notifications) -> None:
    """Clear the badge: one opened the list."""
    await notifications.see_all(actor_of(request))


@delete(
    "/notifications/{id:str}",
    operation_id="removeNotification",
    summary="Remove one from one's list",
    tags=["notifications"],
    status_code=204,
)
async def remove(request: Asker, notifications: Notifications, id: str) -> None:
    """Remove one from one's list; no mail and no push goes out of it any more."""
    await notifications.remove(actor_of(request), id)


ROUTES = (
    Route(listed, READ),
    Route(unread_count, READ),
    Route(read_one, WRITE),
    Route(read_all, WRITE),
    Route(see_all, WRITE),
    Route(remove, WRITE),
)
