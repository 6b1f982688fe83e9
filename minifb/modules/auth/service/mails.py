"""Mail: what is due, and the links in it. Notifications sends it, and asks for the links at that moment."""

import base64
import binascii
from typing import Literal

from minifb.kernel.clock import DAY, HOUR, MINUTE
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.modules.auth.public import MailKind, MailLink, MailRequested
from minifb.modules.auth.rules.accounts import Account
from minifb.modules.auth.rules.emails import LinkInvalid
from minifb.modules.auth.service.community import Community
from minifb.modules.auth.service.means import Part
from minifb.modules.auth.store import accounts, emails, passwords
from minifb.modules.auth.store import mails as store

LinkKind = Literal["verify", "reset"]
PATHS: dict[MailKind, str] = {"verify": "/verify", "reset": "/reset"}
WORTH_SENDING = 2 * DAY


class Mails(Part):
    """Letters and their links."""

    def write(
        self, tx: Tx, account: Account, kind: MailKind, *, about: str | None = None, address: str | None = None
    ) -> str:
        """Let a mail be due; within the transaction of what it tells."""
        mail_id = tx.new_id()
        self._keep(tx, mail_id, account, kind, about=about, address=address)
        return mail_id

    def reset_link(self, tx: Tx, account: Account) -> str:
        """Make a link to set a new password, and give its row's id."""
        reset = passwords.Reset(
            tx.new_id(), account.id, account.password_version, tx.now, tx.now + self.own.reset_minutes * MINUTE, None
        )
        passwords.insert_reset(tx, reset)
        return reset.id

    def ask_reset(self, tx: Tx, account: Account) -> None:
        """Send a link to set a new password."""
        self._keep(tx, self.reset_link(tx, account), account, "reset")

    def ask_proof(self, tx: Tx, account: Account, email: str, email_key: str) -> None:
        """Send a link that proves an address: the account's own, or one it is to have."""
        row = emails.Verification(
            id=tx.new_id(),
            user_id=account.id,
            email=email,
            email_key=email_key,
            password_version=account.password_version,
            created_at=tx.now,
            expires_at=tx.now + self.own.verify_hours * HOUR,
            used_at=None,
        )
        emails.insert_verification(tx, row)
        self._keep(tx, row.id, account, "verify", address=email)

    def _keep(
        self,
        tx: Tx,
        mail_id: str,
        account: Account,
        kind: MailKind,
        *,
        about: str | None = None,
        address: str | None = None,
    ) -> None:
        letter = store.Letter(
            id=mail_id,
            user_id=account.id,
            kind=kind,
            address=address or account.email,
            first_name=account.first_name,
            about=about,
            created_at=tx.now,
            expires_at=tx.now + WORTH_SENDING,
        )
        store.insert_letter(tx, letter)
        tx.publish(MailRequested(user_id=account.id, mail_id=mail_id, kind=kind, revision=account.version))

    @read
    def links(self, tx: Tx, mail_ids: list[str]) -> dict[str, MailLink]:
        """Give what these mails need; one that is no longer due is absent."""
        letters = [letter for letter in store.find(tx, mail_ids) if letter.expires_at > tx.now]
        holders = accounts.by_ids(tx, [letter.user_id for letter in letters])
        community = Community.called(tx)
        links: dict[str, MailLink] = {}
        for letter in letters:
            due, link = self._link(tx, letter, holders.get(letter.user_id))
            if due:
                links[letter.id] = MailLink(letter.address, letter.first_name, link, community, letter.about)
        return links

    def _link(self, tx: Tx, letter: store.Letter, account: Account | None) -> tuple[bool, str | None]:
        """Make a letter's link anew; the first part says whether the letter is still due."""
        if letter.kind not in PATHS:
            return True, f"{self.means.public_url}/settings/security" if account else self.means.public_url
        row = emails.find(tx, letter.id) if letter.kind == "verify" else passwords.find(tx, letter.id)
        if row is None or account is None or row.used_at is not None or row.expires_at <= tx.now:
            return False, None
        if row.password_version != account.password_version:
            return False, None
        return True, self.link(letter.kind, letter.id, row.password_version)

    def link(self, kind: MailKind, row_id: str, password_version: int) -> str:
        """Write a link. The secret stands behind `#`, which browsers never send to a server or its log."""
        mac = self.means.keys.mac(f"auth.link.{kind}", row_id, str(password_version))
        secret = base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
        return f"{self.means.public_url}{PATHS[kind]}#token={row_id}.{secret}"

    def opened(self, kind: LinkKind, token: str, password_version: int) -> bool:
        """Tell whether a token is the one of its row at this version of the password."""
        row_id, _, secret = token.partition(".")
        try:
            mac = base64.b64decode(secret + "=" * (-len(secret) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise LinkInvalid from error
        return self.means.keys.check(f"auth.link.{kind}", mac, row_id, str(password_version))
