"""Attachments: which posts, drafts, messages and profiles hold a medium, as they told it."""

from collections.abc import Collection

from sqlalchemy import bindparam, delete, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.media.rules.attachments import Attachment
from minifb.modules.media.rules.media import File
from minifb.modules.media.tables import attachments, media_files

_A, _F = attachments.c, media_files.c
_OF = _A.media_id == bindparam("media_id")
_IS = _F.id == bindparam("media_id")

_NEW = upsert(attachments).values({column.name: bindparam(column.name) for column in _A})
KEEP = sql(
    _NEW.on_conflict_do_update(
        index_elements=["media_id", "ref"],
        set_={field: _NEW.excluded[field] for field in ("public", "active", "revision")},
        where=_A.revision <= _NEW.excluded.revision,
    )
)
OF = sql(
    select(_A.media_id, _A.ref, _A.public).where(among(_A.media_id, "ids"), _A.active).order_by(_A.media_id, _A.ref),
    into=Attachment,
)
HOLD = sql(
    update(media_files).where(_IS).values({name: bindparam(name) for name in ("held", "unheld_since", "public")})
)
BURIED = sql(select(_F.owner_id, _F.revision).where(_IS, _F.status == "deleted"))
_UNHELD = _F.held == 0, _F.unheld_since > 0, _F.unheld_since <= bindparam("until"), _F.status != "deleted"
UNHELD = sql(select(_F.id).where(*_UNHELD).order_by(_F.unheld_since, _F.id).limit(bindparam("limit")))
STILL = sql(select(_F.id).where(among(_F.id, "ids"), *_UNHELD).order_by(_F.id))
SPARE = sql(update(media_files).where(among(_F.id, "ids"), _F.held == 0).values(unheld_since=bindparam("now")))
PUBLIC_OF = sql(
    select(_F.id)
    .where(_F.owner_id == bindparam("owner_id"), _F.public, _F.id > bindparam("after"))
    .order_by(_F.id)
    .limit(bindparam("limit"))
)
FORGET = sql(delete(attachments).where(_OF))


def keep(tx: Tx, held: Attachment, *, active: bool, told: int) -> bool:
    """Keep that something holds a medium, or no longer, unless something newer is known; tell whether it was kept."""
    return tx.run(KEEP, media_id=held.media_id, ref=held.ref, public=held.public, active=active, revision=told) > 0


def of(tx: Tx, media_ids: Collection[str]) -> list[Attachment]:
    """List what holds these media."""
    return tx.all(OF, ids=list(media_ids)) if media_ids else []


def hold(tx: Tx, file: File) -> None:
    """Keep how a medium is held."""
    tx.run(HOLD, media_id=file.id, held=file.held, unheld_since=file.unheld_since, public=file.public)


def buried(tx: Tx, media_id: str) -> tuple[str, int] | None:
    """Tell of a medium that was deleted whose it was, and its version."""
    rows = tx.all(BURIED, media_id=media_id)
    return (rows[0][0], rows[0][1]) if rows else None


def unheld(tx: Tx, until: Instant, limit: int) -> list[str]:
    """List media that nothing has held since an instant, the longest first."""
    return [str(row[0]) for row in tx.all(UNHELD, until=until, limit=limit)]


def still_unheld(tx: Tx, ids: Collection[str], until: Instant) -> list[str]:
    """Find which of these nothing has held since an instant."""
    return [str(row[0]) for row in tx.all(STILL, ids=list(ids), until=until)] if ids else []


def public_of(tx: Tx, owner_id: str, after: str, limit: int) -> list[str]:
    """List some media of a member that anybody on the street may see, by their ids."""
    return [str(row[0]) for row in tx.all(PUBLIC_OF, owner_id=owner_id, after=after, limit=limit)]


def spare(tx: Tx, ids: Collection[str]) -> None:
    """Look again later at media that somebody says they hold."""
    tx.run(SPARE, ids=list(ids), now=tx.now)


def forget(tx: Tx, media_id: str) -> None:
    """Forget what held a medium."""
    tx.run(FORGET, media_id=media_id)
