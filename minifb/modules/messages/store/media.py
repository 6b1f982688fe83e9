"""Media: which messages and groups hold what, each with a copy of how media shows it."""

from collections.abc import Collection

from msgspec.json import decode
from sqlalchemy import bindparam, delete, select, update

from minifb.kernel.data.erasing import LIMIT, WHOSE
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Attached
from minifb.modules.messages.tables import conversations, message_media, messages

_HELD = message_media.c
_OF = _HELD.media_id == bindparam("media_id")

ADD = sql(
    upsert(message_media).values({column.name: bindparam(column.name) for column in _HELD}).on_conflict_do_nothing()
)
HELD = sql(select(_HELD.holder_id, _HELD.media_id, _HELD.shown).where(among(_HELD.holder_id, "ids")))
KEEP = sql(
    update(message_media)
    .where(_OF, _HELD.revision <= bindparam("told"))
    .values(shown=bindparam("shown"), revision=bindparam("told"))
)
COPY = sql(select(_HELD.shown).where(_OF).limit(1))
HOLDERS = sql(select(_HELD.holder_id).where(_OF).order_by(_HELD.holder_id))
HOLDING = sql(select(_HELD.media_id).where(among(_HELD.media_id, "ids")).group_by(_HELD.media_id))
DROP = sql(delete(message_media).where(_OF))
RELEASE = sql(delete(message_media).where(_HELD.holder_id == bindparam("holder_id")))
SHOW = sql(
    update(messages)
    .where(messages.c.id == bindparam("message_id"))
    .values(media_ids=bindparam("media_ids"), revision=bindparam("revision"))
)
PICTURE = sql(
    update(conversations)
    .where(conversations.c.id == bindparam("conversation_id"))
    .values(picture_id=bindparam("picture_id"))
)
GROUPS = sql(select(conversations.c.id, conversations.c.picture_id).where(among(conversations.c.id, "ids")))
HELD_IN = sql(
    select(messages.c.id, messages.c.sender_id, messages.c.revision)
    .where(
        messages.c.conversation_id == WHOSE,
        messages.c.id.in_(select(_HELD.holder_id).where(_HELD.holder_id == messages.c.id).correlate(messages)),
    )
    .order_by(messages.c.seq)
    .limit(LIMIT)
)


def add(tx: Tx, holder_id: str, media: Collection[Attached]) -> None:
    """Note that a message or group holds media, which is shown so until media tells more."""
    rows = [{"holder_id": holder_id, "media_id": one.id, "shown": one, "revision": 0} for one in media]
    tx.run_many(ADD, rows)


def held(tx: Tx, holder_ids: Collection[str]) -> dict[str, dict[str, Attached]]:
    """Read what messages and groups hold, by holder and medium."""
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


def release(tx: Tx, holder_id: str) -> None:
    """Note that a message or group holds nothing any more."""
    tx.run(RELEASE, holder_id=holder_id)


def show(tx: Tx, message_id: str, media_ids: list[str], revision: int) -> None:
    """Keep which media a message shows, and when that last changed."""
    tx.run(SHOW, message_id=message_id, media_ids=media_ids, revision=revision)


def set_picture(tx: Tx, conversation_id: str, media_id: str | None) -> None:
    """Keep which picture a group is known by."""
    tx.run(PICTURE, conversation_id=conversation_id, picture_id=media_id)


def groups(tx: Tx, ids: Collection[str]) -> dict[str, str | None]:
    """Find which of these are conversations, and the pictures they are known by."""
    return {row[0]: row[1] for row in tx.all(GROUPS, ids=list(ids))} if ids else {}


def held_in(tx: Tx, conversation_id: str, limit: int) -> list[tuple[str, str, int]]:
    """List some messages of a conversation that hold media: which, whose, and when they last changed."""
    return [(row[0], row[1], row[2]) for row in tx.all(HELD_IN, whose=conversation_id, limit=limit)]
