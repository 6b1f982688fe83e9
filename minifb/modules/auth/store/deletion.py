"""SQL of accounts that are going: the waiting period, and what each module erased."""

from typing import Literal

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.tables import deletions, erasures


class Going(msgspec.Struct, frozen=True):
    """One row of deletions."""

    receipt: str
    user_id: str
    state: Literal["waiting", "erasing", "done"]
    modules: list[str]
    requested_at: Instant
    due_at: Instant
    done_at: Instant | None


class Erased(msgspec.Struct, frozen=True):
    """One row of erasures."""

    user_id: str
    module: str
    counts: dict[str, int]
    at: Instant


_COLUMNS = [deletions.c[name] for name in Going.__struct_fields__]
_INSERT = sql(insert(deletions).values({name: bindparam(name) for name in Going.__struct_fields__}))
_BY_RECEIPT = sql(select(*_COLUMNS).where(deletions.c.receipt == bindparam("receipt")), into=Going)
_BY_MEMBER = sql(select(*_COLUMNS).where(deletions.c.user_id == bindparam("user_id")), into=Going)
_MOVE = sql(
    update(deletions)
    .where(deletions.c.user_id == bindparam("the_id"), deletions.c.state == bindparam("before"))
    .values(state=bindparam("state"), done_at=bindparam("done_at"))
)
_DROP = sql(delete(deletions).where(deletions.c.user_id == bindparam("user_id"), deletions.c.state == "waiting"))

_ERASED_COLUMNS = [erasures.c[name] for name in Erased.__struct_fields__]
_REPORTS = sql(
    select(*_ERASED_COLUMNS).where(erasures.c.user_id == bindparam("user_id")).order_by(erasures.c.module), into=Erased
)
_REPORT_FIND = sql(
    select(erasures.c.at).where(erasures.c.user_id == bindparam("user_id"), erasures.c.module == bindparam("module"))
)
_REPORT = sql(insert(erasures).values({name: bindparam(name) for name in Erased.__struct_fields__}))


def insert_going(tx: Tx, going: Going) -> None:
    """Begin the waiting period."""
    tx.run(_INSERT, **msgspec.structs.asdict(going))


def by_receipt(tx: Tx, receipt: str) -> Going | None:
    """Find a deletion by its receipt."""
    return tx.one(_BY_RECEIPT, receipt=receipt)


def by_member(tx: Tx, user_id: str) -> Going | None:
    """Find a deletion by its member."""
    return tx.one(_BY_MEMBER, user_id=user_id)


def move(tx: Tx, going: Going, state: str) -> bool:
    """Move a deletion on, if nobody else did."""
    done_at = tx.now if state == "done" else None
    return tx.run(_MOVE, the_id=going.user_id, before=going.state, state=state, done_at=done_at) == 1


def drop(tx: Tx, user_id: str) -> bool:
    """Take a deletion back while it waits."""
    return tx.run(_DROP, user_id=user_id) == 1


def report(tx: Tx, erased: Erased) -> bool:
    """Keep what a module erased; its second report says nothing new."""
    if tx.value(_REPORT_FIND, user_id=erased.user_id, module=erased.module) is not None:
        return False
    tx.run(_REPORT, **msgspec.structs.asdict(erased))
    return True


def reports(tx: Tx, user_id: str) -> list[Erased]:
    """List what was reported of a member."""
    return tx.all(_REPORTS, user_id=user_id)
