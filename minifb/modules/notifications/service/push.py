"""Push: the devices of members, and reaching them."""

import asyncio
import base64
import hashlib
from collections.abc import Sequence

from minifb.kernel.clock import DAY, maybe_wire, wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.refusals import FieldError, Invalid
from minifb.modules.notifications.backends.push import Device, Outcome, Parcel, Urgency
from minifb.modules.notifications.backends.push.sealing import public_key
from minifb.modules.notifications.rules import push as rules
from minifb.modules.notifications.rules.push import (
    NewSubscription,
    Push,
    PushKey,
    PushSent,
    PushServiceUnknown,
    PushTried,
    Subscribed,
    Subscription,
)
from minifb.modules.notifications.service.ground import Ground
from minifb.modules.notifications.store import push as store


class PushCases(Ground):
    """What reaches a member whose devices have no page of ours open."""

    # ── devices ──

    async def push_key(self) -> PushKey:
        """Give what a browser needs to subscribe."""
        return PushKey(self.pusher.public_key)

    async def subscribe_device(self, actor: Actor, new: NewSubscription) -> tuple[Subscribed, bool]:
        """Reach this device from now on, as long as its session lives; tell also whether it is a new one."""
        if not self.pusher.takes(new.endpoint):
            raise PushServiceUnknown(FieldError("endpoint", "push_service_unknown", "Not a push service we send to."))
        p256dh = rules.key_of(new.keys.p256dh, rules.PUBLIC_KEY_BYTES, "keys.p256dh")
        secret = rules.key_of(new.keys.auth, rules.SECRET_BYTES, "keys.auth")
        try:
            public_key(p256dh)
        except ValueError:
            raise Invalid(FieldError("keys.p256dh", "invalid", "This is no key of the curve P-256.")) from None
        return await self._keep_device(actor, new, p256dh, secret)

    @write
    def _keep_device(
        self, tx: Tx, actor: Actor, new: NewSubscription, p256dh: bytes, secret: bytes
    ) -> tuple[Subscribed, bool]:
        """Keep the device. An address belongs to whoever signed in last on it: a browser has one for all of them."""
        digest = hashlib.sha256(new.endpoint.encode()).digest()
        known = store.at(tx, digest)
        if known is not None and known.user_id != actor.id:
            store.drop(tx, known.user_id, [known.id])
            known = None
        device = Subscription(
            id=known.id if known else tx.new_id(),
            user_id=actor.id,
            session_id=actor.session,
            endpoint=new.endpoint,
            endpoint_digest=digest,
            p256dh=p256dh,
            secret=secret,
            device=new.device,
            created_at=tx.now,
            used_at=known.used_at if known else None,
        )
        store.save(tx, device)
        others = [one.id for one in store.of_member(tx, actor.id) if one.id != device.id]
        store.drop(tx, actor.id, others[: max(0, len(others) + 1 - rules.SUBSCRIPTIONS_MAX)])
        return _shown(device, actor), known is None

    @read
    def devices(self, tx: Tx, actor: Actor) -> Page[Subscribed]:
        """List a member's devices, the latest first; there are never more than fit on one page."""
        return Page(items=[_shown(device, actor) for device in reversed(store.of_member(tx, actor.id))])

    @write
    def unsubscribe_device(self, tx: Tx, actor: Actor, subscription_id: str) -> None:
        """Reach one of the member's devices no more."""
        store.drop(tx, actor.id, [subscription_id])

    def forget_sessions(self, tx: Tx, user_id: str, session_ids: Sequence[str]) -> None:
        """Reach the devices of sessions no more that ended."""
        store.drop_sessions(tx, user_id, session_ids)

    # ── reaching them ──

    async def try_push(self, actor: Actor) -> PushTried:
        """Send something harmless to all of one's devices, so that a member sees whether it works."""
        push = Push(kind="test", notification_id="test", url="/settings/notifications", badge=0)
        sent = await self.send_push(actor.id, push, topic="test", urgency="high")
        return PushTried(sent.delivered, sent.failed)

    async def send_push(
        self, user_id: str, push: Push, *, topic: str, urgency: Urgency = "normal", only: Sequence[str] = ()
    ) -> PushSent:
        """Send to a member's devices, or only to some of them; a push service's fault is told, never raised.

        A device that is gone is forgotten. A topic is written so that push services learn nothing from it.
        """
        devices = await self._devices_of(user_id, only)
        parcel = Parcel(
            payload=rules.payload(push, f"{self.public_url}{push.url}" if push.url.startswith("/") else push.url),
            urgency=urgency,
            topic=base64.urlsafe_b64encode(self.keys.mac("notifications.topic", user_id, topic))[:32].decode(),
            seconds=self.settings.push_hours * 3600,
        )
        sent = await asyncio.gather(
            *(self.pusher.send(Device(one.endpoint, one.p256dh, one.secret), parcel) for one in devices)
        )
        became = {device.id: outcome for device, outcome in zip(devices, sent, strict=True)}
        await self._note_pushed(user_id, became)
        delivered = sum(outcome.what == "sent" for outcome in sent)
        later = {one: outcome for one, outcome in became.items() if outcome.what == "later"}
        return PushSent(
            delivered=delivered,
            failed=len(sent) - delivered,
            left=list(later),
            after=max((outcome.after for outcome in later.values()), default=0),
        )

    @read
    def _devices_of(self, tx: Tx, user_id: str, only: Sequence[str]) -> list[Subscription]:
        since = tx.now - self.settings.push_device_days * DAY
        living = [one for one in store.of_member(tx, user_id) if one.created_at >= since]
        return [one for one in living if not only or one.id in only]

    @write
    def _note_pushed(self, tx: Tx, user_id: str, became: dict[str, Outcome]) -> None:
        """Note which devices were reached, and forget those that are gone or were silent too long."""
        store.used(tx, [one for one, outcome in became.items() if outcome.what == "sent"])
        store.drop(tx, user_id, [one for one, outcome in became.items() if outcome.what == "gone"])
        store.drop_old(tx, user_id, tx.now - self.settings.push_device_days * DAY)


def _shown(device: Subscription, actor: Actor) -> Subscribed:
    return Subscribed(
        id=device.id,
        device=device.device,
        current=device.session_id == actor.session,
        created_at=wire(device.created_at),
        used_at=maybe_wire(device.used_at),
    )
