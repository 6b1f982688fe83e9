"""SQL of invite links."""

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.rules.invites import Invite
from minifb.modules.auth.tables import invites

_COLUMNS = [invites.c[name] for name in Invite.__struct_fields__]
_INSERT = sql(insert(invites).values({name: bindparam(name) for name in Invite.__struct_fields__}))
_FIND = sql(select(*_COLUMNS).where(invites.c.digest == bindparam("digest")), into=Invite)
_USE = sql(
    update(invites)
    .where(
        invites.c.id == bindparam("the_id"),
        invites.c.uses < invites.c.uses_max,
        invites.c.expires_at > bindparam("now"),
    )
    .values(uses=invites.c.uses + 1)
)
_GIVE_BACK = sql(
    update(invites).where(invites.c.id == bindparam("the_id"), invites.c.uses > 0).values(uses=invites.c.uses - 1)
)
_OF = sql(
    select(*_COLUMNS)
    .where(invites.c.created_by == bindparam("maker"), invites.c.id < bindparam("before"))
    .order_by(invites.c.id.desc())
    .limit(bindparam("limit")),
    into=Invite,
)
_DROP = sql(delete(invites).where(invites.c.id == bindparam("id"), invites.c.created_by == bindparam("maker")))
_ERASE = sql(delete(invites).where(invites.c.created_by == bindparam("maker")))


def insert_invite(tx: Tx, invite: Invite) -> None:
    """Keep an invite."""
    tx.run(_INSERT, **msgspec.structs.asdict(invite))


def find(tx: Tx, digest: str) -> Invite | None:
    """Find an invite by the digest of its code."""
    return tx.one(_FIND, digest=digest)


def use(tx: Tx, invite_id: str) -> bool:
    """Use an invite if it has uses left and is not over."""
    return tx.run(_USE, the_id=invite_id, now=tx.now) == 1


def give_back(tx: Tx, invite_id: str) -> None:
    """Give a use back."""
    tx.run(_GIVE_BACK, the_id=invite_id)


def of_maker(tx: Tx, maker: str, before: str, limit: int) -> list[Invite]:
    """List a member's invites, newest first."""
    return tx.all(_OF, maker=maker, before=before, limit=limit)


def drop(tx: Tx, maker: str, invite_id: str) -> bool:
    """Remove one of a member's invites."""
    return tx.run(_DROP, id=invite_id, maker=maker) == 1


def erase(tx: Tx, maker: str) -> int:
    """Remove all invites of a member."""
    return tx.run(_ERASE, maker=maker)
