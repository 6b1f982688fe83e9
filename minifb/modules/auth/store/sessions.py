"""SQL of sessions, refresh tokens and failed tries."""

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.rules.sessions import Failure, Session
from minifb.modules.auth.tables import failures, refresh_tokens, sessions

_COLUMNS = [sessions.c[name] for name in Session.__struct_fields__]
_INSERT = sql(insert(sessions).values({name: bindparam(name) for name in Session.__struct_fields__}))
_FIND = sql(select(*_COLUMNS).where(sessions.c.id == bindparam("id")), into=Session)
_OF = sql(
    select(*_COLUMNS)
    .where(
        sessions.c.user_id == bindparam("user_id"),
        sessions.c.revoked_at.is_(None),
        sessions.c.expires_at > bindparam("now"),
    )
    .order_by(sessions.c.created_at, sessions.c.id),
    into=Session,
)
_LABELS = sql(select(sessions.c.label).where(sessions.c.user_id == bindparam("user_id")).distinct())
_TOUCH = sql(
    update(sessions)
    .where(sessions.c.id == bindparam("the_id"))
    .values({name: bindparam(name) for name in ("used_at", "expires_at", "network")})
)
_PROVEN = sql(
    update(sessions)
    .where(sessions.c.id == bindparam("the_id"), sessions.c.revoked_at.is_(None))
    .values({name: bindparam(name) for name in ("authenticated_at", "amr")})
)
_REVOKE = sql(
    update(sessions)
    .where(among(sessions.c.id, "ids"), sessions.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("at"), reason=bindparam("why"))
)
_REVOKED = sql(select(sessions.c.id, sessions.c.revoked_at).where(sessions.c.revoked_at >= bindparam("since")))
_ENDED = sql(select(sessions.c.id).where(sessions.c.ends_at < bindparam("before")).limit(1000))
_DROP = sql(delete(sessions).where(among(sessions.c.id, "ids")))
_DROP_OF = sql(delete(sessions).where(sessions.c.user_id == bindparam("user_id")))


class RefreshRow(msgspec.Struct, frozen=True):
    """One row of refresh_tokens."""

    id: str
    session_id: str
    digest: str
    created_at: Instant
    expires_at: Instant
    used_at: Instant | None
    child_sealed: bytes | None


_REFRESH_COLUMNS = [refresh_tokens.c[name] for name in RefreshRow.__struct_fields__]
_REFRESH_INSERT = sql(insert(refresh_tokens).values({name: bindparam(name) for name in RefreshRow.__struct_fields__}))
_REFRESH_FIND = sql(select(*_REFRESH_COLUMNS).where(refresh_tokens.c.digest == bindparam("digest")), into=RefreshRow)
_REFRESH_SPEND = sql(
    update(refresh_tokens)
    .where(refresh_tokens.c.id == bindparam("the_id"), refresh_tokens.c.used_at.is_(None))
    .values(used_at=bindparam("at"), child_sealed=bindparam("child"))
)
_REFRESH_DROP = sql(delete(refresh_tokens).where(among(refresh_tokens.c.session_id, "ids")))
_REFRESH_DROP_OF = sql(
    delete(refresh_tokens).where(
        refresh_tokens.c.session_id.in_(select(sessions.c.id).where(sessions.c.user_id == bindparam("user_id")))
    )
)

_FAILURE_COLUMNS = [failures.c[name] for name in Failure.__struct_fields__]
_FAILURE = sql(
    select(*_FAILURE_COLUMNS).where(failures.c.kind == bindparam("kind"), failures.c.key == bindparam("key")),
    into=Failure,
)
_FAILURE_DROP = sql(delete(failures).where(failures.c.kind == bindparam("kind"), failures.c.key == bindparam("key")))
_FAILURE_KEEP = sql(insert(failures).values({name: bindparam(name) for name in Failure.__struct_fields__}))
_FAILURE_SWEEP = sql(delete(failures).where(failures.c.kind != "account", failures.c.last_at < bindparam("before")))


def insert_session(tx: Tx, session: Session) -> None:
    """Keep a new session."""
    tx.run(_INSERT, **msgspec.structs.asdict(session))


def find(tx: Tx, session_id: str) -> Session | None:
    """Find a session by its id."""
    return tx.one(_FIND, id=session_id)


def of_member(tx: Tx, user_id: str) -> list[Session]:
    """List a member's living sessions, oldest first."""
    return tx.all(_OF, user_id=user_id, now=tx.now)


def labels(tx: Tx, user_id: str) -> set[str]:
    """Tell from which kinds of devices a member has signed in before."""
    return {row[0] for row in tx.all(_LABELS, user_id=user_id)}


def touch(tx: Tx, session: Session, expires_at: Instant, network: str) -> None:
    """Note that a session was used, and slide its end."""
    tx.run(_TOUCH, the_id=session.id, used_at=tx.now, expires_at=expires_at, network=network)


def proven(tx: Tx, session_id: str, amr: list[str]) -> bool:
    """Note that the member proved again who they are."""
    return tx.run(_PROVEN, the_id=session_id, authenticated_at=tx.now, amr=amr) == 1


def revoke(tx: Tx, session_ids: list[str], why: str) -> int:
    """End sessions, saying why."""
    return tx.run(_REVOKE, ids=session_ids, at=tx.now, why=why)


def revoked(tx: Tx, since: Instant) -> dict[str, Instant]:
    """List sessions that were ended since an instant."""
    return {row[0]: row[1] for row in tx.all(_REVOKED, since=since)}


def sweep(tx: Tx, before: Instant) -> int:
    """Drop sessions whose end is long past, a thousand at a time."""
    ids = [row[0] for row in tx.all(_ENDED, before=before)]
    tx.run(_REFRESH_DROP, ids=ids)
    tx.run(_DROP, ids=ids)
    tx.run(_FAILURE_SWEEP, before=before)
    return len(ids)


def erase(tx: Tx, user_id: str) -> dict[str, int]:
    """Remove all sessions of a member and their tokens; tell how many."""
    return {
        "refresh_tokens": tx.run(_REFRESH_DROP_OF, user_id=user_id),
        "sessions": tx.run(_DROP_OF, user_id=user_id),
    }


def insert_refresh(tx: Tx, row: RefreshRow) -> None:
    """Keep a refresh token by its digest."""
    tx.run(_REFRESH_INSERT, **msgspec.structs.asdict(row))


def find_refresh(tx: Tx, digest: str) -> RefreshRow | None:
    """Find a refresh token by its digest."""
    return tx.one(_REFRESH_FIND, digest=digest)


def spend_refresh(tx: Tx, row: RefreshRow, child: bytes) -> bool:
    """Spend a refresh token once: of many who try at once one succeeds."""
    return tx.run(_REFRESH_SPEND, the_id=row.id, at=tx.now, child=child) == 1


def find_failure(tx: Tx, kind: str, key: str) -> Failure | None:
    """Tell how often somebody failed lately."""
    return tx.one(_FAILURE, kind=kind, key=key)


def keep_failure(tx: Tx, failure: Failure) -> None:
    """Keep a count of failures."""
    tx.run(_FAILURE_DROP, kind=failure.kind, key=failure.key)
    tx.run(_FAILURE_KEEP, **msgspec.structs.asdict(failure))


def forgive(tx: Tx, kind: str, key: str) -> None:
    """Forget somebody's failures."""
    tx.run(_FAILURE_DROP, kind=kind, key=key)
