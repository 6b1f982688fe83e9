"""Statements of presence: who may be seen to be there, and by whom."""

from collections.abc import Collection

from sqlalchemy import and_, func, select, true

from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.messages.rules.presence import Watching
from minifb.modules.messages.tables import PEOPLE, message_settings

_FRIENDS, _ME = PEOPLE.friends.c, PEOPLE.members.c
_OWN, _THEIRS = message_settings.alias("own"), message_settings.alias("theirs")

VISIBLE = sql(
    select(_ME.id)
    .outerjoin_from(PEOPLE.members, _OWN, _OWN.c.member_id == _ME.id)
    .where(among(_ME.id, "ids"), ~PEOPLE.hidden, func.coalesce(_OWN.c.presence, true()))
)
# Whoever is not seen sees nobody: a friend who turned it off hears of none.
FRIENDS = sql(
    select(_FRIENDS.member_id, _FRIENDS.friend_id)
    .outerjoin_from(PEOPLE.friends, _THEIRS, _THEIRS.c.member_id == _FRIENDS.friend_id)
    .where(
        and_(among(_FRIENDS.member_id, "ids"), _FRIENDS.active),
        func.coalesce(_THEIRS.c.presence, true()),
        ~PEOPLE.are_blocked(_FRIENDS.member_id, _FRIENDS.friend_id),
    )
    .order_by(_FRIENDS.member_id, _FRIENDS.friend_id)
)


def watching(tx: Tx, ids: Collection[str]) -> list[Watching]:
    """Find which of these members may be seen, and the friends of each who see such things."""
    visible = {row[0] for row in tx.all(VISIBLE, ids=list(ids))}
    friends: dict[str, list[str]] = {}
    for member_id, friend_id in tx.all(FRIENDS, ids=list(ids)):
        friends.setdefault(member_id, []).append(friend_id)
    return [Watching(one, one in visible, friends.get(one, [])) for one in ids]
