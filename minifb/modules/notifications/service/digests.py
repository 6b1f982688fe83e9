"""Digests: what members missed, by mail, at an hour of their own day."""

import msgspec
from msgspec.structs import replace

from minifb.kernel.clock import Instant
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.jobs import schedule
from minifb.modules.notifications.rules import digests as rules
from minifb.modules.notifications.rules.deliveries import Delivery, Errand, Ready
from minifb.modules.notifications.rules.digests import ITEMS_MAX, next_digest
from minifb.modules.notifications.rules.mails import Digest, Line
from minifb.modules.notifications.rules.preferences import Wishes
from minifb.modules.notifications.rules.quiet import quiet_until
from minifb.modules.notifications.service.quiet import QuietCases
from minifb.modules.notifications.store import deliveries, preferences

DIGESTS = "notifications.digests"
DIGEST = "notifications.digest"
PAGE = 200


class Rounds(msgspec.Struct, frozen=True):
    """One look at whose digest is due."""


class Missed(msgspec.Struct, frozen=True):
    """What a digest may tell, and until when it looked."""

    ids: list[str]
    until: Instant


class DigestCases(QuietCases):
    """What members missed."""

    async def gather_digests(self, _rounds: Rounds) -> None:
        """Set out the digests that are due, some at a time."""
        while await self._set_out() == PAGE:
            pass

    @write
    def _set_out(self, tx: Tx) -> int:
        """Plan some digests, and set the next ones; whoever has no proven address, or missed nothing, gets none."""
        due = preferences.due(tx, PAGE)
        for one in due:
            if one.proven and deliveries.unseen(tx, one.user_id, one.digest_after, 1):
                cause = rules.cause_of(one)
                delivery = Delivery(one.user_id, cause, "email", "digest", None, "due", None, tx.now, None)
                if deliveries.add(tx, delivery):
                    errand = Errand(one.user_id, cause, "email")
                    schedule(tx, DIGEST, errand.key, tx.now, errand)
            later = next_digest(one.digest, one.zone, self.settings.digest_hour, tx.now)
            preferences.save(tx, replace(one, digest_at=later))
        return len(due)

    async def send_digest(self, errand: Errand) -> None:
        """Send a digest that is due: it is put together only now, of what is still unseen and may be seen."""
        ready = await self._digest_ready(errand)
        if ready is None:
            return
        missed = await self._missed(ready.wishes)
        told = await self.render(errand.user_id, missed.ids)
        lines = [Line(told[one].text, f"{self.public_url}{told[one].target.url}") for one in missed.ids if one in told]
        if not lines:
            await self.finish([ready.delivery], "empty")
            return
        letter = Digest(
            "daily" if ready.wishes.digest == "daily" else "weekly", lines[:ITEMS_MAX], more=len(lines[ITEMS_MAX:])
        )
        stop = self.unsubscribe_link(errand.user_id, "digest")
        mail_id = ready.delivery.mail_id
        sent = await self.send_mail(errand.user_id, letter, mail_id=mail_id, unsubscribe=stop)
        await self._told(ready.delivery, missed.until, sent=sent == "sent")

    @write
    def _digest_ready(self, tx: Tx, errand: Errand) -> Ready | None:
        """Give a digest that is to go out now; one that comes into quiet hours waits until they end."""
        delivery = deliveries.one(tx, errand.user_id, errand.cause, errand.channel)
        if delivery is None or delivery.state != "due":
            return None
        wishes = self.wishes(tx, [errand.user_id])[errand.user_id]
        if why := self.why_drop(tx, delivery, wishes, None):
            deliveries.end(tx, delivery, "dropped", why)
            return None
        if until := quiet_until(wishes.quiet_hours, tx.now):
            schedule(tx, DIGEST, errand.key, until, errand)
            return None
        return Ready(delivery, wishes)

    @read
    def _missed(self, tx: Tx, wishes: Wishes) -> Missed:
        return Missed(deliveries.unseen(tx, wishes.user_id, wishes.digest_after, 2 * ITEMS_MAX), tx.now)

    @write
    def _told(self, tx: Tx, delivery: Delivery, until: Instant, *, sent: bool) -> None:
        """Write down what became of a digest; only what the mail server took is told."""
        deliveries.end(tx, delivery, "sent" if sent else "dropped", None if sent else "nowhere")
        if sent:
            preferences.advance(tx, delivery.user_id, until)
