"""Registration: a saga of auth and users, waited for in memory, undone when a step fails or takes too long."""

import asyncio

import msgspec

from minifb.kernel.clock import DAY, HOUR, SECOND
from minifb.kernel.data.once import ONCE
from minifb.kernel.data.tx import Applying, Tx
from minifb.kernel.data.usecase import read, write, write_settled
from minifb.kernel.http.policy import Limit
from minifb.kernel.jobs import cancel, schedule
from minifb.modules.auth.public import (
    UserActivated,
    UserRegistered,
    UserRegistrationCancelled,
    UserRoleChanged,
)
from minifb.modules.auth.rules import registration as rules
from minifb.modules.auth.rules.accounts import Account, Suspended, is_suspended
from minifb.modules.auth.rules.emails import email_taken
from minifb.modules.auth.rules.names import taken
from minifb.modules.auth.rules.registration import Happening, Newcomer, Reserved, Saga, SagaState
from minifb.modules.auth.rules.sessions import Device, Granted, is_loopback
from minifb.modules.auth.service.community import Community
from minifb.modules.auth.service.invites import Invites
from minifb.modules.auth.service.mails import Mails
from minifb.modules.auth.service.means import Means, Part
from minifb.modules.auth.service.sessions import Fresh, Opened, Sessions
from minifb.modules.auth.store import accounts, emails, names
from minifb.modules.auth.store import registration as store

PER_ADDRESS = Limit("registrations", 20, 3600, per="address")
RETRIES = Limit("registration retries", 5, 3600)
TIMEOUT = "registration.timeout"
LOOK_AGAIN_SECONDS = 0.25
SAME_FOR = HOUR
"""How long the same registration with the same password is a retry, not a second one."""


class Overdue(msgspec.Struct, frozen=True):
    """A step of a registration whose time is up, unless it has moved on."""

    user_id: str
    state: SagaState


class Registration(Part):
    """How somebody becomes a member."""

    def __init__(self, means: Means, sessions: Sessions, mails: Mails, invites: Invites, community: Community) -> None:
        """Work with sessions, mail and invites, and by what the owner says of the community's door."""
        super().__init__(means)
        self._sessions = sessions
        self._mails = mails
        self._invites = invites
        self._community = community
        self._waiting: dict[str, asyncio.Event] = {}

    async def register(self, form: rules.Form, device: Device) -> Granted | SagaState:
        """Reserve, wait for the account, and sign in; the state where it is not usable yet."""
        self._slow_down(form, device)
        newcomer = rules.check(form)
        if once := ONCE.get():
            # What is kept beside the key is made of a body that holds a password: keyed, so that nobody can guess it.
            once.body_hash = self.means.keys.mac("auth.once", once.body_hash).hex()
        reserved = await self._same_again(newcomer, form.password)
        if reserved is None:
            hashed = await self.means.hashing.hash(form.password)
            reserved = await self.reserve(msgspec.structs.replace(newcomer, password_hash=hashed))
        elif once:
            once.taken = True  # the reservation alone is kept beside the key; what follows makes tokens
        state = await self._settled(reserved)
        if state == "cancelled":
            raise rules.failure(await self._reason(reserved.user_id))
        if state != "active":
            return state
        try:
            opened = await self._welcome(reserved.user_id, device, self._sessions.fresh())
        except Applying:
            return "reserved"
        return self._sessions.grant(opened) if opened else "reserved"

    def _slow_down(self, form: rules.Form, device: Device) -> None:
        """Count registrations by address, but not a family's at home, nor who was invited."""
        if is_loopback(device.address) or form.invite_code or form.setup_token:
            return
        taken = self.means.limiter.take(PER_ADDRESS, device.address)
        if not taken.allowed:
            raise rules.TooManyRegistrations(retry_after=taken.reset_seconds)

    async def _same_again(self, newcomer: Newcomer, password: str) -> Reserved | None:
        """Find the registration that this one repeats: same name, address and password, a short time ago.

        Not where addresses are proven first: there a repeat must look the same whether the address was known.
        """
        if self.own.verification_required:
            return None
        account = await self._recent(newcomer)
        if account is None or not self.means.limiter.take(RETRIES, account.id).allowed:
            return None
        if not await self.means.hashing.verify(account.password_hash, password):
            return None
        return Reserved(account.id, "reserved")

    @read
    def _recent(self, tx: Tx, newcomer: Newcomer) -> Account | None:
        account = accounts.by_username(tx, newcomer.username)
        if account is None or account.email_key != newcomer.email_key or tx.now - account.created_at > SAME_FOR:
            return None
        return None if self._sessions.has_factor(tx, account.id) else account

    @write
    def reserve(self, tx: Tx, newcomer: Newcomer) -> Reserved:
        """Reserve name and address: the first move of the saga."""
        self._name_free(tx, newcomer.username)
        known = accounts.by_email(tx, newcomer.email_key)
        if known is not None:
            return self._address_taken(tx, known, newcomer)
        user_id = tx.new_id()
        owner = newcomer.setup_digest is not None
        if owner and not store.claim_setup(tx, newcomer.setup_digest or "", user_id):
            offered = store.find_setup(tx)
            raise rules.SetupDone if offered and offered.claimed_by else rules.SetupLinkInvalid
        invite_id = self._invites.spend(tx, newcomer.invite_digest) if newcomer.invite_digest else None
        sign_up = self._community.sign_up(tx)
        if sign_up == "invite" and not (owner or invite_id):
            raise rules.InviteNeeded
        state, approval = rules.first_state(self.own, sign_up, invited=invite_id is not None, owner=owner)
        account = Account(
            id=user_id,
            username=newcomer.username,
            email=newcomer.email,
            email_key=newcomer.email_key,
            email_verified=False,
            first_name=newcomer.first_name,
            last_name=newcomer.last_name,
            password_hash=newcomer.password_hash,
            password_version=1,
            role="owner" if owner else "member",
            state="registering",
            suspended_at=None,
            suspended_until=None,
            epoch=0,
            factor_due_at=tx.now + self.own.owner_grace_days * DAY if owner else None,
            version=1,
            created_at=tx.now,
        )
        accounts.insert_account(tx, account)
        saga = Saga(user_id, state, 1, approval, owner, invite_id, None, tx.now, tx.now)
        store.insert_saga(tx, saga)
        self._entered(tx, saga, account)
        return Reserved(user_id, state)

    def _name_free(self, tx: Tx, username: str) -> None:
        if accounts.by_username(tx, username) or names.resting_for(tx, username):
            raise taken()

    def _address_taken(self, tx: Tx, known: Account, newcomer: Newcomer) -> Reserved:
        """Answer a known address as an unknown one where accounts wait for proof anyway; else say so.

        The name is held as long as a true registration would hold it, so that asking for it again tells nothing.
        """
        if not self.own.verification_required:
            raise email_taken()
        nobody = tx.new_id()
        names.rest(tx, newcomer.username, nobody, tx.now + self.own.verify_hours * HOUR)
        self._mails.write(tx, known, "address_taken")
        return Reserved(nobody, "verify")

    def _entered(self, tx: Tx, saga: Saga, account: Account) -> None:
        """Do what a state begins with: ask for what moves it on, and set the time it may take."""
        if saga.state == "reserved":
            if account.role != "member":  # told first: users lets staff be called what nobody else may be called
                tx.publish(UserRoleChanged(user_id=account.id, role=account.role, revision=saga.version))
            event = UserRegistered(
                user_id=account.id,
                username=account.username,
                first_name=account.first_name,
                last_name=account.last_name,
                revision=saga.version,
            )
            tx.publish(event)
        if saga.state == "verify":
            self._mails.ask_proof(tx, account, account.email, account.email_key)
        limit = {
            "verify": self.own.verify_hours * HOUR,
            "approval": self.own.approval_days * DAY,
            "reserved": self.own.registration_step_seconds * SECOND,
        }[saga.state]
        schedule(tx, TIMEOUT, account.id, tx.now + limit, Overdue(account.id, saga.state))

    def happened(self, tx: Tx, user_id: str, what: Happening, reason: str | None = None) -> Saga | None:
        """Move a registration on; None when it was too late, twice, or somebody else's move came first."""
        saga = store.find(tx, user_id)
        account = accounts.by_id(tx, user_id)
        after = rules.move(saga, what) if saga else None
        if saga is None or after is None or account is None:
            return None
        moved = store.move(tx, saga, after, reason)
        if moved is None:
            return None
        cancel(tx, TIMEOUT, user_id)
        if after == "active":
            self._activate(tx, account)
        elif after == "cancelled":
            self._undo(tx, moved)
        else:
            self._entered(tx, moved, accounts.change(tx, account))
        return moved

    def _activate(self, tx: Tx, account: Account) -> None:
        account = accounts.change(tx, account, state="active")
        tx.publish(UserActivated(user_id=account.id, revision=account.version))
        if not account.email_verified:
            self._mails.ask_proof(tx, account, account.email, account.email_key)

    def _undo(self, tx: Tx, saga: Saga) -> None:
        """Free name, address, invite and the set-up link; what is left of the registration names nobody."""
        accounts.delete_account(tx, saga.user_id)
        emails.erase(tx, saga.user_id)
        if saga.invite_id:
            self._invites.give_back(tx, saga.invite_id)
        if saga.owner:
            store.free_setup(tx, saga.user_id)
        tx.publish(
            UserRegistrationCancelled(user_id=saga.user_id, reason=saga.reason or "cancelled", revision=saga.version)
        )

    def profile_created(self, tx: Tx, user_id: str) -> None:
        """Activate the account; a profile that comes after the cancellation is told about it once more."""
        saga = store.find(tx, user_id)
        if saga is not None and saga.state == "cancelled":
            again = store.move(tx, saga, "cancelled", saga.reason)
            if again is not None:
                tx.publish(
                    UserRegistrationCancelled(
                        user_id=user_id, reason=saga.reason or "cancelled", revision=again.version
                    )
                )
            return
        self.happened(tx, user_id, "profile_created")

    @write
    def time_out(self, tx: Tx, overdue: Overdue) -> None:
        """Undo a registration that is still where it was when its time was set."""
        saga = store.find(tx, overdue.user_id)
        if saga is not None and saga.state == overdue.state:
            self.happened(tx, overdue.user_id, "timed_out", f"{overdue.state} took too long")

    # Settled: whoever answers 201 promises that others may look the newcomer up, and so may the newcomer.
    @write_settled
    def _welcome(self, tx: Tx, user_id: str, device: Device, fresh: Fresh) -> Opened | None:
        account = accounts.by_id(tx, user_id)
        if account is None or account.state != "active":
            return None
        # A repeat may come a day later, by its once-key: what the account has become meanwhile counts.
        if account.password_version != 1 or self._sessions.has_factor(tx, user_id):
            raise taken()
        if is_suspended(account, tx.now):
            raise Suspended
        return self._sessions.open(tx, account, device, ["pwd"], fresh)

    @read
    def _state(self, tx: Tx, user_id: str) -> SagaState | None:
        saga = store.find(tx, user_id)
        return saga.state if saga else None

    @read
    def _reason(self, tx: Tx, user_id: str) -> str | None:
        saga = store.find(tx, user_id)
        return saga.reason if saga else None

    def stirred(self, user_id: str) -> None:
        """Wake whoever waits for a registration in this process."""
        if waiter := self._waiting.get(user_id):
            waiter.set()

    async def _settled(self, reserved: Reserved) -> SagaState:
        """Wait until a reserved account is usable or cancelled, but not for long."""
        user_id = reserved.user_id
        waiter = self._waiting.setdefault(user_id, asyncio.Event())
        loop = asyncio.get_running_loop()
        ends = loop.time() + self.own.registration_wait_seconds
        try:
            while True:
                waiter.clear()
                state = await self._state(user_id) or reserved.state
                left = ends - loop.time()
                if state != "reserved" or left <= 0:
                    return state
                try:
                    # Woken by the event of the next move; looking again is for a process that did not see it.
                    await asyncio.wait_for(waiter.wait(), min(left, LOOK_AGAIN_SECONDS))
                except TimeoutError:
                    continue
        finally:
            self._waiting.pop(user_id, None)
