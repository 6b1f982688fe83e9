"""Statements of what members let others know."""

from sqlalchemy import bindparam, select

from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.messages.rules.choices import Choices
from minifb.modules.messages.tables import message_settings

_FIELDS = Choices.__struct_fields__
FIND = sql(
    select(*(message_settings.c[field] for field in _FIELDS)).where(
        message_settings.c.member_id == bindparam("member_id")
    ),
    into=Choices,
)
_NEW = upsert(message_settings).values({column.name: bindparam(column.name) for column in message_settings.c})
SAVE = sql(
    _NEW.on_conflict_do_update(index_elements=["member_id"], set_={field: _NEW.excluded[field] for field in _FIELDS})
)


def find(tx: Tx, member_id: str) -> Choices:
    """Find what a member chose; who never said shows both."""
    return tx.one(FIND, member_id=member_id) or Choices()


def save(tx: Tx, member_id: str, choices: Choices) -> None:
    """Keep what a member chose."""
    tx.run(SAVE, member_id=member_id, receipts=choices.receipts, presence=choices.presence)
