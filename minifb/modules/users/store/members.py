"""Statements of members: their rows, and what other modules say about them."""

from collections.abc import Collection

import msgspec
from sqlalchemy import and_, bindparam, delete, func, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.users.rules.members import Member, Staff
from minifb.modules.users.tables import staff, users

_FIELDS = [users.c[field] for field in Member.__struct_fields__]
CARD = [users.c[field] for field in Card.__struct_fields__]
SHOWN = and_(users.c.state == "active", ~users.c.suspended)

MEMBER = sql(select(*_FIELDS).where(users.c.id == bindparam("id")), into=Member)
MEMBER_CALLED = sql(
    select(*_FIELDS).where(users.c.username == bindparam("username"), users.c.state == "active"), into=Member
)
CARDS = sql(select(*CARD).where(among(users.c.id, "ids"), users.c.state != "gone"), into=Card)
ADD_MEMBER = sql(
    upsert(users).values({column.name: bindparam(column.name) for column in users.c}).on_conflict_do_nothing()
)
SAVE_MEMBER = sql(
    update(users)
    .where(users.c.id == bindparam("member_id"))
    .values({field: bindparam(field) for field in Member.__struct_fields__ if field not in {"id", "created_at"}})
)

# What another module says about a member is taken only when it is newer than what was said before.
_TOLD = and_(users.c.id == bindparam("member_id"), users.c.state != "gone")
SET_USERNAME = sql(
    update(users)
    .where(_TOLD, users.c.username_revision <= bindparam("told"))
    .values(username=bindparam("username"), username_revision=bindparam("told"))
)
SET_SUSPENDED = sql(
    update(users)
    .where(_TOLD, users.c.standing_revision <= bindparam("told"))
    .values(suspended=bindparam("suspended"), standing_revision=bindparam("told"))
)
SET_POSTS = sql(
    update(users)
    .where(_TOLD, users.c.posts_revision < bindparam("told"))
    .values(posts=bindparam("posts"), posts_revision=bindparam("told"))
)
SET_LOGIN = sql(
    update(users)
    .where(_TOLD, func.coalesce(users.c.last_login_at, 0) < bindparam("at"))
    .values(last_login_at=bindparam("at"))
)
COUNT_FRIEND = sql(update(users).where(among(users.c.id, "ids")).values(friends=users.c.friends + bindparam("by")))


# ── staff ──

_new_role = upsert(staff).values(user_id=bindparam("user_id"), role=bindparam("role"), revision=bindparam("told"))
SET_ROLE = sql(
    _new_role.on_conflict_do_update(
        index_elements=["user_id"],
        set_={"role": _new_role.excluded.role, "revision": _new_role.excluded.revision},
        where=staff.c.revision < _new_role.excluded.revision,
    )
)
ROLE = sql(select(staff.c.role).where(staff.c.user_id == bindparam("user_id")))
STAFF = sql(
    select(users.c.id, users.c.first_name, users.c.last_name, staff.c.role, users.c.state)
    .join(staff, staff.c.user_id == users.c.id)
    .where(staff.c.role != "member", users.c.state != "gone")
    .order_by(staff.c.user_id),  # by the few staff, not by all members
    into=Staff,
)
DROP_ROLE = sql(delete(staff).where(staff.c.user_id == bindparam("user_id")))


def member(tx: Tx, member_id: str) -> Member | None:
    """Find a member by id."""
    return tx.one(MEMBER, id=member_id)


def member_called(tx: Tx, username: str) -> Member | None:
    """Find an active member by the name."""
    return tx.one(MEMBER_CALLED, username=username.lower())


def cards(tx: Tx, ids: Collection[str]) -> dict[str, Card]:
    """Find the cards of members; those without a profile are absent."""
    return {card.id: card for card in tx.all(CARDS, ids=list(ids))} if ids else {}


def add_member(tx: Tx, new: Member) -> bool:
    """Keep a member nobody heard of before; tell whether that was so."""
    versions = dict.fromkeys(("username_revision", "standing_revision", "posts_revision"), 0)
    return tx.run(ADD_MEMBER, **msgspec.structs.asdict(new), **versions) > 0


def save_member(tx: Tx, changed: Member) -> None:
    """Keep a changed member."""
    values = msgspec.structs.asdict(changed)
    tx.run(SAVE_MEMBER, member_id=values.pop("id"), **values)


def set_username(tx: Tx, member_id: str, username: str, told: int) -> bool:
    """Keep a username unless a newer one is known; tell whether it was kept."""
    return tx.run(SET_USERNAME, member_id=member_id, username=username, told=told) > 0


def set_suspended(tx: Tx, member_id: str, *, suspended: bool, told: int) -> bool:
    """Keep whether a member is suspended, unless something newer is known; tell whether it was kept."""
    return tx.run(SET_SUSPENDED, member_id=member_id, suspended=suspended, told=told) > 0


def set_posts(tx: Tx, member_id: str, posts: int, told: int) -> None:
    """Keep how many posts a member has, unless something newer is known."""
    tx.run(SET_POSTS, member_id=member_id, posts=posts, told=told)


def set_login(tx: Tx, member_id: str, at: Instant) -> None:
    """Keep the latest sign-in."""
    tx.run(SET_LOGIN, member_id=member_id, at=at)


def count_friends(tx: Tx, ids: Collection[str], by: int) -> None:
    """Count a friend more or less for each of these members."""
    tx.run(COUNT_FRIEND, ids=list(ids), by=by)


def set_role(tx: Tx, member_id: str, role: str, told: int) -> None:
    """Keep a member's role, unless a newer one is known."""
    tx.run(SET_ROLE, user_id=member_id, role=role, told=told)


def role_of(tx: Tx, member_id: str) -> str:
    """Tell a member's role."""
    return str(tx.value(ROLE, user_id=member_id) or "member")


def all_staff(tx: Tx) -> list[Staff]:
    """List the staff."""
    return tx.all(STAFF)


def drop_role(tx: Tx, member_id: str) -> int:
    """Forget a member's role; tell whether there was one."""
    return tx.run(DROP_ROLE, user_id=member_id)
