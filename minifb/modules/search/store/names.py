"""Names: the words by which members are suggested."""

from collections.abc import Collection

from sqlalchemy import bindparam, delete, insert

from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.search.tables import names

FORGET = sql(delete(names).where(names.c.member_id == bindparam("member_id")))
PUT = sql(insert(names).values(word=bindparam("word"), member_id=bindparam("member_id")))


def keep(tx: Tx, member_id: str, words: Collection[str]) -> None:
    """Keep the words of a member's name; none: the member is not suggested."""
    tx.run(FORGET, member_id=member_id)
    tx.run_many(PUT, [{"word": word, "member_id": member_id} for word in sorted(words)])
