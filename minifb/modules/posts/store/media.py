"""Media: which posts and drafts hold what, each with a copy of how media shows it.

A post holds what it shows now and what its earlier editions show; the order is the post's own.
"""

from collections.abc import Collection

from msgspec.json import decode
from sqlalchemy import bindparam, delete, select, update

from minifb.kernel.data.erasing import WHOSE, some
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Attached
from minifb.modules.posts.rules.media import Piece
from minifb.modules.posts.tables import drafts, post_media, posts

_HELD = post_media.c
_OF = _HELD.media_id == bindparam("media_id")

ADD = sql(upsert(post_media).values({column.name: bindparam(column.name) for column in _HELD}).on_conflict_do_nothing())
HELD = sql(select(_HELD.holder_id, _HELD.media_id, _HELD.shown).where(among(_HELD.holder_id, "ids")))
KEEP = sql(
    update(post_media)
    .where(_OF, _HELD.revision <= bindparam("told"))
    .values(shown=bindparam("shown"), revision=bindparam("told"))
)
COPY = sql(select(_HELD.shown).where(_OF).limit(1))
HOLDERS = sql(select(_HELD.holder_id).where(_OF).order_by(_HELD.holder_id))
HOLDING = sql(select(_HELD.media_id).where(among(_HELD.media_id, "ids")).group_by(_HELD.media_id))
DROP = sql(delete(post_media).where(_OF))
RELEASE = sql(
    delete(post_media).where(_HELD.holder_id == bindparam("holder_id"), among(_HELD.media_id, "ids")),
)
REDRAW = sql(
    update(posts).where(among(posts.c.id, "ids")).values(edition=posts.c.edition + 1, revision=posts.c.revision + 1)
)
SAVE = sql(
    update(posts)
    .where(posts.c.id == bindparam("post_id"))
    .values(media=bindparam("media"), edition=posts.c.edition + 1, revision=posts.c.revision + 1)
)
DRAFTED = some(post_media, _HELD.holder_id.in_(select(drafts.c.id).where(drafts.c.author_id == WHOSE)))


def add(tx: Tx, holder_id: str, media: Collection[Attached]) -> None:
    """Note that a post or draft holds media, which is shown so until media tells more."""
    rows = [{"holder_id": holder_id, "media_id": one.id, "shown": one, "revision": 0} for one in media]
    tx.run_many(ADD, rows)


def held(tx: Tx, holder_ids: Collection[str]) -> dict[str, dict[str, Attached]]:
    """Read what posts and drafts hold, by holder and medium."""
    found: dict[str, dict[str, Attached]] = {}
    for holder_id, media_id, shown in tx.all(HELD, ids=list(holder_ids)) if holder_ids else ():
        found.setdefault(holder_id, {})[media_id] = decode(shown, type=Attached)
    return found


def copy(tx: Tx, media_id: str) -> Attached | None:
    """Read how a medium is shown where it is held."""
    shown = tx.value(COPY, media_id=media_id)
    return None if shown is None else decode(shown, type=Attached)


def keep(tx: Tx, media_id: str, shown: Attached, told: int) -> bool:
    """Show a medium so wherever it is held, unless something newer is known; tell whether it is held."""
    return tx.run(KEEP, media_id=media_id, shown=shown, told=told) > 0


def holders(tx: Tx, media_id: str) -> list[str]:
    """List what holds a medium."""
    return [str(row[0]) for row in tx.all(HOLDERS, media_id=media_id)]


def holding(tx: Tx, media_ids: Collection[str]) -> list[str]:
    """Find which of these media something holds."""
    return sorted(str(row[0]) for row in tx.all(HOLDING, ids=list(media_ids))) if media_ids else []


def drop(tx: Tx, media_id: str) -> None:
    """Forget a medium."""
    tx.run(DROP, media_id=media_id)


def release(tx: Tx, holder_id: str, media_ids: Collection[str]) -> None:
    """Note that a post or draft no longer holds some media."""
    tx.run(RELEASE, holder_id=holder_id, ids=list(media_ids))


def redraw(tx: Tx, post_ids: Collection[str]) -> None:
    """Have posts drawn anew: what they hold is shown otherwise now."""
    tx.run(REDRAW, ids=list(post_ids))


def save(tx: Tx, post_id: str, media: list[Piece]) -> None:
    """Keep which media a post shows now."""
    tx.run(SAVE, post_id=post_id, media=media)


def drop_drafted(tx: Tx, member_id: str, limit: int) -> int:
    """Forget some of what the drafts of a member hold."""
    return tx.run(DRAFTED, whose=member_id, limit=limit)
