"""Routes of analytics: totals of what is told and followed."""

from typing import Annotated

from litestar import get, post
from litestar.params import QueryParameter

from minifb.kernel.http.policy import READS, Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.notifications.api.asks import Asker, Cursor, Size
from minifb.modules.notifications.rules.analytics import Seen, Total
from minifb.modules.notifications.service import Notifications

SEEN = Limit("notification analytics", 120, 300)
Day = Annotated[
    str, QueryParameter(pattern=r"\A\d{4}-\d{2}-\d{2}\Z", max_length=10, description="A day such as 2026-11-23, UTC.")
]


@post(
    "/notifications/analytics",
    operation_id="countNotification",
    summary="Count a notification as looked at or followed",
    tags=["analytics"],
    status_code=202,
)
async def count_seen(notifications: Notifications, data: Seen) -> None:
    """Count that a notification was looked at or followed. Only totals are kept, of nobody by name."""
    await notifications.count_seen(data)


@get("/notifications/analytics", operation_id="notificationTotals", summary="Totals", tags=["analytics"])
async def totals(
    request: Asker,
    notifications: Notifications,
    since: Day = "0000-00-00",
    until: Day = "9999-99-99",
    limit: Size = 20,
    cursor: Cursor = None,
) -> Page[Total]:
    """List how many notifications were delivered, looked at and followed, by day, kind and channel."""
    return await notifications.totals(actor_of(request), (since, until), limit, cursor)


ROUTES = (
    Route(
        count_seen,
        Policy(permission="notifications.write", rule="every member", limit=SEEN, once="key", keys=False),
    ),
    Route(
        totals,
        Policy(permission="notifications.analytics", role="admin", rule="totals of everybody", limit=READS),
    ),
)
