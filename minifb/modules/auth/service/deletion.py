"""Leaving: a waiting period that signing in ends, then every module erases and reports."""

import msgspec

from minifb.kernel.clock import DAY, Instant, maybe_wire, wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.jobs import cancel, schedule
from minifb.kernel.ops import audit
from minifb.kernel.refusals import NotFound
from minifb.modules.auth.public import UserDataErased, UserDeleted
from minifb.modules.auth.rules.accounts import Account
from minifb.modules.auth.rules.deletion import LastOwner, Receipt
from minifb.modules.auth.service.mails import Mails
from minifb.modules.auth.service.means import Means, Part
from minifb.modules.auth.service.sessions import Sessions
from minifb.modules.auth.store import accounts, emails, invites, keys, mails, names, passkeys, passwords, registration
from minifb.modules.auth.store import deletion as store
from minifb.modules.auth.store import sessions as sessions_store
from minifb.modules.auth.store import totp as totp_store

DUE = "deletion.due"


class Due(msgspec.Struct, frozen=True):
    """A waiting period that is over, unless it was ended before."""

    user_id: str
    receipt: str


class Deletion(Part):
    """How members leave."""

    def __init__(self, means: Means, sessions: Sessions, mails: Mails) -> None:
        """Work with sessions, which all end, and mail that tells the day."""
        super().__init__(means)
        self._sessions = sessions
        self._mails = mails

    async def leave(self, actor: Actor) -> Receipt:
        """Begin the waiting period: signed out everywhere, and everything as it was if the member signs in again."""
        return await self._leave(actor, self.means.chance())

    @write
    def _leave(self, tx: Tx, actor: Actor, receipt: str) -> Receipt:
        account = accounts.by_id(tx, actor.id)
        if account is None or account.state != "active":
            raise NotFound
        if account.role == "owner" and accounts.owners(tx) < 2:
            raise LastOwner
        going = store.Going(
            receipt=receipt,
            user_id=account.id,
            state="waiting",
            modules=list(self.own.erasure_modules),
            requested_at=tx.now,
            due_at=tx.now + self.own.waiting_days * DAY,
            done_at=None,
        )
        store.insert_going(tx, going)
        account = accounts.change(tx, account, state="leaving")
        account = self._sessions.end_all(tx, account, "the account is to be deleted")
        day = f"{wire(going.due_at):%d %B %Y}"
        self._mails.write(tx, account, "deletion", about=f"Your account and everything in it will be deleted on {day}.")
        schedule(tx, DUE, account.id, going.due_at, Due(account.id, receipt))
        audit.record(tx, actor=account.id, via="api", action="account.leave", object=account.id)
        return _receipt(going, [])

    def away(self, tx: Tx, user_id: str, since: Instant) -> None:
        """End what a member who went away for a while was signed in with; a sign-in since then stays."""
        account = accounts.by_id(tx, user_id)
        if account is None:
            return
        keys.revoke_all(tx, user_id)
        before = [session.id for session in sessions_store.of_member(tx, user_id) if session.created_at <= since]
        self._sessions.end(tx, account, before, "the account is deactivated")

    def taken_back(self, tx: Tx, account: Account) -> Account:
        """End the waiting period, if there is one: the member signed in."""
        if account.state != "leaving":
            return account
        store.drop(tx, account.id)
        cancel(tx, DUE, account.id)
        audit.record(tx, actor=account.id, via="api", action="account.stay", object=account.id)
        return accounts.change(tx, account, state="active")

    @write
    def erase(self, tx: Tx, due: Due) -> None:
        """Erase the account, tell every module to, and keep only the receipt."""
        going = store.by_member(tx, due.user_id)
        account = accounts.by_id(tx, due.user_id)
        if going is None or account is None or going.receipt != due.receipt or going.state != "waiting":
            return
        if not store.move(tx, going, "erasing"):
            return
        version = account.version + 1
        names.rest(tx, account.username, account.id, tx.now + self.own.names_rest_days * DAY)
        counts = self._forget(tx, account.id)
        tx.publish(UserDeleted(user_id=account.id, revision=version))
        tx.publish(UserDataErased(user_id=account.id, module="auth", counts=counts, revision=version))
        audit.record(tx, actor="system", via="job", action="account.erase", object=account.id)

    @staticmethod
    def _forget(tx: Tx, user_id: str) -> dict[str, int]:
        sessions_store.forgive(tx, "account", user_id)
        counts = {
            **sessions_store.erase(tx, user_id),
            **totp_store.erase(tx, user_id),
            **keys.erase(tx, user_id),
            "passkeys": passkeys.erase(tx, user_id),
            "password_resets": passwords.erase(tx, user_id),
            "email_verifications": emails.erase(tx, user_id),
            "mails": mails.erase(tx, user_id),
            "invites": invites.erase(tx, user_id),
            "sagas": registration.forget(tx, user_id),
            "users": accounts.delete_account(tx, user_id),
        }
        return {table: count for table, count in counts.items() if count}

    def erased(self, tx: Tx, event: UserDataErased) -> None:
        """Note a module's report; with the last one the receipt is complete."""
        going = store.by_member(tx, event.user_id)
        if going is None or not store.report(tx, store.Erased(event.user_id, event.module, event.counts, tx.now)):
            return
        reported = {report.module for report in store.reports(tx, event.user_id)}
        if going.state == "erasing" and reported.issuperset(going.modules):
            store.move(tx, going, "done")

    @read
    def receipt(self, tx: Tx, receipt: str) -> Receipt:
        """Tell how far a deletion is, to whoever holds its receipt."""
        going = store.by_receipt(tx, receipt)
        if going is None:
            raise NotFound
        return _receipt(going, store.reports(tx, going.user_id))


def _receipt(going: store.Going, reports: list[store.Erased]) -> Receipt:
    reported: dict[str, dict[str, int] | None] = {report.module: report.counts for report in reports}
    return Receipt(
        receipt=going.receipt,
        status=going.state,
        requested_at=wire(going.requested_at),
        due_at=wire(going.due_at),
        done_at=maybe_wire(going.done_at),
        modules=dict.fromkeys(going.modules) | reported,
    )
