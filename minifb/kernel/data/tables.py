"""The tables the kernel keeps in every module's own database."""

from sqlalchemy import Column, Index, Integer, MetaData, PrimaryKeyConstraint, Table, UniqueConstraint

from minifb.kernel.data.sql import Id, Json, Name, Number, Time

METADATA = MetaData()

# SQLite's AUTOINCREMENT never reuses a number, also after pruning; it wants the type INTEGER.
Position = Number().with_variant(Integer, "sqlite")

outbox = Table(
    "outbox",
    METADATA,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("id", Id, nullable=False, unique=True),
    Column("name", Name, nullable=False),
    Column("version", Number, nullable=False),
    Column("time", Time, nullable=False),
    Column("subject", Name, nullable=False),
    Column("correlation_id", Name, nullable=False),
    Column("causation_id", Name),
    Column("traceparent", Name),
    Column("data", Json, nullable=False),
    sqlite_autoincrement=True,
)

cursors = Table(
    "cursors",
    METADATA,
    Column("source", Name, primary_key=True),
    Column("position", Number, nullable=False),
    Column("updated_at", Time, nullable=False),
)

inbox_deferred = Table(
    "inbox_deferred",
    METADATA,
    Column("source", Name, nullable=False),
    Column("position", Number, nullable=False),
    Column("id", Id, nullable=False),
    Column("name", Name, nullable=False),
    Column("version", Number, nullable=False),
    Column("time", Time, nullable=False),
    Column("subject", Name, nullable=False),
    Column("correlation_id", Name, nullable=False),
    Column("causation_id", Name),
    Column("traceparent", Name),
    Column("data", Json, nullable=False),
    Column("state", Name, nullable=False),  # retrying | waiting (behind one of its subject) | parked
    Column("attempts", Number, nullable=False),
    Column("next_at", Time, nullable=False),
    Column("error", Name),
    PrimaryKeyConstraint("source", "position"),
    Index("inbox_deferred_due", "state", "next_at"),
    Index("inbox_deferred_subject", "source", "subject"),
)

once_keys = Table(
    "once_keys",
    METADATA,
    Column("scope", Name, nullable=False),
    Column("key", Name, nullable=False),
    Column("body_hash", Name, nullable=False),
    Column("result", Json, nullable=False),
    Column("created_at", Time, nullable=False),
    PrimaryKeyConstraint("scope", "key"),
    Index("once_keys_age", "created_at"),
)

jobs = Table(
    "jobs",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("kind", Name, nullable=False),
    Column("key", Name, nullable=False),
    Column("run_at", Time, nullable=False),
    Column("payload", Json, nullable=False),
    Column("attempts", Number, nullable=False),
    Column("state", Name, nullable=False),  # due | parked
    Column("error", Name),
    UniqueConstraint("kind", "key"),
    Index("jobs_due", "state", "run_at"),
)

audit = Table(
    "audit",
    METADATA,
    Column("seq", Position, primary_key=True, autoincrement=True),
    Column("at", Time, nullable=False),
    Column("actor", Name, nullable=False),
    Column("via", Name, nullable=False),
    Column("action", Name, nullable=False),
    Column("object", Name, nullable=False),
    Column("result", Name, nullable=False),
    Column("reason", Name),
    Column("ip", Name),
    Column("request_id", Name),
    Column("previous", Name, nullable=False),
    Column("hash", Name, nullable=False),
    sqlite_autoincrement=True,
)
