"""Quiet hours: what was held through them goes out when they end, together."""

import hashlib

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.jobs import schedule
from minifb.modules.notifications.public import Notification
from minifb.modules.notifications.rules.deliveries import WAKE, Ready, Waking, Why
from minifb.modules.notifications.rules.mails import Digest, Line
from minifb.modules.notifications.rules.push import Push
from minifb.modules.notifications.rules.quiet import quiet_until
from minifb.modules.notifications.service.deliveries import DeliveryCases
from minifb.modules.notifications.store import deliveries

HELD_MAX = 500
"""Most that one mail or push tells of; the older ones first, the others in another one."""
LINES_MAX = 50


class PushesLater(Exception):
    """No device of the member can be reached just now."""


class QuietCases(DeliveryCases):
    """How a night ends."""

    async def wake(self, waking: Waking) -> None:
        """Tell a member by one way what was held: one thing as itself, several together."""
        held = await self._held(waking)
        if not held:
            return
        ids = list(dict.fromkeys(one.delivery.notification_id or "" for one in held))
        told = await self.render(waking.user_id, ids)
        seen = [one for one in held if one.delivery.notification_id in told]
        if hidden := [one.delivery for one in held if one.delivery.notification_id not in told]:
            await self.finish(hidden, "hidden")
        if seen:
            send = self._mail if waking.channel == "email" else self._ring
            await self.finish([one.delivery for one in seen], await send(seen, list(told.values())))

    async def _mail(self, held: list[Ready], items: list[Notification]) -> Why | None:
        """Send what was held by mail. Its button turns off all kinds that are in it."""
        first = held[0].delivery
        if len(items) == 1:
            return await self.mail_one(first, items[0])
        lines = [Line(one.text, f"{self.public_url}{one.target.url}") for one in items[:LINES_MAX]]
        letter = Digest("quiet", lines, more=len(items) - len(lines))
        mail_id = hashlib.sha256(f"quiet:{first.mail_id}".encode()).hexdigest()[:32]
        stop = self.unsubscribe_link(first.user_id, *(one.kind for one in items))
        sent = await self.send_mail(first.user_id, letter, mail_id=mail_id, unsubscribe=stop)
        return None if sent == "sent" else "nowhere"

    async def _ring(self, held: list[Ready], items: list[Notification]) -> Why | None:
        """Send what was held by push. Several messages of one conversation are one thing."""
        wishes = held[0].wishes
        if len(items) == 1:
            sent = await self.push_one(wishes, items[0])
        else:
            text = "\n".join(one.text for one in items) if wishes.push_text else f"{len(items)} new notifications"
            badge = await self.badge(wishes.user_id)
            push = Push(kind="summary", notification_id="summary", url="/n", badge=badge, text=text)
            sent = await self.send_push(wishes.user_id, push, topic="summary")
        if sent.left and not sent.delivered:
            raise PushesLater
        return None if sent.delivered else "nowhere"

    @write
    def _held(self, tx: Tx, waking: Waking) -> list[Ready]:
        """Give what was held and is still something to tell; nothing as long as it is quiet."""
        user_id = waking.user_id
        held = deliveries.held(tx, user_id, waking.channel, HELD_MAX)
        if not held:
            return []
        wishes = self.wishes(tx, [user_id])[user_id]
        if until := quiet_until(wishes.quiet_hours, tx.now):
            schedule(tx, WAKE, waking.key, until, waking)
            return []
        if len(held) == HELD_MAX:
            schedule(tx, WAKE, waking.key, tx.now, waking)  # and the others after these
        standing = deliveries.standing(tx, user_id, [one.cause for one in held])
        found = []
        for delivery in held:
            if why := self.why_drop(tx, delivery, wishes, standing.get(delivery.cause)):
                deliveries.end(tx, delivery, "dropped", why)
            else:
                found.append(Ready(delivery, wishes))
        return found
