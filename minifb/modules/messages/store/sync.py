"""Statements of resync: the lines that changed."""

from sqlalchemy import bindparam, select, tuple_

from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.messages.rules.conversations import Seat
from minifb.modules.messages.rules.messages import Line
from minifb.modules.messages.rules.sync import Known
from minifb.modules.messages.store.messages import LINE, hidden
from minifb.modules.messages.tables import messages

CHANGED = sql(
    select(*LINE)
    .where(
        messages.c.conversation_id == bindparam("conversation_id"),
        tuple_(messages.c.revision, messages.c.seq) > tuple_(bindparam("revision"), bindparam("seq")),
        messages.c.seq > bindparam("after"),
        messages.c.seq <= bindparam("until"),
        ~hidden,
    )
    .order_by(messages.c.revision, messages.c.seq)
    .limit(bindparam("limit")),
    into=Line,
)


def changed(tx: Tx, seat: Seat, known: Known, limit: int) -> list[Line]:
    """Read the lines that a member reads and that changed since they knew a conversation."""
    # A revision comes with each line at least, so what a member reads changed after what they do not: no need to look.
    revision, seq = max((known.revision, known.seq), (seat.after, 0))
    return tx.all(
        CHANGED,
        member_id=seat.member_id,
        conversation_id=seat.id,
        revision=revision,
        seq=seq,
        after=seat.after,
        until=seat.until,
        limit=limit,
    )
