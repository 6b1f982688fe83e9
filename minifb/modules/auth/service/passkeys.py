"""Passkeys: setting up, signing in, proving again, removing. Each challenge is answered once."""

import base64
import binascii
import secrets
from typing import Any

import msgspec

from minifb.kernel.clock import SECOND, maybe_wire, wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.ops import audit
from minifb.kernel.refusals import NotFound
from minifb.modules.auth.rules import passkeys as rules
from minifb.modules.auth.rules.accounts import Account, NoSuchMember, Suspended, is_suspended
from minifb.modules.auth.rules.passkeys import PasskeyOptions, PasskeyShown, PasskeyWrong
from minifb.modules.auth.rules.sessions import Device, Granted
from minifb.modules.auth.service.community import Community
from minifb.modules.auth.service.deletion import Deletion
from minifb.modules.auth.service.login import Login
from minifb.modules.auth.service.mails import Mails
from minifb.modules.auth.service.means import Means, Part
from minifb.modules.auth.service.sessions import Opened, Sessions
from minifb.modules.auth.store import accounts
from minifb.modules.auth.store import passkeys as store


class Answer(msgspec.Struct, frozen=True):
    """An answer to a challenge whose signature was verified."""

    challenge_id: str
    passkey: store.Passkey
    sign_count: int
    verified: bool
    """Whether the device looked who holds it (PIN, finger, face)."""


class Passkeys(Part):
    """Passkeys of members."""

    def __init__(
        self, means: Means, sessions: Sessions, mails: Mails, login: Login, deletion: Deletion, community: Community
    ) -> None:
        """Work with sessions and sign-in, and the name under which devices keep a passkey."""
        super().__init__(means)
        self._sessions = sessions
        self._mails = mails
        self._login = login
        self._deletion = deletion
        self._community = community
        self._party, self._origins = rules.relying_party(means.public_url)

    # ── setting up ───────────────────────────────────────────────────────────────────────────────

    async def offer(self, actor: Actor) -> PasskeyOptions:
        """Ask the browser for a new passkey."""
        import webauthn  # 150 ms to import, wanted by few requests
        from webauthn.helpers import structs

        challenge = secrets.token_bytes(rules.CHALLENGE_BYTES)
        account, known, challenge_id = await self._begin(actor, challenge)
        options = webauthn.generate_registration_options(
            rp_id=self._party,
            rp_name=self._community.name(),
            user_name=account.username,
            user_id=account.id.encode(),
            user_display_name=f"{account.first_name} {account.last_name}",
            challenge=challenge,
            timeout=rules.CHALLENGE_SECONDS * 1000,
            exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=_raw(one)) for one in known],
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.PREFERRED,
                user_verification=structs.UserVerificationRequirement.REQUIRED
                if account.staff
                else structs.UserVerificationRequirement.PREFERRED,
            ),
        )
        return PasskeyOptions(challenge_id=challenge_id, options=msgspec.json.decode(webauthn.options_to_json(options)))

    @write
    def _begin(self, tx: Tx, actor: Actor, challenge: bytes) -> tuple[Account, list[str], str]:
        account = accounts.by_id(tx, actor.id)
        if account is None:
            raise NoSuchMember
        if store.count(tx, actor.id) >= self.own.passkeys_max:
            raise rules.TooManyPasskeys
        known = [passkey.credential_id for passkey in store.of_member(tx, actor.id)]
        return account, known, self._pose(tx, actor.id, "register", challenge)

    @staticmethod
    def _pose(tx: Tx, user_id: str | None, purpose: str, challenge: bytes) -> str:
        ends = tx.now + rules.CHALLENGE_SECONDS * SECOND
        posed = store.Challenge(tx.new_id(), user_id, purpose, challenge, ends)
        store.pose(tx, posed)
        return posed.id

    async def add(self, actor: Actor, challenge_id: str, credential: dict[str, Any], name: str) -> PasskeyShown:
        """Keep a passkey that the browser made."""
        import webauthn
        from webauthn.helpers.exceptions import WebAuthnException

        challenge, account = await self._asked(challenge_id, actor)
        try:
            made = webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=challenge.challenge,
                expected_rp_id=self._party,
                expected_origin=self._origins,
                require_user_verification=account.staff,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise rules.invalid() from error
        row = store.Passkey(
            id="",
            user_id=actor.id,
            credential_id=_text(made.credential_id),
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name,
            created_at=0,
            used_at=None,
        )
        return await self._keep(actor, challenge_id, row)

    @read
    def _asked(self, tx: Tx, challenge_id: str, actor: Actor) -> tuple[store.Challenge, Account]:
        challenge = store.peek(tx, challenge_id)
        account = accounts.by_id(tx, actor.id)
        if challenge is None or account is None or (challenge.purpose, challenge.user_id) != ("register", actor.id):
            raise rules.invalid()
        return challenge, account

    @write
    def _keep(self, tx: Tx, actor: Actor, challenge_id: str, made: store.Passkey) -> PasskeyShown:
        account = accounts.by_id(tx, actor.id)
        if account is None or not store.take(tx, challenge_id):
            raise rules.invalid()
        if store.find(tx, made.credential_id) is not None:
            raise rules.PasskeyKnown
        row = msgspec.structs.replace(made, id=tx.new_id(), created_at=tx.now)
        store.insert_passkey(tx, row)
        account = self._sessions.end_all(tx, account, "a passkey was set up", but=actor.session)
        self._mails.write(tx, account, "account_changed", about=f"A passkey was set up for your account: {row.name}.")
        audit.record(tx, actor=actor.id, via="api", action="passkey.set_up", object=row.id)
        return _shown(row)

    @read
    def mine(self, tx: Tx, actor: Actor) -> Page[PasskeyShown]:
        """List the member's passkeys."""
        return Page(items=[_shown(row) for row in store.of_member(tx, actor.id)])

    @write
    def remove(self, tx: Tx, actor: Actor, passkey_id: str) -> None:
        """Remove a passkey; staff without another factor are then asked for one."""
        account = accounts.by_id(tx, actor.id)
        if account is None or not store.drop(tx, actor.id, passkey_id):
            raise NotFound
        account = self._sessions.outdate(tx, account)
        self._mails.write(tx, account, "account_changed", about="A passkey of your account was removed.")
        audit.record(tx, actor=actor.id, via="api", action="passkey.removed", object=passkey_id)

    # ── signing in ───────────────────────────────────────────────────────────────────────────────

    async def challenge(self) -> PasskeyOptions:
        """Ask the browser to prove one of its passkeys; whose it is, it says itself."""
        import webauthn

        challenge = secrets.token_bytes(rules.CHALLENGE_BYTES)
        options = webauthn.generate_authentication_options(
            rp_id=self._party, challenge=challenge, timeout=rules.CHALLENGE_SECONDS * 1000
        )
        return PasskeyOptions(
            challenge_id=await self._challenge(challenge),
            options=msgspec.json.decode(webauthn.options_to_json(options)),
        )

    @write
    def _challenge(self, tx: Tx, challenge: bytes) -> str:
        return self._pose(tx, None, "login", challenge)

    async def log_in(self, challenge_id: str, credential: dict[str, Any], device: Device) -> Granted:
        """Sign in with a passkey; it is two factors in one where the device looked who holds it."""
        answer = await self._answered(challenge_id, credential)
        outcome = await self._enter(answer, device)
        if outcome is None:
            raise PasskeyWrong
        return self._sessions.grant(outcome)

    async def step_up(self, actor: Actor, challenge_id: str, credential: dict[str, Any]) -> Granted:
        """Prove again who one is, with one's passkey."""
        answer = await self._answered(challenge_id, credential)
        outcome = await self._proven(actor, answer)
        if outcome is None:
            raise PasskeyWrong
        return self._sessions.grant(outcome)

    async def _answered(self, challenge_id: str, credential: dict[str, Any]) -> Answer:
        import webauthn
        from webauthn.helpers.exceptions import WebAuthnException

        challenge, passkey, account = await self._claimed(challenge_id, str(credential.get("id", "")))
        try:
            proof = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge.challenge,
                expected_rp_id=self._party,
                expected_origin=self._origins,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=account.staff,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise PasskeyWrong from error
        return Answer(challenge.id, passkey, proof.new_sign_count, proof.user_verified)

    @read
    def _claimed(self, tx: Tx, challenge_id: str, credential_id: str) -> tuple[store.Challenge, store.Passkey, Account]:
        challenge = store.peek(tx, challenge_id)
        passkey = store.find(tx, credential_id)
        account = accounts.by_id(tx, passkey.user_id) if passkey else None
        if challenge is None or challenge.purpose != "login" or passkey is None or account is None:
            raise PasskeyWrong
        return challenge, passkey, account

    def _spend(self, tx: Tx, answer: Answer) -> Account | None:
        """Use the challenge; None where somebody else did."""
        if not store.take(tx, answer.challenge_id) or store.find(tx, answer.passkey.credential_id) is None:
            return None
        store.used(tx, answer.passkey.id, answer.sign_count)
        return accounts.by_id(tx, answer.passkey.user_id)

    @write
    def _enter(self, tx: Tx, answer: Answer, device: Device) -> Opened | None:
        account = self._spend(tx, answer)
        if account is None or account.state == "registering":
            return None
        if is_suspended(account, tx.now):
            raise Suspended
        amr = ["hwk", "user", "mfa"] if answer.verified else ["hwk"]
        account = self._deletion.taken_back(tx, account)
        return self._sessions.open(tx, account, device, amr, self._sessions.fresh())

    @write
    def _proven(self, tx: Tx, actor: Actor, answer: Answer) -> Opened | None:
        account = self._spend(tx, answer)
        if account is None or account.id != actor.id:
            return None
        return self._login.renew(tx, actor, account, "hwk")


def _shown(row: store.Passkey) -> PasskeyShown:
    return PasskeyShown(id=row.id, name=row.name, created_at=wire(row.created_at), used_at=maybe_wire(row.used_at))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError(text) from error
