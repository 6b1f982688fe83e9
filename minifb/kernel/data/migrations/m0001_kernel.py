"""The first tables of the kernel: events out, events in, once-keys, timers, audit."""

from typing import Any

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, UniqueConstraint

from minifb.kernel.data.sql import Id, Json, Name, Number, Time

REVISION = "0001"

Position = Number().with_variant(Integer, "sqlite")


def upgrade(op: Any) -> None:
    """Make them all."""
    _events(op)
    _once_keys(op)
    _jobs(op)
    _audit(op)


def _event_columns() -> list[Column[Any]]:
    return [
        Column("name", Name, nullable=False),
        Column("version", Number, nullable=False),
        Column("time", Time, nullable=False),
        Column("subject", Name, nullable=False),
        Column("correlation_id", Name, nullable=False),
        Column("causation_id", Name),
        Column("traceparent", Name),
        Column("data", Json, nullable=False),
    ]


def _events(op: Any) -> None:
    op.create_table(
        "outbox",
        Column("position", Position, primary_key=True, autoincrement=True),
        Column("id", Id, nullable=False, unique=True),
        *_event_columns(),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "cursors",
        Column("source", Name, primary_key=True),
        Column("position", Number, nullable=False),
        Column("updated_at", Time, nullable=False),
    )
    op.create_table(
        "inbox_deferred",
        Column("source", Name, nullable=False),
        Column("position", Number, nullable=False),
        Column("id", Id, nullable=False),
        *_event_columns(),
        Column("state", Name, nullable=False),
        Column("attempts", Number, nullable=False),
        Column("next_at", Time, nullable=False),
        Column("error", Name),
        PrimaryKeyConstraint("source", "position"),
    )
    op.create_index("inbox_deferred_due", "inbox_deferred", ["state", "next_at"])
    op.create_index("inbox_deferred_subject", "inbox_deferred", ["source", "subject"])


def _once_keys(op: Any) -> None:
    op.create_table(
        "once_keys",
        Column("scope", Name, nullable=False),
        Column("key", Name, nullable=False),
        Column("body_hash", Name, nullable=False),
        Column("result", Json, nullable=False),
        Column("created_at", Time, nullable=False),
        PrimaryKeyConstraint("scope", "key"),
    )
    op.create_index("once_keys_age", "once_keys", ["created_at"])


def _jobs(op: Any) -> None:
    op.create_table(
        "jobs",
        Column("id", Id, primary_key=True),
        Column("kind", Name, nullable=False),
        Column("key", Name, nullable=False),
        Column("run_at", Time, nullable=False),
        Column("payload", Json, nullable=False),
        Column("attempts", Number, nullable=False),
        Column("state", Name, nullable=False),
        Column("error", Name),
        UniqueConstraint("kind", "key"),
    )
    op.create_index("jobs_due", "jobs", ["state", "run_at"])


def _audit(op: Any) -> None:
    op.create_table(
        "audit",
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
    for statement in _REFUSALS[op.get_context().dialect.name]:
        op.execute(statement)


# What is in the audit log stays as it was written. Whoever owns the database can drop these; the hash chain tells then.
_REFUSALS = {
    "sqlite": (
        "CREATE TRIGGER audit_kept BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows stay'); END",
        "CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows stay'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION 'audit rows stay' USING ERRCODE = 'restrict_violation'; END$$",
        "CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    ),
}
