"""Mails to members: auth's letters and what notifications tell, and the addresses to which none go any more."""

from typing import Literal

import msgspec
import structlog

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.ids import new_id
from minifb.kernel.jobs import schedule
from minifb.kernel.ops import audit
from minifb.kernel.refusals import NotFound
from minifb.modules.auth.public import MailAddress, MailKind, MailLink, MailRequested, UserEmailVerified
from minifb.modules.notifications.backends.mail import AddressRefused
from minifb.modules.notifications.rules.mails import (
    AboutAccount,
    Addressee,
    Letter,
    MailTried,
    NewBounces,
    Reason,
    Undelivered,
    may_go,
    nameless,
    template_of,
)
from minifb.modules.notifications.service.ground import Ground
from minifb.modules.notifications.store import mails

log = structlog.get_logger()

LETTER = "mail.letter"
PROVEN = "mail.proven"
TRIES = 200
"""About a day: mail servers are away for hours, and what waits so long is still worth sending."""
SAID_MAX = 300
Outcome = Literal["sent", "nowhere"]
"""`nowhere`: there is no address to which this may go; trying again would not help."""


class LetterDue(msgspec.Struct, frozen=True):
    """A letter of auth that is to be sent."""

    mail_id: str
    kind: MailKind


class Proven(msgspec.Struct, frozen=True):
    """A member whose address takes mail, as they have just shown."""

    user_id: str


class MailCases(Ground):
    """What goes out by mail."""

    # ── letters about an account ──

    def when_mail_requested(self, tx: Tx, event: MailRequested) -> None:
        """Queue a letter: it is sent after this transaction, and again until it went out."""
        schedule(tx, LETTER, event.mail_id, tx.now, LetterDue(event.mail_id, event.kind))

    async def send_letter(self, due: LetterDue) -> None:
        """Send a letter that is due; auth is asked only now, so that a used or outdated link never goes out."""
        to = (await self.auth.mail_links([due.mail_id])).get(due.mail_id)
        if to is not None:
            letter = AboutAccount(due.kind, to.link or self.postbox.site, to.about or "")
            await self._post(due.mail_id, _addressee(to), letter)

    # ── what notifications tell ──

    async def send_mail(self, user_id: str, letter: Letter, *, mail_id: str, unsubscribe: str | None) -> Outcome:
        """Send a mail to a member's own address, if it is proven to be theirs; trouble on the way raises."""
        to = (await self.auth.mail_addresses([user_id])).get(user_id)
        if to is None or not to.verified:
            return "nowhere"
        return await self._post(mail_id, _addressee(to), letter, unsubscribe)

    async def _post(self, mail_id: str, to: Addressee, letter: Letter, unsubscribe: str | None = None) -> Outcome:
        if not may_go(template_of(letter), await self.why_not(to.address)):
            return "nowhere"
        try:
            await self.postbox.post(mail_id, to, letter, unsubscribe)
        except AddressRefused as refused:
            log.info("an address takes no mail", mail_id=mail_id, code=refused.said.split(maxsplit=1)[0])
            await self.give_up([Undelivered(address=to.address, kind="bounced", said=refused.said[:SAID_MAX])])
            return "nowhere"
        return "sent"

    async def try_mail(self, actor: Actor) -> MailTried:
        """Send a mail to whoever asks, proven address or not, and tell what became of it."""
        to = (await self.auth.mail_addresses([actor.id])).get(actor.id)
        if to is None:
            raise NotFound
        sent, words = await self.postbox.try_out(f"test-{new_id()}", _addressee(to))
        folder = self.postbox.folder
        return MailTried(
            mail=self.settings.mail, to=to.address, sent=sent, said=words, folder=str(folder) if folder else None
        )

    # ── addresses that take none ──

    @read
    def why_not(self, tx: Tx, address: str) -> Reason | None:
        """Tell why mail does not go to an address; None: it does."""
        return mails.suppressed(tx, self._digest(address))

    @write
    def give_up(self, tx: Tx, addresses: list[Undelivered]) -> None:
        """Send nothing to addresses any more from which something came back."""
        self._give_up(tx, addresses)

    @write
    def report_bounces(self, tx: Tx, actor: Actor, new: NewBounces) -> None:
        """Take from a mail server or provider what came back; an address nobody has does no harm."""
        self._give_up(tx, new.items)
        audit.record(tx, actor=actor.id, via="api", action="mail.suppressed", object=f"{len(new.items)} addresses")

    def _give_up(self, tx: Tx, addresses: list[Undelivered]) -> None:
        for one in addresses:
            mails.suppress(tx, self._digest(one.address), one.kind, nameless(one.said, one.address))

    def when_email_verified(self, tx: Tx, event: UserEmailVerified) -> None:
        """See to it that an address from which a link was opened is believed in again."""
        schedule(tx, PROVEN, event.user_id, tx.now, Proven(event.user_id))

    async def believe(self, proven: Proven) -> None:
        """Take back that a member's address bounced: a mail has arrived there."""
        if to := (await self.auth.mail_addresses([proven.user_id])).get(proven.user_id):
            await self._lift(to.address)

    @write
    def _lift(self, tx: Tx, address: str) -> None:
        mails.lift(tx, self._digest(address))

    def _digest(self, address: str) -> bytes:
        """Name an address without keeping it."""
        return self.keys.mac("notifications.addresses", address.strip().casefold())


def _addressee(to: MailAddress | MailLink) -> Addressee:
    """Give whom auth names for a mail."""
    return Addressee(to.address, to.first_name, to.community)
