"""Members: cards, standing and counts, most of it copies of what others told us."""

from collections.abc import Collection
from typing import Any, Literal

import msgspec
from sqlalchemy import BindParameter, bindparam, or_, select, update

from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.policy import Role
from minifb.kernel.http.shapes import Card
from minifb.modules.posts.store.circles import VIEWER, are_blocked
from minifb.modules.posts.tables import follows, friends, members

HIDDEN = or_(members.c.suspended, members.c.away, members.c.gone)

# ── the copies: a fact is taken only when it is not older than the one that is kept ──

_NEW = upsert(members).values(
    {column.name: bindparam(column.name) for column in members.c if column.name in {"id", "username", "card"}}
    | {"card_revision": bindparam("told")}
    | dict.fromkeys(("suspended", "away", "gone"), False)
    | {"role": "member", "role_revision": 0}
    | dict.fromkeys(("suspended_revision", "away_revision", "posts", "posts_revision", "circle", "limited_before"), 0)
)
KEEP_CARD = sql(
    _NEW.on_conflict_do_update(
        index_elements=["id"],
        set_={field: _NEW.excluded[field] for field in ("username", "card", "card_revision")},
        where=(members.c.card_revision <= _NEW.excluded.card_revision) & ~members.c.gone,
    )
)
ADD_MEMBER = sql(_NEW.on_conflict_do_nothing())
_IS = members.c.id == bindparam("member_id")
KEEP_STANDING = {
    kind: sql(
        update(members)
        .where(_IS, members.c[f"{kind}_revision"] <= bindparam("told"))
        .values({kind: bindparam("hidden"), f"{kind}_revision": bindparam("told")})
    )
    for kind in ("suspended", "away")
}
KEEP_ROLE = sql(
    update(members)
    .where(_IS, members.c.role_revision <= bindparam("told"))
    .values(role=bindparam("role"), role_revision=bindparam("told"))
)
ROLE = sql(select(members.c.role).where(_IS))
HIDE = sql(update(members).where(_IS).values(suspended=True))
BURY = sql(update(members).where(_IS, ~members.c.gone).values(gone=True, username=None, card=None, posts=0))
COUNT_POST = sql(
    update(members)
    .where(_IS, ~members.c.gone)
    .values(posts=members.c.posts + bindparam("by"), posts_revision=members.c.posts_revision + 1)
)
COUNTED = sql(select(members.c.id, members.c.posts, members.c.posts_revision).where(among(members.c.id, "ids")))
CARD = sql(select(members.c.card).where(_IS))
CARDS = sql(select(members.c.card).where(among(members.c.id, "ids"), members.c.card.is_not(None)))
CALLED = sql(
    select(members.c.username, members.c.id).where(
        among(members.c.username, "usernames"), ~HIDDEN, ~are_blocked(VIEWER, members.c.id)
    )
)


def keep_card(tx: Tx, card: Card, told: int) -> None:
    """Keep a member's card unless a newer one is known."""
    tx.run(KEEP_CARD, id=card.id, username=card.username, card=card, told=told)


def has_card(tx: Tx, member_id: str) -> bool:
    """Tell whether a member's card is known."""
    return tx.value(CARD, member_id=member_id) is not None


def cards(tx: Tx, ids: Collection[str]) -> dict[str, Card]:
    """Find members' cards."""
    found = (msgspec.json.decode(row[0], type=Card) for row in tx.all(CARDS, ids=list(ids)))
    return {card.id: card for card in found}


def called(tx: Tx, viewer: str, usernames: Collection[str]) -> dict[str, str]:
    """Find the ids of members by their usernames, but not of those the viewer does not see."""
    if not usernames:
        return {}
    return {row[0]: row[1] for row in tx.all(CALLED, viewer=viewer, usernames=list(usernames))}


def keep_standing(tx: Tx, member_id: str, kind: Literal["suspended", "away"], *, hidden: bool, told: int) -> bool:
    """Keep whether a member is hidden, unless something newer is known; tell whether it was kept."""
    meet(tx, member_id)
    return tx.run(KEEP_STANDING[kind], member_id=member_id, hidden=hidden, told=told) > 0


def keep_role(tx: Tx, member_id: str, role: Role, told: int) -> None:
    """Keep a member's role, unless something newer is known."""
    meet(tx, member_id)
    tx.run(KEEP_ROLE, member_id=member_id, role=role, told=told)


def role(tx: Tx, member_id: str) -> Role:
    """Tell a member's role."""
    found: Role = tx.value(ROLE, member_id=member_id) or "member"
    return found


def hide(tx: Tx, member_id: str) -> None:
    """Hide a member whatever is known."""
    meet(tx, member_id)
    tx.run(HIDE, member_id=member_id)


def bury(tx: Tx, member_id: str) -> bool:
    """Leave nothing of a member but a tombstone; tell whether there was more."""
    meet(tx, member_id)
    return tx.run(BURY, member_id=member_id) > 0


def meet(tx: Tx, member_id: str) -> None:
    """Have a row for a member, also when the card comes later."""
    tx.run(ADD_MEMBER, **_blank(member_id))


def _blank(member_id: str) -> dict[str, Any]:
    return {"id": member_id, "username": None, "card": None, "told": 0}


def count_post(tx: Tx, member_id: str, by: int) -> tuple[int, int]:
    """Count posts of a member more or less; give the number and its version."""
    if by:
        tx.run(COUNT_POST, member_id=member_id, by=by)
    rows = tx.all(COUNTED, ids=[member_id])
    return (rows[0][1], rows[0][2]) if rows else (0, 0)


def post_counts(tx: Tx, ids: Collection[str]) -> dict[str, int]:
    """Tell how many posts members share with anybody."""
    return {row[0]: row[1] for row in tx.all(COUNTED, ids=list(ids))}


STIR = sql(update(members).where(among(members.c.id, "ids")).values(circle=members.c.circle + 1))
_ME: BindParameter[Any] = bindparam("member_id")
_AROUND = (
    select(friends.c.friend_id)
    .where(friends.c.member_id == _ME, friends.c.active)
    .union_all(select(follows.c.by_id).where(follows.c.followed_id == _ME, follows.c.active))
)
STIR_AROUND = sql(update(members).where(or_(_IS, members.c.id.in_(_AROUND))).values(circle=members.c.circle + 1))
CIRCLE = sql(select(members.c.circle).where(_IS))
SEEN_AMONG = sql(select(members.c.id).where(among(members.c.id, "ids"), ~HIDDEN, ~are_blocked(VIEWER, members.c.id)))


def stir(tx: Tx, ids: Collection[str]) -> None:
    """Note that whom these members see may have changed, so that nothing drawn from it before is used again."""
    tx.run_many(ADD_MEMBER, [_blank(member_id) for member_id in ids])
    tx.run(STIR, ids=list(ids))


def stir_around(tx: Tx, member_id: str) -> None:
    """Note it for a member, and for all to whom their posts may come back."""
    meet(tx, member_id)
    tx.run(STIR_AROUND, member_id=member_id)


def circle(tx: Tx, member_id: str) -> int:
    """Tell the version of whom a member sees."""
    return int(tx.value(CIRCLE, member_id=member_id) or 0)


def seen_among(tx: Tx, viewer: str, ids: Collection[str]) -> set[str]:
    """Find which of these members a viewer sees."""
    return {str(row[0]) for row in tx.all(SEEN_AMONG, viewer=viewer, ids=list(ids))} if ids else set()
