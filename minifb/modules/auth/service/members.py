"""Staff over members: roles, suspension, approval. Every act is written into the audit log."""

import msgspec

from minifb.kernel.clock import Instant, maybe_wire, wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write, write_settled
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.http.policy import Actor, Role
from minifb.kernel.http.shapes import Page
from minifb.kernel.jobs import cancel, schedule
from minifb.kernel.ops import audit
from minifb.kernel.refusals import NotFound
from minifb.modules.auth.public import UserRestored, UserRoleChanged, UserSuspended
from minifb.modules.auth.rules import members as rules
from minifb.modules.auth.rules.accounts import Account, NoSuchMember, is_suspended
from minifb.modules.auth.rules.members import Applicant, Standing
from minifb.modules.auth.rules.registration import Happening
from minifb.modules.auth.service.means import Means, Part
from minifb.modules.auth.service.registration import Registration
from minifb.modules.auth.service.sessions import Sessions
from minifb.modules.auth.store import accounts
from minifb.modules.auth.store import registration as sagas

RESTORE = "suspension.over"


class Over(msgspec.Struct, frozen=True):
    """A suspension whose time is up, unless another one began."""

    user_id: str
    suspended_at: Instant


class Members(Part):
    """What staff decide."""

    def __init__(self, means: Means, sessions: Sessions, registration: Registration, cursors: Cursors) -> None:
        """Work with sessions, which end, and with registrations that wait."""
        super().__init__(means)
        self._sessions = sessions
        self._registration = registration
        self._cursors = cursors

    @write
    def give_role(self, tx: Tx, actor: Actor, user_id: str, role: Role) -> Standing:
        """Give a member another role; tokens with the old one are worth nothing from now on."""
        account = _member(tx, user_id)
        rules.check_role(actor, account, role, accounts.owners(tx))
        if account.role == role:
            return _standing(account, tx.now)
        before = account.role
        account = accounts.change(tx, account, role=role, factor_due_at=None)
        tx.publish(UserRoleChanged(user_id=account.id, role=role, revision=account.version))
        account = self._sessions.outdate(tx, account)
        audit.record(
            tx, actor=actor.id, via="api", action="member.role", object=account.id, reason=f"{before} to {role}"
        )
        return _standing(account, tx.now)

    @write_settled
    def suspend(self, tx: Tx, actor: Actor, user_id: str, until: Instant | None, reason: str) -> Standing:
        """Suspend a member: signed out everywhere, seen nowhere."""
        account = _member(tx, user_id)
        if account.id == actor.id:
            raise rules.NotYourself
        rules.check_power(actor, account)
        account = accounts.change(tx, account, suspended_at=tx.now, suspended_until=until)
        tx.publish(UserSuspended(user_id=account.id, until=until, revision=account.version))
        account = self._sessions.end_all(tx, account, "suspended")
        if until is None:
            cancel(tx, RESTORE, account.id)
        else:
            schedule(tx, RESTORE, account.id, until, Over(account.id, tx.now))
        audit.record(tx, actor=actor.id, via="api", action="member.suspend", object=account.id, reason=reason)
        return _standing(account, tx.now)

    @write_settled
    def restore(self, tx: Tx, actor: Actor, user_id: str) -> Standing:
        """End a suspension."""
        account = _member(tx, user_id)
        rules.check_power(actor, account)
        if account.suspended_at is not None:
            account = self._restored(tx, account)
            audit.record(tx, actor=actor.id, via="api", action="member.restore", object=account.id)
        return _standing(account, tx.now)

    @write
    def over(self, tx: Tx, over: Over) -> None:
        """End a suspension whose time is up."""
        account = accounts.by_id(tx, over.user_id)
        if account is not None and account.suspended_at == over.suspended_at:
            self._restored(tx, account)
            audit.record(tx, actor="system", via="job", action="member.restore", object=account.id)

    @staticmethod
    def _restored(tx: Tx, account: Account) -> Account:
        cancel(tx, RESTORE, account.id)
        account = accounts.change(tx, account, suspended_at=None, suspended_until=None)
        tx.publish(UserRestored(user_id=account.id, revision=account.version))
        return account

    # ── who waits for approval ───────────────────────────────────────────────────────────────────

    async def applicants(self, actor: Actor, limit: int, cursor: str | None) -> Page[Applicant]:
        """List who waits for approval, longest first."""
        after = "".join(self._cursors.after(actor.id, "auth.applicants", cursor))
        rows = await self._applicants(after, limit + 1)
        more = self._cursors.more(actor.id, "auth.applicants", [(row.id,) for row in rows], limit)
        return Page(items=rows[:limit], next=more)

    @read
    def _applicants(self, tx: Tx, after: str, limit: int) -> list[Applicant]:
        waiting = sagas.in_state(tx, "approval", after, limit)
        holders = accounts.by_ids(tx, [saga.user_id for saga in waiting])
        return [
            Applicant(
                id=account.id,
                username=account.username,
                first_name=account.first_name,
                last_name=account.last_name,
                email=account.email,
                email_verified=account.email_verified,
                since=wire(saga.started_at),
            )
            for saga in waiting
            if (account := holders.get(saga.user_id))
        ]

    @write
    def decide(self, tx: Tx, actor: Actor, user_id: str, what: Happening) -> None:
        """Approve or decline who waits; deciding the same twice changes nothing."""
        saga = sagas.find(tx, user_id)
        if saga is None or not saga.approval or saga.state == "verify":
            raise NotFound
        if self._registration.happened(tx, user_id, what, f"{what} by staff"):
            audit.record(tx, actor=actor.id, via="api", action=f"registration.{what}", object=user_id)


def _member(tx: Tx, user_id: str) -> Account:
    account = accounts.by_id(tx, user_id)
    if account is None or account.state == "registering":
        raise NoSuchMember
    return account


def _standing(account: Account, now: Instant) -> Standing:
    return Standing(
        id=account.id,
        username=account.username,
        role=account.role,
        suspended=is_suspended(account, now),
        suspended_until=maybe_wire(account.suspended_until),
    )
