"""The routes of preferences, and of the link that ends mails of a kind."""

from typing import Annotated
from urllib.parse import quote

from litestar import Response, get, post, put
from litestar.params import QueryParameter

from minifb.kernel.http.policy import Limit, Policy, Route, actor_of
from minifb.modules.notifications.api.asks import READ, WRITE, Asker
from minifb.modules.notifications.rules.preferences import Preferences, PreferencesChange, Unsubscribed
from minifb.modules.notifications.service import Notifications

Token = Annotated[str, QueryParameter(name="token", min_length=1, max_length=512, description="As it is in the mail.")]
_TAGS = ["preferences"]


@get(
    "/notifications/preferences",
    operation_id="notificationPreferences",
    summary="What one wants to be told",
    tags=_TAGS,
)
async def preferences(request: Asker, notifications: Notifications) -> Preferences:
    """Show which kinds reach one by which way, one's quiet hours and how often one gets a digest."""
    return await notifications.preferences(actor_of(request))


@put(
    "/notifications/preferences",
    operation_id="changeNotificationPreferences",
    summary="Change what one wants to be told",
    tags=_TAGS,
)
async def change_preferences(request: Asker, notifications: Notifications, data: PreferencesChange) -> Preferences:
    """Change any part of it; `quietHours: null` ends quiet hours. `quietHours.zone` and `zone` are one thing."""
    return await notifications.change_preferences(actor_of(request), data)


@post(
    "/notifications/unsubscribe",
    operation_id="unsubscribe",
    summary="End mails of a kind",
    tags=_TAGS,
    status_code=200,
)
async def unsubscribe(notifications: Notifications, token: Token) -> Unsubscribed:
    """Do what a mail program's button asks for (RFC 8058): no sign-in, whatever the body; again is no harm."""
    return await notifications.stop_mails(token)


@get(
    "/notifications/unsubscribe",
    operation_id="unsubscribePage",
    summary="Go to the page that asks",
    tags=_TAGS,
    status_code=303,
)
async def unsubscribe_page(token: Token) -> Response[None]:
    """Change nothing: programs that look at the links of a mail come here too. The page has the button."""
    return Response(None, status_code=303, headers={"Location": f"/unsubscribe#token={quote(token)}"})


_ANYONE = "whoever has the mail"
_LIMIT = Limit("unsubscribe", 60, 60, per="address")

ROUTES = (
    Route(preferences, READ),
    Route(change_preferences, WRITE),
    Route(
        unsubscribe,
        Policy(permission="unsubscribe", role="anonymous", rule=_ANYONE, limit=_LIMIT, once="natural"),
    ),
    Route(unsubscribe_page, Policy(permission="unsubscribe", role="anonymous", rule=_ANYONE, limit=_LIMIT)),
)
