"""Lists: who is on whose friend lists, for posts that are said to one."""

from collections.abc import Collection

from sqlalchemy import bindparam, delete, insert, select

from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.search.tables import list_revisions, lists

_told = upsert(list_revisions).values(list_id=bindparam("list_id"), revision=bindparam("revision"))
TELL = sql(
    _told.on_conflict_do_update(
        index_elements=["list_id"],
        set_={"revision": _told.excluded.revision},
        where=list_revisions.c.revision <= _told.excluded.revision,
    )
)
EMPTY = sql(delete(lists).where(lists.c.list_id == bindparam("list_id")))
PUT = sql(insert(lists).values(list_id=bindparam("list_id"), member_id=bindparam("member_id")))
ON = sql(select(lists.c.list_id).where(lists.c.member_id == bindparam("member_id")))


def keep(tx: Tx, list_id: str, member_ids: Collection[str], told: int) -> None:
    """Keep who is on a list, unless something newer is known."""
    if tx.run(TELL, list_id=list_id, revision=told):
        empty(tx, list_id)
        tx.run_many(PUT, [{"list_id": list_id, "member_id": one} for one in sorted(set(member_ids))])


def empty(tx: Tx, list_id: str) -> None:
    """Take everybody off a list, whatever is known."""
    tx.run(EMPTY, list_id=list_id)


def with_member(tx: Tx, member_id: str) -> list[str]:
    """Find the lists that a member is on."""
    return [str(row[0]) for row in tx.all(ON, member_id=member_id)]
