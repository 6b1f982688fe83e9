"""The registration saga as a table: verify → approval → reserved → active, or cancelled."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from minifb.kernel.clock import Instant
from minifb.kernel.http.shapes import Wire
from minifb.kernel.refusals import FieldError, Forbidden, Invalid, NotFound, Refusal, TooMany, Unavailable
from minifb.modules.auth.rules import emails, names, passwords, tokens
from minifb.modules.auth.rules.settings import AuthSettings, SignUp

SagaState = Literal["verify", "approval", "reserved", "active", "cancelled"]
Happening = Literal["verified", "approved", "declined", "profile_created", "profile_rejected", "timed_out"]

MOVES: dict[tuple[SagaState, Happening], SagaState] = {
    ("verify", "verified"): "reserved",
    ("verify", "timed_out"): "cancelled",
    ("approval", "approved"): "reserved",
    ("approval", "declined"): "cancelled",
    ("approval", "timed_out"): "cancelled",
    ("reserved", "profile_created"): "active",
    ("reserved", "profile_rejected"): "cancelled",
    ("reserved", "timed_out"): "cancelled",
}


class InviteNeeded(Forbidden):
    """This server takes new members by invitation; use the link that you were sent."""


class InviteInvalid(Forbidden):
    """This invite link is not good any more; ask for a new one."""


class RegistrationFailed(Unavailable):
    """The account could not be made. Nothing was kept: name and address are free, try again."""


class SetupDone(NotFound, code="not_found"):
    """There is no such thing, or you may not see it."""


class SetupLinkInvalid(Forbidden):
    """This set-up link is not good any more; the server prints a new one when it starts."""


class TooManyRegistrations(TooMany):
    """Too many new accounts from here for now; try again in a while."""


class Saga(msgspec.Struct, frozen=True):
    """One registration on its way."""

    user_id: str
    state: SagaState
    version: int
    approval: bool
    owner: bool
    invite_id: str | None
    reason: str | None
    started_at: Instant
    changed_at: Instant


class Form(msgspec.Struct, frozen=True):
    """What somebody who registers filled in."""

    email: str
    username: str
    password: str
    first_name: str
    last_name: str
    invite_code: str | None = None
    setup_token: str | None = None


class Newcomer(msgspec.Struct, frozen=True):
    """Somebody who registers, checked and folded; the password only as its hash."""

    username: str
    email: str
    email_key: str
    first_name: str
    last_name: str
    invite_digest: str | None = None
    setup_digest: str | None = None
    password_hash: str = ""


class Reserved(msgspec.Struct, frozen=True):
    """What a reservation came to; kept with the once-key, so it holds no secret."""

    user_id: str
    state: SagaState


class PendingAccount(Wire):
    """The account is not usable yet: still being made, waiting for approval, or for the address to be proven."""

    status: Literal["pending", "approval", "verify"]


class FormInvalid(Invalid, code="invalid"):
    """Some of what was sent is not valid."""


# Why users refused a name, in the words for whoever chose it.
NAMES_REFUSED = {
    "name_characters": "Use 1 to 64 visible characters.",
    "name_reserved": "Names of offices such as admin, moderator or support are kept for the staff.",
    "name_of_staff": "This name looks like that of a member of the staff. Add a middle name or an initial.",
}


def failure(reason: str | None) -> Refusal:
    """Say why a registration came to nothing: the name, where that is why."""
    if reason in NAMES_REFUSED:
        return FormInvalid(FieldError("firstName", reason, NAMES_REFUSED[reason]))
    return RegistrationFailed()


def check(form: Form) -> Newcomer:
    """Check and fold what was filled in; everything that is wrong is named at once."""
    wrong: list[FieldError] = []

    def checked(check: Callable[..., str], *given: str, **more: Any) -> str:
        try:
            return check(*given, **more)
        except Invalid as refusal:
            wrong.extend(refusal.errors)
            return ""

    newcomer = Newcomer(
        username=checked(names.username, form.username),
        email=(email := checked(emails.address, form.email)),
        email_key=emails.fold_email(email),
        first_name=checked(names.person, form.first_name, "firstName"),
        last_name=checked(names.person, form.last_name, "lastName"),
        invite_digest=tokens.digest(form.invite_code) if form.invite_code else None,
        setup_digest=tokens.digest(form.setup_token) if form.setup_token else None,
    )
    called = (form.first_name, form.last_name)
    checked(passwords.check, form.password, username=newcomer.username, email=email, names=called)
    if wrong:
        raise FormInvalid(*wrong)
    return newcomer


def first_state(settings: AuthSettings, sign_up: SignUp, *, invited: bool, owner: bool) -> tuple[SagaState, bool]:
    """Say where a registration begins, and whether it needs approval on its way."""
    if owner:
        return "reserved", False
    approval = sign_up == "approval" and not invited
    if settings.verification_required:
        return "verify", approval
    return ("approval" if approval else "reserved"), approval


def move(saga: Saga, happening: Happening) -> SagaState | None:
    """Say where a happening leads; None when it comes too late or twice and changes nothing."""
    after = MOVES.get((saga.state, happening))
    if after == "reserved" and happening == "verified" and saga.approval:
        return "approval"
    return after


def status_of(state: SagaState) -> Literal["pending", "approval", "verify"]:
    """Name an unfinished registration as the client reads it."""
    return "verify" if state == "verify" else "approval" if state == "approval" else "pending"
