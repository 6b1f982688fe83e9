"""Documents: what the index is told, made of the rows."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, select

from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.search.rules import documents as rules
from minifb.modules.search.rules.documents import CommentOfPost, Document, PostRow
from minifb.modules.search.rules.wanted import Kind
from minifb.modules.search.tables import PEOPLE, comments, posts

members = PEOPLE.members

POSTS = sql(
    select(*(posts.c[field] for field in PostRow.__struct_fields__))
    .join(members, members.c.id == posts.c.author_id)
    .where(among(posts.c.id, "ids"), ~posts.c.gone, ~PEOPLE.hidden),
    into=PostRow,
)
COMMENTS = sql(
    select(
        *(comments.c[name] for name in ("id", "author_id", "text", "tags", "created_at")),
        posts.c.author_id.label("owner_id"),
        posts.c.audience,
        posts.c.audience_ids,
    )
    .join(posts, posts.c.id == comments.c.post_id)
    .join(members, members.c.id == comments.c.author_id)
    .where(among(comments.c.id, "ids"), ~comments.c.gone, ~posts.c.gone, ~PEOPLE.hidden),
    into=CommentOfPost,
)
USERS = sql(select(members.c.card).where(among(members.c.id, "ids"), members.c.card.is_not(None), ~PEOPLE.hidden))

_TABLES: dict[Kind, Any] = {"posts": posts, "comments": comments, "users": members}
AFTER = {
    kind: sql(
        select(table.c.id)
        .where(table.c.id > bindparam("after"), ~table.c.gone)
        .order_by(table.c.id)
        .limit(bindparam("most"))
    )
    for kind, table in _TABLES.items()
}
DOCUMENTS_COUNT = {
    kind: sql(select(func.count()).select_from(table).where(~table.c.gone)) for kind, table in _TABLES.items()
}


def documents(tx: Tx, kind: Kind, ids: Collection[str]) -> list[Document]:
    """Give what is to be found of these; what is gone or hidden is absent."""
    if kind == "posts":
        return [rules.of_post(row) for row in tx.all(POSTS, ids=list(ids))]
    if kind == "comments":
        return [rules.of_comment(row) for row in tx.all(COMMENTS, ids=list(ids))]
    return [rules.of_member(msgspec.json.decode(row[0], type=Card)) for row in tx.all(USERS, ids=list(ids))]


def after(tx: Tx, kind: Kind, last: str, most: int) -> list[str]:
    """List the ids of documents that come after one, in order."""
    return [str(row[0]) for row in tx.all(AFTER[kind], after=last, most=most)]


def are_there_any(tx: Tx) -> bool:
    """Tell whether there is anything to find."""
    return any(after(tx, kind, "", 1) for kind in rules.KINDS)


def count(tx: Tx) -> int:
    """Count what there is to find, about: what is hidden is among it."""
    return sum(int(tx.value(DOCUMENTS_COUNT[kind]) or 0) for kind in rules.KINDS)
