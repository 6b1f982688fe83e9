"""Sessions: opening, refreshing, listing and ending them."""

import secrets

import msgspec

from minifb.kernel.clock import DAY, HOUR, SECOND, wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.ops import audit
from minifb.kernel.refusals import NotFound
from minifb.modules.auth.public import SessionRevoked, UserLogin, UserLogout
from minifb.modules.auth.rules import sessions as rules
from minifb.modules.auth.rules import tokens as secrets_of
from minifb.modules.auth.rules.accounts import Account, factor_missing, is_suspended, me
from minifb.modules.auth.rules.sessions import Device, Granted, Session, SessionOver, SessionShown
from minifb.modules.auth.service.mails import Mails
from minifb.modules.auth.service.means import Means, Part
from minifb.modules.auth.service.tokens import Tokens
from minifb.modules.auth.store import accounts, passkeys, totp
from minifb.modules.auth.store import sessions as store


class Fresh(msgspec.Struct, frozen=True):
    """Chance drawn for one sign-in or refresh, before its transaction."""

    refresh: str
    nonce: bytes


class Opened(msgspec.Struct, frozen=True):
    """A session after a transaction: who it is of, and the refresh token that is good now."""

    account: Account
    session: Session
    refresh: str
    factor: bool


class Sessions(Part):
    """The sessions of members: one family of refresh tokens each."""

    def __init__(self, means: Means, tokens: Tokens, mails: Mails) -> None:
        """Work with the signing keys and mail."""
        super().__init__(means)
        self._tokens = tokens
        self._mails = mails

    def fresh(self) -> Fresh:
        """Draw the chance of one refresh token."""
        return Fresh(secrets_of.refresh_token(self.means.chance()), secrets.token_bytes(12))

    def open(self, tx: Tx, account: Account, device: Device, amr: list[str], fresh: Fresh) -> Opened:
        """Open a session within the transaction of a sign-in; the oldest makes room."""
        living = store.of_member(tx, account.id)
        label = rules.device_label(device.agent)
        known = store.labels(tx, account.id)
        session = Session(
            id=tx.new_id(),
            user_id=account.id,
            kind=device.kind,
            label=label,
            network=rules.network(device.address),
            amr=amr,
            authenticated_at=tx.now,
            created_at=tx.now,
            used_at=tx.now,
            expires_at=rules.session_ends(self.own, tx.now, tx.now),
            ends_at=tx.now + self.own.session_days * DAY,
            revoked_at=None,
            reason=None,
        )
        store.insert_session(tx, session)
        self._keep_refresh(tx, session, fresh.refresh)
        tx.publish(UserLogin(user_id=account.id, session_id=session.id, at=tx.now, revision=account.version))
        if known and label not in known:
            self._mails.write(tx, account, "new_sign_in", about=label)
        if excess := living[: max(0, len(living) + 1 - self.own.sessions_max)]:
            self.end(tx, account, [old.id for old in excess], "room for a new one")
        return Opened(account, session, fresh.refresh, self.has_factor(tx, account.id))

    def _keep_refresh(self, tx: Tx, session: Session, token: str) -> None:
        store.insert_refresh(
            tx,
            store.RefreshRow(
                id=tx.new_id(),
                session_id=session.id,
                digest=secrets_of.digest(token),
                created_at=tx.now,
                expires_at=session.expires_at,
                used_at=None,
                child_sealed=None,
            ),
        )

    def grant(self, opened: Opened) -> Granted:
        """Sign the access token of a session."""
        now = self.means.clock.now()
        account, session = opened.account, opened.session
        limited = factor_missing(account, opened.factor, now)
        return Granted(
            user=me(account),
            session_id=session.id,
            kind=session.kind,
            access_token=self._tokens.access(account, session, limited=limited, now=now),
            refresh_token=opened.refresh,
            expires_in=self.own.access_seconds,
            session_seconds=max(0, (session.expires_at - now) // SECOND),
            limited=limited,
        )

    @staticmethod
    def has_factor(tx: Tx, user_id: str) -> bool:
        """Tell whether a member has a second factor, or a passkey that needs none."""
        return totp.confirmed(tx, user_id) or passkeys.count(tx, user_id) > 0

    async def refresh(self, token: str, device: Device) -> Granted:
        """Give a new pair for a refresh token, once; the same again within the grace, or nothing ever after."""
        if not secrets_of.is_refresh(token):
            raise SessionOver
        opened = await self._spend(token, device, self.fresh())
        if opened is None:
            raise SessionOver
        return self.grant(opened)

    @write
    def _spend(self, tx: Tx, token: str, device: Device, fresh: Fresh) -> Opened | None:
        """Spend a token; None where the session is over. It raises nothing: what it ends must stay ended."""
        row = store.find_refresh(tx, secrets_of.digest(token))
        session = store.find(tx, row.session_id) if row else None
        account = accounts.by_id(tx, session.user_id) if session else None
        if row is None or session is None or account is None or not rules.live(session, tx.now):
            return None
        if account.state != "active" or is_suspended(account, tx.now) or row.expires_at <= tx.now:
            return None
        if store.spend_refresh(tx, row, secrets_of.seal_child(token, fresh.refresh, fresh.nonce)):
            expires_at = rules.session_ends(self.own, session.created_at, tx.now)
            store.touch(tx, session, expires_at, rules.network(device.address))
            session = msgspec.structs.replace(session, expires_at=expires_at, used_at=tx.now)
            self._keep_refresh(tx, session, fresh.refresh)
            return Opened(account, session, fresh.refresh, self.has_factor(tx, account.id))
        return self._again(tx, account, session, row, token)

    def _again(self, tx: Tx, account: Account, session: Session, row: store.RefreshRow, token: str) -> Opened | None:
        """Answer a spent token: a lost reply or a second tab gets the same successor, a thief ends the session."""
        age = tx.now - (row.used_at or 0)
        child = secrets_of.open_child(token, row.child_sealed or b"")
        if child is not None and age <= self.own.refresh_grace_seconds * SECOND:
            return Opened(account, session, child, self.has_factor(tx, account.id))
        account = self.end(tx, account, [session.id], "a refresh token was used twice")
        audit.record(
            tx,
            actor=account.id,
            via="api",
            action="session.reuse_detected",
            object=session.id,
            result="revoked",
            reason="a refresh token was used twice",
        )
        about = f"We signed out one of your devices ({session.label}): its session was used in two places at once."
        self._mails.write(tx, account, "account_changed", about=about)
        return None

    def end(self, tx: Tx, account: Account, session_ids: list[str], why: str) -> Account:
        """End sessions of a member within a transaction, and tell the guards."""
        if not session_ids:
            return account
        store.revoke(tx, session_ids, why)
        account = accounts.change(tx, account)
        tx.publish(SessionRevoked(user_id=account.id, session_ids=session_ids, at=tx.now, revision=account.version))
        return account

    def end_all(self, tx: Tx, account: Account, why: str, *, but: str = "") -> Account:
        """End all sessions of a member, perhaps but the one that asks."""
        ids = [session.id for session in store.of_member(tx, account.id) if session.id != but]
        return self.end(tx, account, ids, why)

    def outdate(self, tx: Tx, account: Account) -> Account:
        """Make all access tokens of a member worthless, but let their sessions fetch new ones."""
        account = accounts.change(tx, account, epoch=tx.now)
        tx.publish(SessionRevoked(user_id=account.id, session_ids=[], at=tx.now, revision=account.version))
        return account

    @write
    def log_out(self, tx: Tx, actor: Actor, token: str) -> None:
        """End the session that asks, or the one of a refresh token; a token nobody knows is as good as ended."""
        row = store.find_refresh(tx, secrets_of.digest(token)) if token else None
        session = store.find(tx, row.session_id if row else actor.session)
        account = accounts.by_id(tx, session.user_id) if session else None
        if session is None or account is None or session.revoked_at is not None:
            return
        account = self.end(tx, account, [session.id], "signed out")
        tx.publish(UserLogout(user_id=account.id, session_id=session.id, revision=account.version))

    @read
    def mine(self, tx: Tx, actor: Actor) -> Page[SessionShown]:
        """List the member's living sessions, latest use first."""
        living = sorted(store.of_member(tx, actor.id), key=lambda session: -session.used_at)
        return Page(
            items=[
                SessionShown(
                    id=session.id,
                    device=session.label,
                    network=session.network,
                    current=session.id == actor.session,
                    created_at=wire(session.created_at),
                    used_at=wire(session.used_at),
                    expires_at=wire(session.expires_at),
                )
                for session in living
            ]
        )

    @write
    def revoke(self, tx: Tx, actor: Actor, session_id: str) -> None:
        """End one of the member's own sessions."""
        session = store.find(tx, session_id)
        account = accounts.by_id(tx, actor.id)
        if session is None or account is None or session.user_id != actor.id:
            raise NotFound
        if session.revoked_at is None:
            self.end(tx, account, [session.id], "ended by the member")

    @write
    def revoke_others(self, tx: Tx, actor: Actor) -> None:
        """End all of the member's sessions but the one that asks."""
        if account := accounts.by_id(tx, actor.id):
            self.end_all(tx, account, "ended by the member", but=actor.session)

    @staticmethod
    def sweep(tx: Tx) -> int:
        """Drop sessions that ended so long ago that no token of theirs can come."""
        return store.sweep(tx, tx.now - HOUR)
