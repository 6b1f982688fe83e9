"""SQL of accounts."""

from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, insert, or_, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.rules.accounts import Account
from minifb.modules.auth.tables import users

_COLUMNS = [users.c[name] for name in Account.__struct_fields__]
_INSERT = sql(insert(users).values({name: bindparam(name) for name in Account.__struct_fields__}))
_BY_ID = sql(select(*_COLUMNS).where(users.c.id == bindparam("id")), into=Account)
_BY_USERNAME = sql(select(*_COLUMNS).where(users.c.username == bindparam("username")), into=Account)
_BY_EMAIL = sql(select(*_COLUMNS).where(users.c.email_key == bindparam("email_key")), into=Account)
_BY_IDS = sql(select(*_COLUMNS).where(among(users.c.id, "ids")), into=Account)
_DELETE = sql(delete(users).where(users.c.id == bindparam("id")))
_ANY_OWNER = sql(select(users.c.id).where(users.c.role == "owner").limit(2))
_SUSPENDED = sql(
    select(users.c.id).where(
        users.c.suspended_at.is_not(None),
        or_(users.c.suspended_until.is_(None), users.c.suspended_until > bindparam("now")),
    )
)
_EPOCHS = sql(select(users.c.id, users.c.epoch).where(users.c.epoch >= bindparam("since"), users.c.epoch > 0))
_CHANGES: dict[tuple[str, ...], Any] = {}


def insert_account(tx: Tx, account: Account) -> None:
    """Keep a new account."""
    tx.run(_INSERT, **msgspec.structs.asdict(account))


def by_id(tx: Tx, user_id: str) -> Account | None:
    """Find an account by its id."""
    return tx.one(_BY_ID, id=user_id)


def by_ids(tx: Tx, user_ids: list[str]) -> dict[str, Account]:
    """Find accounts by their ids."""
    return {account.id: account for account in tx.all(_BY_IDS, ids=user_ids)}


def by_username(tx: Tx, username: str) -> Account | None:
    """Find an account by its folded username."""
    return tx.one(_BY_USERNAME, username=username)


def by_email(tx: Tx, email_key: str) -> Account | None:
    """Find an account by its folded address."""
    return tx.one(_BY_EMAIL, email_key=email_key)


def change(tx: Tx, account: Account, **values: Any) -> Account:
    """Change fields of an account that nobody changed meanwhile, and count its version up."""
    names = tuple(sorted(values))
    statement = _CHANGES.get(names)
    if statement is None:
        statement = _CHANGES[names] = sql(
            update(users)
            .where(users.c.id == bindparam("the_id"), users.c.version == bindparam("the_version"))
            .values({**{name: bindparam(name) for name in names}, "version": users.c.version + 1})
        )
    if tx.run(statement, the_id=account.id, the_version=account.version, **values) != 1:
        raise RuntimeError(f"account {account.id} changed within its own transaction")
    return msgspec.structs.replace(account, version=account.version + 1, **values)


def delete_account(tx: Tx, user_id: str) -> int:
    """Remove an account's row."""
    return tx.run(_DELETE, id=user_id)


def owners(tx: Tx) -> int:
    """Count owners, as far as two: the last one cannot go."""
    return len(tx.all(_ANY_OWNER))


def suspended(tx: Tx) -> list[str]:
    """List who is suspended now."""
    return [row[0] for row in tx.all(_SUSPENDED, now=tx.now)]


def epochs(tx: Tx, since: Instant) -> dict[str, Instant]:
    """List members whose tokens up to an instant are worth nothing."""
    return {row[0]: row[1] for row in tx.all(_EPOCHS, since=since)}
