"""What was found out about a medium, and what was made of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from msgspec.structs import asdict
from sqlalchemy import bindparam, delete, insert, select

from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.media.rules.media import Detail, File, Form, Whole
from minifb.modules.media.tables import media_metadata, variants

_M, _V = media_metadata.c, variants.c
_DETAIL = [_M[field] for field in Detail.__struct_fields__]
_FORM = [_V[field] for field in Form.__struct_fields__]

DETAILS = sql(select(*_DETAIL).where(among(_M.media_id, "ids")), into=Detail)
FORMS = sql(select(*_FORM).where(among(_V.media_id, "ids")).order_by(_V.media_id, _V.position), into=Form)
FORM = sql(select(*_FORM).where(_V.media_id == bindparam("of"), _V.name == bindparam("name")), into=Form)
MADE = sql(select(*_FORM).where(_V.blob == bindparam("blob")).order_by(_V.media_id, _V.position), into=Form)
_note = upsert(media_metadata).values({column.name: bindparam(column.name) for column in _M})
NOTE = sql(
    _note.on_conflict_do_update(
        index_elements=["media_id"],
        set_={column.name: _note.excluded[column.name] for column in _M if column.name != "media_id"},
    )
)
ADD = sql(insert(variants).values({column.name: bindparam(column.name) for column in _V}))
FORGET = sql(delete(media_metadata).where(_M.media_id == bindparam("of")))
DROP = sql(delete(variants).where(_V.media_id == bindparam("of")))


def note(tx: Tx, detail: Detail) -> None:
    """Keep what was found out about a medium."""
    tx.run(NOTE, **asdict(detail))


def add(tx: Tx, forms: Sequence[Form]) -> None:
    """Keep what was made of a medium."""
    tx.run_many(ADD, [asdict(form) for form in forms])


def drop(tx: Tx, media_id: str) -> list[Form]:
    """Forget all that was found out and made; give what was made."""
    forms = of(tx, [media_id])[media_id]
    tx.run(FORGET, of=media_id)
    tx.run(DROP, of=media_id)
    return forms


def of(tx: Tx, media_ids: Collection[str]) -> dict[str, list[Form]]:
    """Find what was made of media, the best first."""
    found: dict[str, list[Form]] = defaultdict(list)
    for form in tx.all(FORMS, ids=list(media_ids)):
        found[form.media_id].append(form)
    return found


def one(tx: Tx, media_id: str, name: str) -> Form | None:
    """Find one form of a medium."""
    return tx.one(FORM, of=media_id, name=name)


def made_of(tx: Tx, blob: str) -> list[Form]:
    """Find what is made of some content."""
    return tx.all(MADE, blob=blob)


def wholes(tx: Tx, files: Sequence[File]) -> list[Whole]:
    """Give media with all that is known of them, in their order."""
    ids = [file.id for file in files]
    details = {detail.media_id: detail for detail in tx.all(DETAILS, ids=ids)} if ids else {}
    forms = of(tx, ids) if ids else {}
    return [Whole(file, details.get(file.id) or Detail(file.id), tuple(forms.get(file.id, ()))) for file in files]
