"""Addresses: proving them, and changing to another one."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.http.policy import Actor
from minifb.kernel.ops import audit
from minifb.modules.auth.public import UserEmailVerified
from minifb.modules.auth.rules.accounts import Account, NoSuchMember
from minifb.modules.auth.rules.emails import LinkInvalid
from minifb.modules.auth.service.mails import Mails
from minifb.modules.auth.service.means import Means, Part
from minifb.modules.auth.service.registration import Registration
from minifb.modules.auth.store import accounts
from minifb.modules.auth.store import emails as store


class Emails(Part):
    """Addresses of members."""

    def __init__(self, means: Means, mails: Mails, registration: Registration) -> None:
        """Work with mail, and with registrations that wait for the proof."""
        super().__init__(means)
        self._mails = mails
        self._registration = registration

    @write
    def verify(self, tx: Tx, token: str) -> None:
        """Take the proof of an address; doing it twice does no harm."""
        row = store.find(tx, token.partition(".")[0])
        account = accounts.by_id(tx, row.user_id) if row else None
        version = row.password_version if row else 0
        fits = self._mails.opened("verify", token, version)
        if row is None or account is None or not fits:
            raise LinkInvalid
        if row.used_at is not None and account.email_verified and account.email_key == row.email_key:
            return
        if row.expires_at <= tx.now or version != account.password_version or not store.use(tx, row.id):
            raise LinkInvalid
        if row.email_key != account.email_key:
            account = self._replaced(tx, account, row)
        account = accounts.change(tx, account, email_verified=True)
        tx.publish(UserEmailVerified(user_id=account.id, revision=account.version))
        self._registration.happened(tx, account.id, "verified")

    def _replaced(self, tx: Tx, account: Account, row: store.Verification) -> Account:
        """Take the new address now that it is proven, and tell the old one."""
        if accounts.by_email(tx, row.email_key) is not None:
            raise LinkInvalid
        about = "The address of your account was changed; mail goes to the new one from now on."
        self._mails.write(tx, account, "account_changed", about=about)
        audit.record(tx, actor=account.id, via="mail", action="email.changed", object=account.id)
        return accounts.change(tx, account, email=row.email, email_key=row.email_key)

    @write
    def change(self, tx: Tx, actor: Actor, email: str, email_key: str) -> None:
        """Ask for the proof of a new address; nothing changes before it comes. A known one reads the same."""
        account = accounts.by_id(tx, actor.id)
        if account is None:
            raise NoSuchMember
        holder = accounts.by_email(tx, email_key)
        if holder is None:
            self._mails.ask_proof(tx, account, email, email_key)
        elif holder.id != account.id:
            self._mails.write(tx, holder, "address_taken")
        elif not account.email_verified:
            self._mails.ask_proof(tx, account, account.email, account.email_key)

    @write
    def resend(self, tx: Tx, actor: Actor) -> None:
        """Send the link that proves one's address again, if it is not proven yet."""
        account = accounts.by_id(tx, actor.id)
        if account is not None and not account.email_verified:
            self._mails.ask_proof(tx, account, account.email, account.email_key)
