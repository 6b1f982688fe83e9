"""Shares: how many posts share an original, and how many people. What only its author sees does not count."""

from collections.abc import Collection

from sqlalchemy import and_, bindparam, case, func, select, update

from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.rules.posts import Content
from minifb.modules.posts.rules.visibility import counted
from minifb.modules.posts.store.members import HIDDEN
from minifb.modules.posts.tables import members, posts

_COUNTED = and_(posts.c.state == "live", posts.c.audience_kind != "onlyMe", ~HIDDEN)
_originals = posts.alias("originals")

SHARED = sql(
    select(posts.c.id)
    .where(
        posts.c.shared_post_id == bindparam("original"),
        posts.c.author_id == bindparam("author"),
        posts.c.state == "live",
        posts.c.audience_kind != "onlyMe",
    )
    .limit(1)
)
AUTHOR = sql(select(posts.c.author_id).where(posts.c.id == bindparam("post_id")))
COUNT = sql(
    update(posts)
    .where(posts.c.id == bindparam("original"))
    .values(shares=posts.c.shares + 1, sharers=posts.c.sharers + bindparam("sharers"), revision=posts.c.revision + 1)
)
COUNTS = sql(
    select(
        posts.c.shared_post_id,
        func.count(),
        func.count(case((posts.c.author_id != _originals.c.author_id, posts.c.author_id)).distinct()),
    )
    .join(members, members.c.id == posts.c.author_id)
    .join(_originals, _originals.c.id == posts.c.shared_post_id)
    .where(among(posts.c.shared_post_id, "ids"), _COUNTED)
    .group_by(posts.c.shared_post_id)
)
SET = sql(
    update(posts)
    .where(posts.c.id == bindparam("original"))
    .values(shares=bindparam("shares"), sharers=bindparam("sharers"), revision=posts.c.revision + 1)
)
BY = sql(
    select(posts.c.shared_post_id, func.count())
    .join(members, members.c.id == posts.c.author_id)
    .where(among(posts.c.shared_post_id, "ids"), among(posts.c.author_id, "people"), _COUNTED)
    .group_by(posts.c.shared_post_id)
)


def author(tx: Tx, post_id: str) -> str | None:
    """Tell who wrote a post."""
    found: str | None = tx.value(AUTHOR, post_id=post_id)
    return found


def count(tx: Tx, share: Content) -> None:
    """Count a new post with the original that it shares; before it is kept."""
    if share.shared_post_id is None or not counted(share.audience_kind):
        return
    own = share.shared_post_id is not None and share.author_id == author(tx, share.shared_post_id)
    known = own or tx.value(SHARED, original=share.shared_post_id, author=share.author_id) is not None
    tx.run(COUNT, original=share.shared_post_id, sharers=int(not known))


def recount(tx: Tx, originals: Collection[str]) -> None:
    """Count again how often originals are shared, and by how many."""
    found = {row[0]: row[1:] for row in tx.all(COUNTS, ids=list(originals))} if originals else {}
    rows = [(original, *found.get(original, (0, 0))) for original in originals]
    tx.run_many(SET, [{"original": one, "shares": shares, "sharers": people} for one, shares, people in rows])


def shares_by(tx: Tx, people: Collection[str], originals: Collection[str]) -> dict[str, int]:
    """Count the shares of originals by these people."""
    rows = tx.all(BY, people=list(people), ids=list(originals)) if originals else []
    return {row[0]: row[1] for row in rows}
