"""The settings of auth."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.http.policy import Role

SignUp = Literal["open", "invite", "approval"]


class AuthSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How people come in and what proves who they are."""

    sign_up: Annotated[
        SignUp,
        Meta(
            description="Who may register: anybody (`open`), whoever holds an invite link (`invite`), or anybody "
            "whom an admin then approves (`approval`; an invite link skips the queue). Holds until an owner or admin "
            "says otherwise in the browser."
        ),
    ] = "open"
    verification_required: Annotated[
        bool, Meta(description="Whether an account works only after its e-mail address was proven.")
    ] = False
    invites_from: Annotated[Role, Meta(description="The lowest role that may make invite links.")] = "member"
    registration_step_seconds: Annotated[
        int, Meta(ge=1, le=600, description="How long a step of a registration may take before it is undone.")
    ] = 30
    registration_wait_seconds: Annotated[
        float, Meta(ge=0, le=30, description="How long a registration waits for the account before it answers 202.")
    ] = 5.0
    access_seconds: Annotated[int, Meta(ge=10, le=600, description="How long an access token is good.")] = 600
    refresh_days: Annotated[int, Meta(ge=1, le=90, description="After how long unused a session ends.")] = 30
    session_days: Annotated[int, Meta(ge=1, le=365, description="When a session ends whatever happens.")] = 90
    refresh_grace_seconds: Annotated[
        int, Meta(ge=0, le=60, description="How long a spent refresh token still answers with the same successor.")
    ] = 10
    sessions_max: Annotated[int, Meta(ge=1, description="Sessions a member may have; the oldest ends first.")] = 50
    signing_key_days: Annotated[int, Meta(ge=1, description="After how long a new key signs access tokens.")] = 90
    password_memory_kib: Annotated[int, Meta(ge=8, description="Argon2id memory of one password, in KiB.")] = 19_456
    password_passes: Annotated[int, Meta(ge=1, description="Argon2id passes over that memory.")] = 2
    password_lanes: Annotated[int, Meta(ge=1, description="Argon2id lanes.")] = 1
    password_queue: Annotated[
        int, Meta(ge=1, description="Passwords that may wait to be hashed; beyond that the server answers 503.")
    ] = 32
    failures_max: Annotated[
        int, Meta(ge=5, description="Wrong passwords in a row after which only a reset by mail opens the account.")
    ] = 100
    reset_minutes: Annotated[int, Meta(ge=5, description="How long a link to set a new password is good.")] = 30
    verify_hours: Annotated[int, Meta(ge=1, description="How long a link that proves an address is good.")] = 24
    approval_days: Annotated[int, Meta(ge=1, description="How long a registration waits for approval.")] = 30
    invite_days: Annotated[int, Meta(ge=1, le=365, description="How long an invite link is good by default.")] = 14
    names_rest_days: Annotated[int, Meta(ge=0, description="How long a released username rests.")] = 90
    waiting_days: Annotated[
        int, Meta(ge=0, description="How long a deleted account can be taken back by signing in.")
    ] = 30
    erasure_modules: Annotated[
        tuple[str, ...], Meta(description="Modules whose report makes the receipt of a deletion complete.")
    ] = ("auth", "users", "posts")
    setup_minutes: Annotated[int, Meta(ge=5, description="How long the link that makes the first owner is good.")] = 30
    owner_grace_days: Annotated[
        int, Meta(ge=0, description="How long the first owner may do without a second factor.")
    ] = 7
    keys_max: Annotated[int, Meta(ge=0, description="API keys a member may have.")] = 20
    key_days_max: Annotated[int, Meta(ge=1, le=366, description="Longest life of an API key or service token.")] = 365
    passkeys_max: Annotated[int, Meta(ge=1, description="Passkeys a member may have.")] = 10
