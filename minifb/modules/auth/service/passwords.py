"""Passwords: changing, forgetting, setting anew."""

import msgspec

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor, Limit
from minifb.kernel.jobs import schedule
from minifb.kernel.ops import audit
from minifb.kernel.refusals import FieldError
from minifb.modules.auth.public import UserEmailVerified
from minifb.modules.auth.rules import passwords as rules
from minifb.modules.auth.rules.accounts import Account, NoSuchMember
from minifb.modules.auth.rules.emails import LinkInvalid, fold_email
from minifb.modules.auth.rules.names import fold_name
from minifb.modules.auth.service.mails import Mails
from minifb.modules.auth.service.means import Means, Part
from minifb.modules.auth.service.sessions import Sessions
from minifb.modules.auth.store import accounts, keys, passkeys, totp
from minifb.modules.auth.store import passwords as store
from minifb.modules.auth.store import sessions as sessions_store

FORGOTTEN = "password.forgotten"
MAILS_PER_ADDRESS = Limit("reset mails", 5, 1800)


class Forgotten(msgspec.Struct, frozen=True):
    """An address somebody typed; whether it is anybody's is looked up after they were answered."""

    email_key: str


class Passwords(Part):
    """How a password becomes another one."""

    def __init__(self, means: Means, sessions: Sessions, mails: Mails) -> None:
        """Work with sessions, which end, and mail, which says so."""
        super().__init__(means)
        self._sessions = sessions
        self._mails = mails

    async def change(self, actor: Actor, current: str, new: str) -> None:
        """Change one's password; every other session ends."""
        account = await self._account(actor.id)
        if not await self.means.hashing.verify(account.password_hash, current):
            raise rules.BadPassword(FieldError("currentPassword", "password_wrong", "This is not your password."))
        await self._set(actor.id, account.password_hash, await self._hashed(account, new), actor.session)

    @read
    def _account(self, tx: Tx, user_id: str) -> Account:
        account = accounts.by_id(tx, user_id)
        if account is None:
            raise NoSuchMember
        return account

    async def _hashed(self, account: Account, new: str) -> str:
        names = (account.first_name, account.last_name)
        plain = rules.check(new, username=account.username, email=account.email, names=names)
        return await self.means.hashing.hash(plain)

    @write
    def _set(self, tx: Tx, user_id: str, before: str, after: str, session_id: str) -> None:
        account = accounts.by_id(tx, user_id)
        if account is None or account.password_hash != before:
            raise rules.BadPassword(FieldError("currentPassword", "password_wrong", "This is not your password."))
        account = self._replaced(tx, account, after)
        account = self._sessions.end_all(tx, account, "the password was changed", but=session_id)
        self._mails.write(tx, account, "account_changed", about="The password of your account was changed.")
        audit.record(tx, actor=user_id, via="api", action="password.changed", object=user_id)

    def _replaced(self, tx: Tx, account: Account, password_hash: str) -> Account:
        """Set a password; the links that belonged to the one before are worth nothing from now on."""
        sessions_store.forgive(tx, "account", account.id)
        for typed in (account.username, account.email_key):
            sessions_store.forgive(tx, "identifier", self.means.failure_key(typed))
        return accounts.change(tx, account, password_hash=password_hash, password_version=account.password_version + 1)

    async def forget(self, email: str) -> None:
        """Note that somebody forgot the password of an address: the same work, whether there is an account or not."""
        key = fold_email(email)
        if self.means.limiter.take(MAILS_PER_ADDRESS, key).allowed:
            await self._note(key)

    @write
    def _note(self, tx: Tx, email_key: str) -> None:
        # The job's key is the address in a form that tells nobody which.
        key = self.means.keys.mac("auth.forgotten", email_key).hex()
        schedule(tx, FORGOTTEN, key, tx.now, Forgotten(email_key))

    @write
    def look_up(self, tx: Tx, forgotten: Forgotten) -> None:
        """Send a link to set a new password, if the address is a member's."""
        account = accounts.by_email(tx, forgotten.email_key)
        if account is not None and account.state != "registering":
            self._mails.ask_reset(tx, account)

    async def reset(self, token: str, new: str) -> None:
        """Set a new password by the link of a mail; every session ends, second factors stay."""
        account = await self._by_link(token)
        await self._reset(token, await self._hashed(account, new))

    @read
    def _by_link(self, tx: Tx, token: str) -> Account:
        return self._opened(tx, token)[1]

    def _opened(self, tx: Tx, token: str) -> tuple[store.Reset, Account]:
        reset = store.find(tx, token.partition(".")[0])
        account = accounts.by_id(tx, reset.user_id) if reset else None
        version = reset.password_version if reset else 0
        # The secret is checked whether there is such a row or not.
        fits = self._mails.opened("reset", token, version)
        if reset is None or account is None or not fits:
            raise LinkInvalid
        if reset.used_at is not None or reset.expires_at <= tx.now or version != account.password_version:
            raise LinkInvalid
        return reset, account

    @write
    def _reset(self, tx: Tx, token: str, password_hash: str) -> None:
        reset, account = self._opened(tx, token)
        if not store.use(tx, reset.id):
            raise LinkInvalid
        account = self._replaced(tx, account, password_hash)
        if not account.email_verified:
            account = self._claimed(tx, account)
        account = self._sessions.end_all(tx, account, "a new password was set")
        self._mails.write(tx, account, "account_changed", about="A new password was set for your account by mail.")
        audit.record(tx, actor=account.id, via="mail", action="password.reset", object=account.id)

    @staticmethod
    def _claimed(tx: Tx, account: Account) -> Account:
        """Prove the address by the link, and drop what whoever registered it unproven may have left behind."""
        totp.erase(tx, account.id)
        keys.erase(tx, account.id)
        passkeys.erase(tx, account.id)
        account = accounts.change(tx, account, email_verified=True)
        tx.publish(UserEmailVerified(user_id=account.id, revision=account.version))
        return account

    @write
    def reset_for(self, tx: Tx, username: str) -> str:
        """Make a link for somebody who is locked out (the command line): whatever was signed in is not any more."""
        account = accounts.by_username(tx, fold_name(username)) or accounts.by_email(tx, fold_email(username))
        if account is None or account.state == "registering":
            raise NoSuchMember
        account = accounts.change(tx, account, password_version=account.password_version + 1, password_hash="!")
        account = self._sessions.end_all(tx, account, "reset by the operator")
        keys.erase(tx, account.id)
        reset_id = self._mails.reset_link(tx, account)
        audit.record(tx, actor="operator", via="cli", action="password.reset_link", object=account.id)
        return self._mails.link("reset", reset_id, account.password_version)
