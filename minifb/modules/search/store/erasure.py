"""Erasing some rows at a time; jobs go on until nothing is left.

A document that goes leaves a note for the index: what it must learn is that there is none.
"""

from typing import Any

import msgspec
from sqlalchemy import delete, select

from minifb.kernel.data.erasing import LIMIT, WHOSE, some_of
from minifb.kernel.data.sql import Statement, among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.search.store import unindexed
from minifb.modules.search.store.unindexed import GROUPS, Group
from minifb.modules.search.tables import PEOPLE, actives, lists, names, recent_searches, tag_answers


class Leaving(msgspec.Struct, frozen=True):
    """A member of whom something is left."""

    member_id: str


SOME = {group: sql(select(table.c.id).where(whose == WHOSE).limit(LIMIT)) for group, table, whose in GROUPS}
DROP = {group: sql(delete(table).where(among(table.c.id, "ids"))) for group, table, _ in GROUPS}

_COLUMNS = (
    names.c.member_id,
    lists.c.member_id,
    tag_answers.c.member_id,
    actives.c.member_id,
    recent_searches.c.member_id,
    *(table.c[name] for table in (PEOPLE.friends, PEOPLE.blocks, PEOPLE.mutes) for name in list(table.c.keys())[:2]),
)
OWN: dict[str, list[Statement[Any]]] = {}
"""What drops what is kept of a member, by the table's name."""
for _column in _COLUMNS:
    OWN.setdefault(_column.table.name, []).append(some_of(_column))


def drop_documents(tx: Tx, group: Group, whose: str, limit: int) -> list[str]:
    """Erase some posts or comments of a member, or what was said under a post; give their ids."""
    ids = [str(row[0]) for row in tx.all(SOME[group], whose=whose, limit=limit)]
    unindexed.mark(tx, "posts" if group == "posts of" else "comments", ids)
    tx.run(DROP[group], ids=ids)
    return ids


def drop(tx: Tx, name: str, member_id: str, limit: int) -> int:
    """Erase at most so many rows of a member from a table; tell how many."""
    return next((done for one in OWN[name] if (done := tx.run(one, whose=member_id, limit=limit))), 0)
