"""Signing in: password, second factor, step-up; every wrong answer reads the same and takes the same time."""

from typing import Literal

import msgspec

from minifb.kernel.clock import SECOND, Instant
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.ops import audit
from minifb.kernel.refusals import Refusal
from minifb.modules.auth.rules import sessions as rules
from minifb.modules.auth.rules.accounts import Account, Suspended, is_suspended
from minifb.modules.auth.rules.emails import fold_email
from minifb.modules.auth.rules.names import fold_name
from minifb.modules.auth.rules.sessions import (
    Device,
    Granted,
    TooManyFailures,
    TotpRequired,
    TotpWrong,
    WrongCredentials,
)
from minifb.modules.auth.service.deletion import Deletion
from minifb.modules.auth.service.means import Means, Part
from minifb.modules.auth.service.sessions import Fresh, Opened, Sessions
from minifb.modules.auth.service.totp import Totp
from minifb.modules.auth.store import accounts
from minifb.modules.auth.store import sessions as store

Verdict = Literal["wrong", "totp_required", "totp_wrong", "suspended"]
SAID: dict[Verdict, type[Refusal]] = {
    "wrong": WrongCredentials,
    "totp_required": TotpRequired,
    "totp_wrong": TotpWrong,
    "suspended": Suspended,
}


class Try(msgspec.Struct, frozen=True):
    """One try to sign in, as far as it is known before the password is looked at."""

    identifier: str
    address: str
    account: Account | None
    wait: Instant


class Login(Part):
    """How members come back."""

    def __init__(self, means: Means, sessions: Sessions, totp: Totp, deletion: Deletion) -> None:
        """Work with sessions, second factors, and the waiting period that signing in ends."""
        super().__init__(means)
        self._sessions = sessions
        self._totp = totp
        self._deletion = deletion

    async def log_in(self, name: str, password: str, code: str | None, device: Device) -> Granted:
        """Sign in by username or address, password, and a code where the member has a second factor."""
        tried = await self._try(name, device.address)
        if tried.wait > 0:
            raise TooManyFailures(retry_after=tried.wait / SECOND)
        kept = tried.account.password_hash if tried.account else None
        right = await self.means.hashing.verify(kept, password)
        better = None
        if right and kept and self.means.hashing.outdated(kept):
            better = await self.means.hashing.hash(password)
        outcome = await self._finish(tried, right, code, better, device)
        if isinstance(outcome, str):
            raise SAID[outcome]
        return self._sessions.grant(outcome)

    @read
    def _try(self, tx: Tx, name: str, address: str) -> Try:
        by_email = "@" in name.strip()[1:]
        folded = fold_email(name) if by_email else fold_name(name)
        account = accounts.by_email(tx, folded) if by_email else accounts.by_username(tx, folded)
        identifier, network = self.means.failure_key(folded), self.means.failure_key(address)
        counted = [("identifier", identifier)] + ([] if rules.is_loopback(address) else [("address", network)])
        failures = [store.find_failure(tx, kind, key) for kind, key in counted]
        wait = max((failure.next_at - tx.now for failure in failures if failure), default=0)
        return Try(identifier, network, account, wait)

    @write
    def _finish(
        self, tx: Tx, tried: Try, right: bool, code: str | None, better: str | None, device: Device
    ) -> Opened | Verdict:
        """Decide, count, and open the session. It raises nothing: a failure that is counted must stay counted."""
        account = accounts.by_id(tx, tried.account.id) if tried.account else None
        if account is None or tried.account is None:
            return self._failed(tx, tried, None)
        unchanged = account.password_hash == tried.account.password_hash
        if not (right and unchanged) or account.state == "registering" or self._locked(tx, account):
            return self._failed(tx, tried, account)
        if is_suspended(account, tx.now):
            return "suspended"
        amr = ["pwd"]
        if self._totp.wanted(tx, account.id):
            if not code:
                return "totp_required"
            if not self._totp.proves(tx, account.id, code):
                self._failed(tx, tried, account)
                return "totp_wrong"
            amr = ["pwd", "otp", "mfa"]
        store.forgive(tx, "account", account.id)
        store.forgive(tx, "identifier", tried.identifier)
        if better is not None:
            account = accounts.change(tx, account, password_hash=better)
        return self._sessions.open(tx, self._deletion.taken_back(tx, account), device, amr, self._fresh())

    def _fresh(self) -> Fresh:
        return self._sessions.fresh()

    def _locked(self, tx: Tx, account: Account) -> bool:
        failure = store.find_failure(tx, "account", account.id)
        return failure is not None and failure.count >= self.own.failures_max

    def _failed(self, tx: Tx, tried: Try, account: Account | None) -> Verdict:
        counted = [("identifier", tried.identifier), ("address", tried.address)]
        if account is not None:
            counted.append(("account", account.id))
        for kind, key in counted:
            store.keep_failure(tx, rules.after_failure(kind, key, store.find_failure(tx, kind, key), tx.now))
        return "wrong"

    # ── proving again who one is ─────────────────────────────────────────────────────────────────

    async def step_up(self, actor: Actor, password: str | None, code: str | None) -> Granted:
        """Prove again who one is, by password or code; what needs it may then be done for ten minutes."""
        tried = await self._again(actor)
        if tried.wait > 0:
            raise TooManyFailures(retry_after=tried.wait / SECOND)
        right = False
        if password is not None and tried.account is not None:
            right = await self.means.hashing.verify(tried.account.password_hash, password)
        outcome = await self._proven(actor, tried, right, code)
        if outcome is None:
            raise WrongCredentials
        return self._sessions.grant(outcome)

    @read
    def _again(self, tx: Tx, actor: Actor) -> Try:
        key = self.means.failure_key(f"session {actor.id}")
        failure = store.find_failure(tx, "identifier", key)
        wait = failure.next_at - tx.now if failure else 0
        return Try(key, self.means.failure_key("step-up"), accounts.by_id(tx, actor.id), wait)

    @write
    def _proven(self, tx: Tx, actor: Actor, tried: Try, right: bool, code: str | None) -> Opened | None:
        account = accounts.by_id(tx, actor.id)
        if account is None or (right and tried.account and account.password_hash != tried.account.password_hash):
            return None
        by_code = not right and code is not None and self._totp.wanted(tx, account.id)
        if not right and not (by_code and self._totp.proves(tx, account.id, code or "")):
            self._failed(tx, tried, account)
            return None
        store.forgive(tx, "identifier", tried.identifier)
        return self.renew(tx, actor, account, "pwd" if right else "otp")

    def renew(self, tx: Tx, actor: Actor, account: Account, how: str) -> Opened | None:
        """Note that the session was proven again; its next access token says so."""
        session = store.find(tx, actor.session)
        if session is None or not rules.live(session, tx.now):
            return None
        amr = session.amr if how in session.amr else [*session.amr, how]
        store.proven(tx, session.id, amr)
        audit.record(tx, actor=account.id, via="api", action="session.step_up", object=session.id, reason=how)
        session = msgspec.structs.replace(session, amr=amr, authenticated_at=tx.now)
        return Opened(account, session, "", self._sessions.has_factor(tx, account.id))
