"""Findings: what is kept of the documents that the index found, for their order and their facets."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, literal, select

from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.search.rules.findings import Finding
from minifb.modules.search.tables import comments, posts


def _findings(table: Any, has: Any) -> Select[Any]:
    columns = (table.c.id, table.c.author_id, table.c.text, table.c.created_at, has.label("has"))
    return select(*columns).where(among(table.c.id, "ids"), ~table.c.gone)


FINDINGS = {
    "posts": sql(_findings(posts, posts.c.has), into=Finding),
    "comments": sql(_findings(comments, literal("[]")), into=Finding),
}


def findings(tx: Tx, kind: str, ids: Collection[str]) -> list[Finding]:
    """Read what is kept of these; what is gone is absent."""
    return tx.all(FINDINGS[kind], ids=list(ids)) if ids else []
