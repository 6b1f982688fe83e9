"""The tables of auth."""

from sqlalchemy import Column, Index, MetaData, PrimaryKeyConstraint, Table

from minifb.kernel.data.sql import Blob, Flag, Id, Json, Name, Number, Time

METADATA = MetaData()

users = Table(
    "users",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("username", Name, nullable=False, unique=True),
    Column("email", Name, nullable=False),
    Column("email_key", Name, nullable=False, unique=True),  # the folded form: one address, one account
    Column("email_verified", Flag, nullable=False),
    Column("first_name", Name, nullable=False),
    Column("last_name", Name, nullable=False),
    Column("password_hash", Name, nullable=False),
    Column("password_version", Number, nullable=False),
    Column("role", Name, nullable=False),
    Column("state", Name, nullable=False),  # registering | active | leaving
    Column("suspended_at", Time),
    Column("suspended_until", Time),
    Column("epoch", Time, nullable=False),  # access tokens older than this are worth nothing
    Column("factor_due_at", Time),  # until when staff may do without a second factor
    Column("version", Number, nullable=False),
    Column("created_at", Time, nullable=False),
    Index("users_role", "role"),
    Index("users_suspended", "suspended_at"),
    Index("users_epoch", "epoch"),
)

sagas = Table(
    "sagas",
    METADATA,
    Column("user_id", Id, primary_key=True),
    Column("state", Name, nullable=False),  # verify | approval | reserved | active | cancelled
    Column("version", Number, nullable=False),
    Column("approval", Flag, nullable=False),
    Column("owner", Flag, nullable=False),
    Column("invite_id", Id),
    Column("reason", Name),
    Column("started_at", Time, nullable=False),
    Column("changed_at", Time, nullable=False),
    Index("sagas_state", "state", "user_id"),
)

name_reservations = Table(
    "name_reservations",
    METADATA,
    Column("username", Name, primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("until", Time, nullable=False),
    Index("name_reservations_until", "until"),
)

setup = Table(
    "setup",
    METADATA,
    Column("id", Number, primary_key=True, autoincrement=False),  # always 1: there is one first owner
    Column("digest", Name, nullable=False),
    Column("expires_at", Time, nullable=False),
    Column("claimed_by", Id),
)

community = Table(
    "community",
    METADATA,
    Column("id", Number, primary_key=True, autoincrement=False),  # always 1: a server has one community
    Column("name", Name),
    Column("sign_up", Name),  # open | invite | approval; null: as the settings have it
)

sessions = Table(
    "sessions",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("kind", Name, nullable=False),  # token | cookie
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
    Index("sessions_user", "user_id", "created_at"),
    Index("sessions_revoked", "revoked_at"),
    Index("sessions_ends", "ends_at"),
)

refresh_tokens = Table(
    "refresh_tokens",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("session_id", Id, nullable=False),
    Column("digest", Name, nullable=False, unique=True),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False),
    Column("used_at", Time),
    Column("child_sealed", Blob),
    Index("refresh_tokens_session", "session_id"),
)

failures = Table(
    "failures",
    METADATA,
    Column("kind", Name, nullable=False),  # account | identifier | address
    Column("key", Name, nullable=False),
    Column("count", Number, nullable=False),
    Column("last_at", Time, nullable=False),
    Column("next_at", Time, nullable=False),
    PrimaryKeyConstraint("kind", "key"),
    Index("failures_age", "last_at"),
)

password_resets = Table(
    "password_resets",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("password_version", Number, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False),
    Column("used_at", Time),
    Index("password_resets_user", "user_id"),
)

email_verifications = Table(
    "email_verifications",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("email", Name, nullable=False),
    Column("email_key", Name, nullable=False),
    Column("password_version", Number, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False),
    Column("used_at", Time),
    Index("email_verifications_user", "user_id"),
)

mails = Table(
    "mails",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("kind", Name, nullable=False),
    Column("address", Name, nullable=False),
    Column("first_name", Name, nullable=False),
    Column("about", Name),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False),
    Index("mails_user", "user_id"),
    Index("mails_expires", "expires_at"),
)

totp = Table(
    "totp",
    METADATA,
    Column("user_id", Id, primary_key=True),
    Column("sealed", Blob, nullable=False),
    Column("last_step", Number, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("confirmed_at", Time),
)

recovery_codes = Table(
    "recovery_codes",
    METADATA,
    Column("digest", Name, primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("used_at", Time),
    Index("recovery_codes_user", "user_id"),
)

passkeys = Table(
    "passkeys",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("credential_id", Name, nullable=False, unique=True),
    Column("public_key", Blob, nullable=False),
    Column("sign_count", Number, nullable=False),
    Column("name", Name, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("used_at", Time),
    Index("passkeys_user", "user_id"),
)

challenges = Table(
    "challenges",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("user_id", Id),
    Column("purpose", Name, nullable=False),  # register | login
    Column("challenge", Blob, nullable=False),
    Column("expires_at", Time, nullable=False),
    Index("challenges_expires", "expires_at"),
)

api_keys = Table(
    "api_keys",
    METADATA,
    Column("id", Name, primary_key=True),
    Column("digest", Name, nullable=False, unique=True),
    Column("service_id", Name, nullable=False),
    Column("user_id", Id, nullable=False),
    Column("permissions", Json, nullable=False),
    Column("rate_limit", Number, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False),
    Column("revoked_at", Time),
    Index("api_keys_user", "user_id"),
)

service_tokens = Table(
    "service_tokens",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("digest", Name, nullable=False, unique=True),
    Column("service_id", Name, nullable=False),
    Column("permissions", Json, nullable=False),
    Column("created_by", Id, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False),
    Column("revoked_at", Time),
    Index("service_tokens_maker", "created_by"),
)

invites = Table(
    "invites",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("digest", Name, nullable=False, unique=True),
    Column("created_by", Id, nullable=False),
    Column("note", Name, nullable=False),
    Column("uses", Number, nullable=False),
    Column("uses_max", Number, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False),
    Index("invites_maker", "created_by", "id"),
)

signing_keys = Table(
    "signing_keys",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("public", Name, nullable=False),
    Column("sealed", Blob, nullable=False),
    Column("created_at", Time, nullable=False),
)

deletions = Table(
    "deletions",
    METADATA,
    Column("receipt", Name, primary_key=True),
    Column("user_id", Id, nullable=False, unique=True),
    Column("state", Name, nullable=False),  # waiting | erasing | done
    Column("modules", Json, nullable=False),
    Column("requested_at", Time, nullable=False),
    Column("due_at", Time, nullable=False),
    Column("done_at", Time),
)

erasures = Table(
    "erasures",
    METADATA,
    Column("user_id", Id, nullable=False),
    Column("module", Name, nullable=False),
    Column("counts", Json, nullable=False),
    Column("at", Time, nullable=False),
    PrimaryKeyConstraint("user_id", "module"),
)
