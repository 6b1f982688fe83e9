"""The statement of friends' birthdays."""

from sqlalchemy import and_, bindparam, func, not_, or_, select

from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.users.rules.birthdays import Born, Window
from minifb.modules.users.store.friends import OTHER, WITH_ME
from minifb.modules.users.store.members import CARD, SHOWN
from minifb.modules.users.store.privacy import setting
from minifb.modules.users.tables import friendships, users

_DAY = func.substr(users.c.birthday, 6)  # MM-DD
_FROM, _TO = bindparam("first") <= _DAY, bindparam("last") >= _DAY

BORN = sql(
    select(*CARD, users.c.birthday, setting("birth_year").label("birth_year"))
    .join(friendships, users.c.id == OTHER)
    .where(
        WITH_ME,
        friendships.c.status == "friends",
        SHOWN,
        users.c.birthday.is_not(None),
        or_(and_(_FROM, _TO, not_(bindparam("wraps"))), and_(or_(_FROM, _TO), bindparam("wraps"))),
        setting("birthday") != "onlyMe",
    )
    .order_by(users.c.id),
    into=Born,
)

CELEBRATING = sql(
    select(users.c.id)
    .where(
        _DAY.in_((bindparam("one"), bindparam("other"))),
        SHOWN,
        setting("birthday") != "onlyMe",
        users.c.id > bindparam("after"),
    )
    .order_by(users.c.id)
    .limit(bindparam("limit"))
)


def born_within(tx: Tx, me: str, days: Window) -> list[Born]:
    """List my friends who were born on one of these days and show it to their friends."""
    return tx.all(BORN, me=me, first=days.first, last=days.last, wraps=days.wraps)


def celebrating(tx: Tx, days: tuple[str, str], after: str, limit: int) -> list[str]:
    """List members who were born on one of two days of a year and show it to their friends, in the order of ids."""
    return [row[0] for row in tx.all(CELEBRATING, one=days[0], other=days[1], after=after, limit=limit)]
