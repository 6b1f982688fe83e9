"""Drafts: what members keep to say later."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, tuple_, update

from minifb.kernel.clock import FOR_GOOD
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.rules.drafts import Kept
from minifb.modules.posts.tables import drafts

_ONE = drafts.c.id == bindparam("draft_id")
_OWN = drafts.c.author_id == bindparam("author")
_FIELDS = [drafts.c[field] for field in Kept.__struct_fields__]
_CHANGED = ("content", "publish_at", "problem", "updated_at", "revision")

ADD = sql(insert(drafts).values({field: bindparam(field) for field in Kept.__struct_fields__}))
SAVE = sql(update(drafts).where(_ONE).values({field: bindparam(field) for field in _CHANGED}))
BY_ID = sql(select(*_FIELDS).where(_ONE), into=Kept)
COUNT = sql(select(func.count()).select_from(drafts).where(_OWN))
OF_AUTHOR = sql(
    select(*_FIELDS)
    .where(_OWN, tuple_(drafts.c.updated_at, drafts.c.id) < tuple_(bindparam("at"), bindparam("id")))
    .order_by(drafts.c.updated_at.desc(), drafts.c.id.desc())
    .limit(bindparam("limit")),
    into=Kept,
)
DROP = sql(delete(drafts).where(_ONE))


def add_draft(tx: Tx, draft: Kept) -> None:
    """Keep a new draft."""
    tx.run(ADD, **msgspec.structs.asdict(draft))


def save_draft(tx: Tx, draft: Kept) -> None:
    """Keep what a draft says now, and when it is due."""
    tx.run(SAVE, draft_id=draft.id, **{field: getattr(draft, field) for field in _CHANGED})


def by_id(tx: Tx, draft_id: str) -> Kept | None:
    """Find a draft."""
    return tx.one(BY_ID, draft_id=draft_id)


def count(tx: Tx, author_id: str) -> int:
    """Count a member's drafts."""
    return int(tx.value(COUNT, author=author_id))


def of_author(tx: Tx, author_id: str, after: Sequence[Any], limit: int) -> list[Kept]:
    """List a member's drafts, the latest changed first."""
    at, last_id = after or (FOR_GOOD, "")
    return tx.all(OF_AUTHOR, author=author_id, at=at, id=last_id, limit=limit)


def drop(tx: Tx, draft_id: str) -> bool:
    """Drop a draft; tell whether it was still there."""
    return tx.run(DROP, draft_id=draft_id) > 0
