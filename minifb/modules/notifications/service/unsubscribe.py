"""Unsubscribing: the link in a mail that ends mails of its kind, without signing in."""

import base64
import binascii

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.modules.notifications.rules.deliveries import Category
from minifb.modules.notifications.rules.preferences import KINDS, Unsubscribed, silenced
from minifb.modules.notifications.service.preferences import PreferenceCases
from minifb.modules.notifications.tables import PEOPLE

PURPOSE = "notifications.unsubscribe"
CATEGORIES: tuple[Category, ...] = (*KINDS, "digest")


class UnsubscribeCases(PreferenceCases):
    """How mails end."""

    def unsubscribe_link(self, user_id: str, *categories: Category) -> str:
        """Write the address that a mail program posts to (RFC 8058); whoever follows it by hand sees a page."""
        named = "-".join(sorted(set(categories)))
        mac = base64.urlsafe_b64encode(self.keys.mac(PURPOSE, user_id, named)).rstrip(b"=").decode()
        return f"{self.public_url}/notifications/unsubscribe?token={user_id}_{named}_{mac}"

    async def stop_mails(self, token: str) -> Unsubscribed:
        """Send no more mails of a link's kinds; a link that is not ours changes nothing, and nobody learns more."""
        user_id, _, rest = token.partition("_")
        named, _, mac = rest.partition("_")
        if not self._is_signed(mac, user_id, named):
            return Unsubscribed(categories=[])
        categories = [one for one in CATEGORIES if one in named.split("-")]
        await self._silence(user_id, categories)
        return Unsubscribed(categories=categories)

    @write
    def _silence(self, tx: Tx, user_id: str, categories: list[Category]) -> None:
        if not PEOPLE.cards(tx, [user_id]):
            return  # nobody's wishes come back from the dead
        before = self.wishes(tx, [user_id])[user_id]
        after = before
        for category in categories:
            after = silenced(after, category)
        if after != before:
            self.keep_wishes(tx, before, after)

    def _is_signed(self, written: str, user_id: str, named: str) -> bool:
        try:
            mac = base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return False
        return self.keys.check(PURPOSE, mac, user_id, named)
