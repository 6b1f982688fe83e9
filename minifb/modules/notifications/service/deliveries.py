"""Deliveries: what goes out by mail and push, planned in the transaction of the notification, sent by a job.

Whether it may go is asked again when it does: it may have been taken back, seen in the app, or be hidden by now.
"""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from minifb.kernel.clock import HOUR, SECOND
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.jobs import schedule
from minifb.modules.notifications.public import Notification
from minifb.modules.notifications.rules import deliveries as rules
from minifb.modules.notifications.rules.deliveries import (
    DELIVER,
    OUTGOING,
    WAKE,
    WELCOME,
    Delivery,
    Errand,
    Outgoing,
    Planned,
    Ready,
    Waking,
    Why,
)
from minifb.modules.notifications.rules.mails import Told, Welcome
from minifb.modules.notifications.rules.preferences import Wishes
from minifb.modules.notifications.rules.push import Push, PushSent
from minifb.modules.notifications.rules.quiet import quiet_until
from minifb.modules.notifications.service.mails import MailCases
from minifb.modules.notifications.service.push import PushCases
from minifb.modules.notifications.service.unsubscribe import UnsubscribeCases
from minifb.modules.notifications.store import analytics, causes, deliveries, notifications, push
from minifb.modules.notifications.store.deliveries import Standing
from minifb.modules.notifications.tables import PEOPLE


class DeliveryCases(MailCases, PushCases, UnsubscribeCases):
    """What goes out."""

    def plan(self, tx: Tx, told: Sequence[Planned], wishes: Mapping[str, Wishes]) -> None:
        """Plan what goes out to members who were told something, as each of them prefers."""
        for channel in OUTGOING:
            to = [
                one
                for one in told
                if wishes[one.user_id].want(one.kind, channel) and rules.goes_out(one.kind, channel, one.count)
            ]
            wait = self.settings.mail_wait_seconds * SECOND if channel == "email" else 0
            reached = self._reached(tx, channel, {one.user_id: wishes[one.user_id] for one in to})
            for one in to:
                if one.user_id in reached and deliveries.add(tx, rules.planned(one, channel, tx.now)):
                    errand = Errand(one.user_id, one.cause, channel)
                    schedule(tx, DELIVER, errand.key, tx.now + wait, errand)

    def _reached(self, tx: Tx, channel: Outgoing, wishes: Mapping[str, Wishes]) -> set[str]:
        """Find who can be reached by a way at all, so that nothing is set out for nobody."""
        if channel == "push":
            return push.reachable(tx, wishes) if wishes else set()
        return {user_id for user_id, of in wishes.items() if of.proven}

    def note_proven(self, tx: Tx, user_id: str) -> None:
        """Mail a member from now on who has proven an address; the welcome waited for that."""
        before = self.settle_in(tx, user_id)
        if not before.proven:
            after = replace(before, proven=True)
            self.keep_wishes(tx, before, after)
            if welcome := causes.stands(tx, user_id, WELCOME):
                told = Planned(user_id=user_id, kind="welcome", cause=WELCOME, notification_id=welcome)
                self.plan(tx, [told], {user_id: after})

    async def deliver(self, errand: Errand) -> None:
        """Send what is due, if it still is something to tell; a way that fails raises, and is tried again."""
        ready = await self._ready(errand)
        if ready is None:
            return
        delivery = ready.delivery
        told = (await self.render(errand.user_id, [delivery.notification_id or ""])).get(delivery.notification_id or "")
        if told is None:
            await self.finish([delivery], "hidden")
        elif errand.channel == "email":
            await self.finish([delivery], await self.mail_one(delivery, told))
        else:
            await self._push(ready, told, errand)

    # ── one of them ──

    async def mail_one(self, delivery: Delivery, told: Notification) -> Why | None:
        """Send a notification by mail; tell why it did not go out."""
        url = f"{self.public_url}{told.target.url}"
        letter = Welcome(url) if told.kind == "welcome" else Told(told.kind, told.text, url)
        stop = self.unsubscribe_link(delivery.user_id, told.kind)
        sent = await self.send_mail(delivery.user_id, letter, mail_id=delivery.mail_id, unsubscribe=stop)
        return None if sent == "sent" else "nowhere"

    async def push_one(self, wishes: Wishes, told: Notification, only: Sequence[str] = ()) -> PushSent:
        """Send a notification to a member's devices."""
        shown = Push(
            kind=told.kind,
            notification_id=told.id,
            url=told.target.url,
            badge=await self.badge(wishes.user_id),
            text=told.text if wishes.push_text else None,
        )
        urgency = rules.urgency(told.kind)
        return await self.send_push(wishes.user_id, shown, topic=told.id, urgency=urgency, only=only)

    async def _push(self, ready: Ready, told: Notification, errand: Errand) -> None:
        sent = await self.push_one(ready.wishes, told, errand.only)
        reached = errand.reached or sent.delivered > 0
        if sent.left:
            errand = Errand(errand.user_id, errand.cause, "push", sent.left, reached)
            await self._again(ready.delivery, errand, sent.after)
        else:
            await self.finish([ready.delivery], None if reached else "nowhere")

    @read
    def badge(self, tx: Tx, user_id: str) -> int:
        """Count what a member has not read."""
        return notifications.unread(tx, user_id)

    # ── inside a transaction ──

    @write
    def _ready(self, tx: Tx, errand: Errand) -> Ready | None:
        """Give what is to be sent now; what need not be is dropped, what must wait for the morning is held."""
        delivery = deliveries.one(tx, errand.user_id, errand.cause, errand.channel)
        if delivery is None or delivery.state != "due":
            return None
        wishes = self.wishes(tx, [errand.user_id])[errand.user_id]
        standing = deliveries.standing(tx, errand.user_id, [errand.cause]).get(errand.cause)
        if why := self.why_drop(tx, delivery, wishes, standing):
            deliveries.end(tx, delivery, "dropped", why)
            return None
        until = quiet_until(wishes.quiet_hours, tx.now)
        if until and not (standing and wishes.quiet_hours and standing.actor_id in wishes.quiet_hours.people):
            deliveries.end(tx, delivery, "held")
            waking = Waking(errand.user_id, errand.channel)
            schedule(tx, WAKE, waking.key, until, waking)
            return None
        return Ready(delivery, wishes)

    def why_drop(self, tx: Tx, delivery: Delivery, wishes: Wishes, standing: Standing | None) -> Why | None:
        """Tell why something need not go out any more."""
        if not PEOPLE.shown(tx, delivery.user_id, [delivery.user_id]):
            return "away"
        if delivery.kind == "digest":
            return "unwanted" if wishes.digest == "off" else None
        if standing is None:
            return "withdrawn"
        if standing.looked and delivery.kind != "welcome":
            return "seen"
        return None if wishes.want(delivery.kind, delivery.channel) else "unwanted"

    @write
    def finish(self, tx: Tx, done: Sequence[Delivery], why: Why | None) -> None:
        """Write down that something went out, or why it did not."""
        for delivery in done:
            deliveries.end(tx, delivery, "dropped" if why else "sent", why)
            if why is None and delivery.kind != "digest":
                analytics.count(tx, delivery.kind, delivery.channel, "delivered")

    @write
    def _again(self, tx: Tx, delivery: Delivery, errand: Errand, seconds: int) -> None:
        """Try devices again that may be reached later, as long as it is worth telling."""
        if tx.now - delivery.created_at < self.settings.push_hours * HOUR:
            schedule(tx, DELIVER, errand.key, tx.now + seconds * SECOND, errand)
        else:
            deliveries.end(tx, delivery, "sent" if errand.reached else "dropped", None if errand.reached else "nowhere")
