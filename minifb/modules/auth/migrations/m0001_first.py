"""The first tables of auth."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint

from minifb.kernel.data.sql import Blob, Flag, Id, Json, Name, Number, Time

REVISION = "0001"


def upgrade(op: Any) -> None:
    """Make every table that accounts need."""
    _accounts(op)
    _sessions(op)
    _letters(op)
    _factors(op)
    _services(op)
    _leaving(op)


def _accounts(op: Any) -> None:
    op.create_table(
        "users",
        Column("id", Id, primary_key=True),
        Column("username", Name, nullable=False, unique=True),
        Column("email", Name, nullable=False),
        Column("email_key", Name, nullable=False, unique=True),
        Column("email_verified", Flag, nullable=False),
        Column("first_name", Name, nullable=False),
        Column("last_name", Name, nullable=False),
        Column("password_hash", Name, nullable=False),
        Column("password_version", Number, nullable=False),
        Column("role", Name, nullable=False),
        Column("state", Name, nullable=False),
        Column("suspended_at", Time),
        Column("suspended_until", Time),
        Column("epoch", Time, nullable=False),
        Column("factor_due_at", Time),
        Column("version", Number, nullable=False),
        Column("created_at", Time, nullable=False),
    )
    op.create_index("users_role", "users", ["role"])
    op.create_index("users_suspended", "users", ["suspended_at"])
    op.create_index("users_epoch", "users", ["epoch"])
    op.create_table(
        "sagas",
        Column("user_id", Id, primary_key=True),
        Column("state", Name, nullable=False),
        Column("version", Number, nullable=False),
        Column("approval", Flag, nullable=False),
        Column("owner", Flag, nullable=False),
        Column("invite_id", Id),
        Column("reason", Name),
        Column("started_at", Time, nullable=False),
        Column("changed_at", Time, nullable=False),
    )
    op.create_index("sagas_state", "sagas", ["state", "user_id"])
    op.create_table(
        "name_reservations",
        Column("username", Name, primary_key=True),
        Column("user_id", Id, nullable=False),
        Column("until", Time, nullable=False),
    )
    op.create_index("name_reservations_until", "name_reservations", ["until"])
    op.create_table(
        "setup",
        Column("id", Number, primary_key=True, autoincrement=False),
        Column("digest", Name, nullable=False),
        Column("expires_at", Time, nullable=False),
        Column("claimed_by", Id),
    )


def _sessions(op: Any) -> None:
    op.create_table(
        "sessions",
        Column("id", Id, primary_key=True),
        Column("user_id", Id, nullable=False),
        Column("kind", Name, nullable=False),
        Column("label", Name, nullable=False),
        Column("network", Name, nullable=False),
        Column("amr", Json, nullable=False),
        Column("authenticated_at", Time, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("used_at", Time, nullable=False),
        Column("expires_at", Time, nullable=False),
        Column("ends_at", Time, nullable=False),
        Column("revoked_at", Time),
        Column("reason", Name),
    )
    op.create_index("sessions_user", "sessions", ["user_id", "created_at"])
    op.create_index("sessions_revoked", "sessions", ["revoked_at"])
    op.create_index("sessions_ends", "sessions", ["ends_at"])
    op.create_table(
        "refresh_tokens",
        Column("id", Id, primary_key=True),
        Column("session_id", Id, nullable=False),
        Column("digest", Name, nullable=False, unique=True),
        Column("created_at", Time, nullable=False),
        Column("expires_at", Time, nullable=False),
        Column("used_at", Time),
        Column("child_sealed", Blob),
    )
    op.create_index("refresh_tokens_session", "refresh_tokens", ["session_id"])
    op.create_table(
        "failures",
        Column("kind", Name, nullable=False),
        Column("key", Name, nullable=False),
        Column("count", Number, nullable=False),
        Column("last_at", Time, nullable=False),
        Column("next_at", Time, nullable=False),
        PrimaryKeyConstraint("kind", "key"),
    )
    op.create_index("failures_age", "failures", ["last_at"])
    op.create_table(
        "signing_keys",
        Column("id", Id, primary_key=True),
        Column("public", Name, nullable=False),
        Column("sealed", Blob, nullable=False),
        Column("created_at", Time, nullable=False),
    )


def _letters(op: Any) -> None:
    op.create_table(
        "password_resets",
        Column("id", Id, primary_key=True),
        Column("user_id", Id, nullable=False),
        Column("password_version", Number, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("expires_at", Time, nullable=False),
        Column("used_at", Time),
    )
    op.create_index("password_resets_user", "password_resets", ["user_id"])
    op.create_table(
        "email_verifications",
        Column("id", Id, primary_key=True),
        Column("user_id", Id, nullable=False),
        Column("email", Name, nullable=False),
        Column("email_key", Name, nullable=False),
        Column("password_version", Number, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("expires_at", Time, nullable=False),
        Column("used_at", Time),
    )
    op.create_index("email_verifications_user", "email_verifications", ["user_id"])
    op.create_table(
        "mails",
        Column("id", Id, primary_key=True),
        Column("user_id", Id, nullable=False),
        Column("kind", Name, nullable=False),
        Column("address", Name, nullable=False),
        Column("first_name", Name, nullable=False),
        Column("about", Name),
        Column("created_at", Time, nullable=False),
        Column("expires_at", Time, nullable=False),
    )
    op.create_index("mails_user", "mails", ["user_id"])
    op.create_index("mails_expires", "mails", ["expires_at"])
    op.create_table(
        "invites",
        Column("id", Id, primary_key=True),
        Column("digest", Name, nullable=False, unique=True),
        Column("created_by", Id, nullable=False),
        Column("note", Name, nullable=False),
        Column("uses", Number, nullable=False),
        Column("uses_max", Number, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("expires_at", Time, nullable=False),
    )
    op.create_index("invites_maker", "invites", ["created_by", "id"])


def _factors(op: Any) -> None:
    op.create_table(
        "totp",
        Column("user_id", Id, primary_key=True),
        Column("sealed", Blob, nullable=False),
        Column("last_step", Number, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("confirmed_at", Time),
    )
    op.create_table(
        "recovery_codes",
        Column("digest", Name, primary_key=True),
        Column("user_id", Id, nullable=False),
        Column("used_at", Time),
    )
    op.create_index("recovery_codes_user", "recovery_codes", ["user_id"])
    op.create_table(
        "passkeys",
        Column("id", Id, primary_key=True),
        Column("user_id", Id, nullable=False),
        Column("credential_id", Name, nullable=False, unique=True),
        Column("public_key", Blob, nullable=False),
        Column("sign_count", Number, nullable=False),
        Column("name", Name, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("used_at", Time),
    )
    op.create_index("passkeys_user", "passkeys", ["user_id"])
    op.create_table(
        "challenges",
        Column("id", Id, primary_key=True),
        Column("user_id", Id),
        Column("purpose", Name, nullable=False),
        Column("challenge", Blob, nullable=False),
        Column("expires_at", Time, nullable=False),
    )
    op.create_index("challenges_expires", "challenges", ["expires_at"])


def _services(op: Any) -> None:
    op.create_table(
        "api_keys",
        Column("id", Name, primary_key=True),
        Column("digest", Name, nullable=False, unique=True),
        Column("service_id", Name, nullable=False),
        Column("user_id", Id, nullable=False),
        Column("permissions", Json, nullable=False),
        Column("rate_limit", Number, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("expires_at", Time, nullable=False),
        Column("revoked_at", Time),
    )
    op.create_index("api_keys_user", "api_keys", ["user_id"])
    op.create_table(
        "service_tokens",
        Column("id", Id, primary_key=True),
        Column("digest", Name, nullable=False, unique=True),
        Column("service_id", Name, nullable=False),
        Column("permissions", Json, nullable=False),
        Column("created_by", Id, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("expires_at", Time, nullable=False),
        Column("revoked_at", Time),
    )
    op.create_index("service_tokens_maker", "service_tokens", ["created_by"])


def _leaving(op: Any) -> None:
    op.create_table(
        "deletions",
        Column("receipt", Name, primary_key=True),
        Column("user_id", Id, nullable=False, unique=True),
        Column("state", Name, nullable=False),
        Column("modules", Json, nullable=False),
        Column("requested_at", Time, nullable=False),
        Column("due_at", Time, nullable=False),
        Column("done_at", Time),
    )
    op.create_table(
        "erasures",
        Column("user_id", Id, nullable=False),
        Column("module", Name, nullable=False),
        Column("counts", Json, nullable=False),
        Column("at", Time, nullable=False),
        PrimaryKeyConstraint("user_id", "module"),
    )
