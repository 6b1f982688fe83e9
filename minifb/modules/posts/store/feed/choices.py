"""What members do about their feed: what they saw, of whom they want less, how they want it."""

from collections.abc import Collection

from sqlalchemy import bindparam, delete, select

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.rules.feed.choices import Mode
from minifb.modules.posts.store.circles import VIEWER
from minifb.modules.posts.tables import feed_authors, feed_preferences, feed_seen

_SEEN = upsert(feed_seen).values(member_id=VIEWER, post_id=bindparam("post_id"), times=1, last=bindparam("now"))
SEE = sql(
    _SEEN.on_conflict_do_update(
        index_elements=["member_id", "post_id"], set_={"times": feed_seen.c.times + 1, "last": _SEEN.excluded.last}
    )
)
SEEN_KEPT = 2_000
_OLDEST_KEPT = (
    select(feed_seen.c.post_id)
    .where(feed_seen.c.member_id == VIEWER)
    .order_by(feed_seen.c.post_id.desc())
    .limit(1)
    .offset(SEEN_KEPT)
    .scalar_subquery()
)
FORGET_SEEN = sql(delete(feed_seen).where(feed_seen.c.member_id == VIEWER, feed_seen.c.post_id <= _OLDEST_KEPT))
_LEVEL = upsert(feed_authors).values(member_id=VIEWER, author_id=bindparam("author"), less_until=bindparam("until"))
KEEP_LEVEL = sql(
    _LEVEL.on_conflict_do_update(
        index_elements=["member_id", "author_id"], set_={"less_until": _LEVEL.excluded.less_until}
    )
)
DROP_LEVEL = sql(
    delete(feed_authors).where(feed_authors.c.member_id == VIEWER, feed_authors.c.author_id == bindparam("author"))
)
PREFERRED = sql(
    select(feed_preferences.c.mode, feed_preferences.c.balance).where(feed_preferences.c.member_id == VIEWER)
)
_PREFERENCES = upsert(feed_preferences).values(member_id=VIEWER, mode=bindparam("mode"), balance=bindparam("balance"))
PREFER = sql(
    _PREFERENCES.on_conflict_do_update(
        index_elements=["member_id"], set_={name: _PREFERENCES.excluded[name] for name in ("mode", "balance")}
    )
)


def see(tx: Tx, viewer: str, ids: Collection[str]) -> None:
    """Keep that a viewer saw posts once more; of what they saw long ago nothing is kept."""
    tx.run_many(SEE, [{"viewer": viewer, "post_id": post_id, "now": tx.now} for post_id in ids])
    tx.run(FORGET_SEEN, viewer=viewer)


def see_less(tx: Tx, viewer: str, author: str, until: Instant | None) -> None:
    """Keep until when a viewer wants to see less of an author; None: as usual."""
    if until is None:
        tx.run(DROP_LEVEL, viewer=viewer, author=author)
    else:
        tx.run(KEEP_LEVEL, viewer=viewer, author=author, until=until)


def preferred(tx: Tx, viewer: str) -> tuple[Mode | None, int] | None:
    """Find what a viewer wants of their feed, if they said."""
    rows = tx.all(PREFERRED, viewer=viewer)
    return (rows[0][0], rows[0][1]) if rows else None


def prefer(tx: Tx, viewer: str, mode: Mode | None, balance: int) -> None:
    """Keep what a viewer wants of their feed."""
    tx.run(PREFER, viewer=viewer, mode=mode, balance=balance)
