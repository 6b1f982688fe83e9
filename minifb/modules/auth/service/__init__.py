"""The use cases of auth: one method, one transaction; one part for each noun."""

from minifb.kernel.clock import Clock, Instant
from minifb.kernel.crypto import Keys
from minifb.kernel.data.tx import Database, Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.http.limits import Limiter
from minifb.kernel.http.site import Site
from minifb.kernel.settings import Settings
from minifb.modules.auth.public import KeyHolder, MailAddress, MailLink, Revocations
from minifb.modules.auth.rules.accounts import is_suspended
from minifb.modules.auth.rules.settings import AuthSettings
from minifb.modules.auth.service.accounts import Accounts
from minifb.modules.auth.service.community import Community
from minifb.modules.auth.service.deletion import Deletion
from minifb.modules.auth.service.emails import Emails
from minifb.modules.auth.service.invites import Invites
from minifb.modules.auth.service.keys import ApiKeys
from minifb.modules.auth.service.login import Login
from minifb.modules.auth.service.mails import Mails
from minifb.modules.auth.service.means import Means
from minifb.modules.auth.service.members import Members
from minifb.modules.auth.service.passkeys import Passkeys
from minifb.modules.auth.service.passwords import Passwords
from minifb.modules.auth.service.registration import Registration
from minifb.modules.auth.service.sessions import Sessions
from minifb.modules.auth.service.setup import Setup
from minifb.modules.auth.service.tokens import Tokens
from minifb.modules.auth.service.totp import Totp
from minifb.modules.auth.store import accounts as accounts_store
from minifb.modules.auth.store import emails as emails_store
from minifb.modules.auth.store import mails as mails_store
from minifb.modules.auth.store import names as names_store
from minifb.modules.auth.store import passkeys as passkeys_store
from minifb.modules.auth.store import passwords as passwords_store
from minifb.modules.auth.store import sessions as sessions_store


class Auth:
    """Who somebody is: its parts do the work, and it answers what others ask."""

    def __init__(
        self,
        *,
        db: Database,
        settings: AuthSettings,
        server: Settings,
        clock: Clock,
        keys: Keys,
        cursors: Cursors,
        limiter: Limiter,
        site: Site,
    ) -> None:
        """Put the parts together; each is given the ones it works with."""
        self.db = db
        self.site = site
        self.means = means = Means(db, settings, server, keys, clock, limiter)
        self.tokens = Tokens(means)
        self.mails = Mails(means)
        self.sessions = Sessions(means, self.tokens, self.mails)
        self.invites = Invites(means, cursors)
        self.community = Community(means)
        self.registration = Registration(means, self.sessions, self.mails, self.invites, self.community)
        self.setup = Setup(means)
        self.accounts = Accounts(means)
        self.totp = Totp(means, self.sessions, self.mails, self.community)
        self.deletion = Deletion(means, self.sessions, self.mails)
        self.login = Login(means, self.sessions, self.totp, self.deletion)
        self.passkeys = Passkeys(means, self.sessions, self.mails, self.login, self.deletion, self.community)
        self.passwords = Passwords(means, self.sessions, self.mails)
        self.emails = Emails(means, self.mails, self.registration)
        self.keys = ApiKeys(means)
        self.members = Members(means, self.sessions, self.registration, cursors)

    async def start(self) -> None:
        """Load the signing key, the hash that stands for nobody, and how the community is called."""
        await self.tokens.prepare()
        await self.means.hashing.prepare()
        await self.community.prepare()

    async def stop(self) -> None:
        """End the hashing threads."""
        self.means.hashing.stop()

    async def owner_link(self) -> str | None:
        """Make the link that makes the first owner; None when there is one."""
        return await self.setup.link()

    async def reset_password_for(self, username: str) -> str:
        """Make a link to set a new password for somebody who is locked out; everything of theirs is signed out."""
        return await self.passwords.reset_for(username)

    @write
    def sweep(self, tx: Tx) -> None:
        """Drop what is over: sessions, links, mails, challenges, names that rested long enough."""
        self.sessions.sweep(tx)
        passwords_store.sweep(tx, tx.now)
        emails_store.sweep(tx, tx.now)
        mails_store.sweep(tx)
        passkeys_store.sweep(tx)
        names_store.sweep(tx)

    async def rotate_signing_key(self) -> str:
        """Sign access tokens with a new key from now on; tell its id."""
        return await self.tokens.rotate()

    # ── what others ask (AuthQuestions) ──────────────────────────────────────────────────────────

    async def verify_keys(self) -> dict[str, str]:
        """Give the public keys of access tokens."""
        return await self.tokens.verify_keys()

    @read
    def revocations(self, tx: Tx, since: Instant) -> Revocations:
        """Give what guards must refuse."""
        return Revocations(
            sessions=sessions_store.revoked(tx, since),
            members=accounts_store.epochs(tx, since),
            suspended=accounts_store.suspended(tx),
        )

    async def key_holders(self, digests: list[str]) -> dict[str, KeyHolder]:
        """Tell whose API keys these are."""
        return await self.keys.holders(digests)

    async def mail_links(self, mail_ids: list[str]) -> dict[str, MailLink]:
        """Give what these mails need now."""
        return await self.mails.links(mail_ids)

    @read
    def mail_addresses(self, tx: Tx, user_ids: list[str]) -> dict[str, MailAddress]:
        """Tell where mail to these members goes."""
        community = self.community.called(tx)
        return {
            account.id: MailAddress(account.email, account.first_name, account.email_verified, community)
            for account in accounts_store.by_ids(tx, user_ids).values()
            if account.state == "active" and not is_suspended(account, tx.now)
        }
