"""SQL of mails: to whom one goes and until when it is worth sending."""

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.public import MailKind
from minifb.modules.auth.tables import mails


class Letter(msgspec.Struct, frozen=True):
    """One row of mails."""

    id: str
    user_id: str
    kind: MailKind
    address: str
    first_name: str
    about: str | None
    created_at: Instant
    expires_at: Instant


_COLUMNS = [mails.c[name] for name in Letter.__struct_fields__]
_INSERT = sql(insert(mails).values({name: bindparam(name) for name in Letter.__struct_fields__}))
_FIND = sql(select(*_COLUMNS).where(among(mails.c.id, "ids")), into=Letter)
_SWEEP = sql(delete(mails).where(mails.c.expires_at < bindparam("now")))
_ERASE = sql(delete(mails).where(mails.c.user_id == bindparam("user_id")))


def insert_letter(tx: Tx, letter: Letter) -> None:
    """Keep what a mail needs."""
    tx.run(_INSERT, **msgspec.structs.asdict(letter))


def find(tx: Tx, mail_ids: list[str]) -> list[Letter]:
    """Find mails by id."""
    return tx.all(_FIND, ids=mail_ids)


def sweep(tx: Tx) -> int:
    """Drop mails that nobody should send any more."""
    return tx.run(_SWEEP, now=tx.now)


def erase(tx: Tx, user_id: str) -> int:
    """Remove all mails of a member."""
    return tx.run(_ERASE, user_id=user_id)
