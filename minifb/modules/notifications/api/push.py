"""Routes of push: a member's devices."""

from litestar import Response, delete, get, post

from minifb.kernel.http.policy import READS, WRITES, Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.notifications.api.asks import Asker
from minifb.modules.notifications.rules.push import NewSubscription, PushKey, PushTried, Subscribed
from minifb.modules.notifications.service import Notifications

TRY = Limit("push test", 10, 300)


@get("/notifications/push/key", operation_id="pushKey", summary="The key for subscribing", tags=["push"])
async def push_key(notifications: Notifications) -> PushKey:
    """Give what `pushManager.subscribe` takes as `applicationServerKey`."""
    return await notifications.push_key()


@get("/notifications/push/subscriptions", operation_id="pushSubscriptions", summary="One's devices", tags=["push"])
async def subscriptions(request: Asker, notifications: Notifications) -> Page[Subscribed]:
    """List the devices that get one's notifications, the latest first; there are ten at most."""
    return await notifications.devices(actor_of(request))


@post("/notifications/push/subscriptions", operation_id="subscribePush", summary="Reach this device", tags=["push"])
async def subscribe(request: Asker, notifications: Notifications, data: NewSubscription) -> Response[Subscribed]:
    """Reach this device from now on: what `pushManager.subscribe` gave, as JSON. It ends with the session.

    Send it again whenever the app starts: the same device stays one, and who is silent for long is forgotten.
    """
    shown, new = await notifications.subscribe_device(actor_of(request), data)
    return Response(shown, status_code=201 if new else 200)


@delete(
    "/notifications/push/subscriptions/{id:str}",
    operation_id="unsubscribePush",
    summary="Reach a device no more",
    tags=["push"],
    status_code=204,
)
async def unsubscribe(request: Asker, notifications: Notifications, id: str) -> None:
    """Reach one of one's devices no more."""
    await notifications.unsubscribe_device(actor_of(request), id)


@post("/notifications/push/test", operation_id="testPush", summary="Try one's devices", tags=["push"], status_code=200)
async def try_push(request: Asker, notifications: Notifications) -> PushTried:
    """Send something harmless to all of one's devices, and say how many were reached."""
    return await notifications.try_push(actor_of(request))


_OWN = "one's own devices"

ROUTES = (
    Route(push_key, Policy(permission="notifications.read", rule="every member", limit=READS, keys=False)),
    Route(subscriptions, Policy(permission="notifications.read", rule=_OWN, limit=READS, keys=False)),
    Route(
        subscribe,
        Policy(permission="notifications.write", rule=_OWN, limit=WRITES, once="natural", keys=False),
    ),
    Route(
        unsubscribe,
        Policy(permission="notifications.write", rule=_OWN, limit=WRITES, once="natural", keys=False),
    ),
    Route(try_push, Policy(permission="notifications.write", rule=_OWN, limit=TRY, once="natural", keys=False)),
)
