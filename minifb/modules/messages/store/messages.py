"""Messages: the lines of conversations, what they said before, and who removed which for themselves."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import and_, bindparam, delete, exists, func, insert, select, text, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.messages.public import ReactionType
from minifb.modules.messages.rules.messages import Earlier, Line, LineState
from minifb.modules.messages.tables import (
    conversation_participants,
    message_copies,
    message_edits,
    message_hides,
    messages,
)

MEMBER: Any = bindparam("member_id")
_FIELDS = Line.__struct_fields__
LINE = [messages.c[field] for field in _FIELDS]
_ONE = messages.c.id == bindparam("message_id")

hidden = exists().where(
    message_hides.c.member_id == MEMBER,
    message_hides.c.conversation_id == messages.c.conversation_id,
    message_hides.c.seq == messages.c.seq,
)
"""Matches lines that a member removed for themselves."""

# ── reading ──

_OF = (
    select(*LINE)
    .where(
        messages.c.conversation_id == bindparam("conversation_id"),
        messages.c.seq > bindparam("after"),
        messages.c.seq < bindparam("before"),
        ~hidden,
    )
    .limit(bindparam("limit"))
)
OLDER = sql(_OF.order_by(messages.c.seq.desc()), into=Line)
NEWER = sql(_OF.order_by(messages.c.seq), into=Line)
LINES = sql(select(*LINE).where(among(messages.c.id, "ids")), into=Line)
READ = sql(select(*LINE).where(among(messages.c.id, "ids"), ~hidden), into=Line)
MINE = sql(
    select(*LINE).where(messages.c.sender_id == MEMBER, messages.c.client_id == bindparam("client_id")), into=Line
)
_own = conversation_participants.c
_line = messages.alias("line").c
_LAST = (
    select(_line.seq)
    .where(
        _line.conversation_id == _own.conversation_id,
        _line.seq > _own.joined_seq,
        _line.seq > _own.cleared_seq,
        _line.seq <= func.coalesce(_own.left_seq, _line.seq),
        ~exists().where(
            message_hides.c.member_id == MEMBER,
            message_hides.c.conversation_id == _line.conversation_id,
            message_hides.c.seq == _line.seq,
        ),
    )
    .order_by(_line.seq.desc())
    .limit(1)
    .correlate(conversation_participants)
    .scalar_subquery()
)
LAST = sql(
    select(*LINE)
    .join_from(
        conversation_participants,
        messages,
        and_(messages.c.conversation_id == _own.conversation_id, messages.c.seq == _LAST),
    )
    .where(_own.member_id == MEMBER, among(_own.conversation_id, "ids")),
    into=Line,
)


def older(tx: Tx, member_id: str, conversation_id: str, after: int, before: int, limit: int) -> list[Line]:
    """Read the lines between two numbers that a member did not remove, the latest first."""
    place = {"after": after, "before": before, "limit": limit}
    return tx.all(OLDER, member_id=member_id, conversation_id=conversation_id, **place)


def newer(tx: Tx, member_id: str, conversation_id: str, after: int, before: int, limit: int) -> list[Line]:
    """Read the lines between two numbers that a member did not remove, the earliest first."""
    place = {"after": after, "before": before, "limit": limit}
    return tx.all(NEWER, member_id=member_id, conversation_id=conversation_id, **place)


def lines(tx: Tx, ids: Collection[str]) -> dict[str, Line]:
    """Read lines by their ids, whoever may read them."""
    return {line.id: line for line in tx.all(LINES, ids=list(ids))} if ids else {}


def unhidden(tx: Tx, member_id: str, ids: Collection[str]) -> dict[str, Line]:
    """Read lines by their ids, but not those that a member removed; whether they may read them is asked elsewhere."""
    return {line.id: line for line in tx.all(READ, member_id=member_id, ids=list(ids))} if ids else {}


def by_client(tx: Tx, sender_id: str, client_id: str) -> Line | None:
    """Find the message that its sender's client called so."""
    return tx.one(MINE, member_id=sender_id, client_id=client_id)


def last_lines(tx: Tx, member_id: str, conversation_ids: Collection[str]) -> list[Line]:
    """Read the last line that a member reads in each of these conversations."""
    return tx.all(LAST, member_id=member_id, ids=list(conversation_ids)) if conversation_ids else []


# ── writing ──

# Of two that its sender calls the same only one is kept, wherever they go at once.
ADD = sql(
    upsert(messages)
    .values({field: bindparam(field) for field in _FIELDS})
    .on_conflict_do_nothing(index_elements=["sender_id", "client_id"], index_where=text("client_id IS NOT NULL"))
)
SAVE = sql(
    update(messages)
    .where(_ONE)
    .values({field: bindparam(field) for field in ("text", "spans", "edited_at", "revision")})
)
BURY = sql(
    update(messages)
    .where(_ONE)
    .values(text="", spans="[]", media_ids="[]", reply_to_id=None, forwarded=False, reactions="{}", edited_at=None)
    .values(state="unsent", deleted_at=bindparam("at"), revision=bindparam("revision"))
)
SET_STATE = sql(
    update(messages)
    .where(_ONE)
    .values(state=bindparam("state"), deleted_at=bindparam("at"), revision=bindparam("revision"))
)
REACTED = sql(update(messages).where(_ONE).values(reactions=bindparam("reactions"), revision=bindparam("revision")))
QUOTING = sql(
    update(messages).where(messages.c.reply_to_id == bindparam("message_id")).values(revision=bindparam("revision"))
)


def add_line(tx: Tx, line: Line) -> None:
    """Keep a new line."""
    tx.run(ADD, **msgspec.structs.asdict(line))


def save(tx: Tx, line: Line) -> None:
    """Keep what a message says now."""
    tx.run(
        SAVE,
        message_id=line.id,
        text=line.text,
        spans=line.spans,
        edited_at=line.edited_at,
        revision=line.revision,
    )


def bury(tx: Tx, line: Line, revision: int) -> None:
    """Leave nothing of a message but its place."""
    tx.run(BURY, message_id=line.id, at=tx.now, revision=revision)
    tx.run(DROP_EDITS, message_id=line.id)
    touch_quotes(tx, line.id, revision)


def set_state(tx: Tx, line: Line, state: LineState, revision: int) -> None:
    """Take a message out of sight, or put it back."""
    tx.run(SET_STATE, message_id=line.id, state=state, at=None if state == "live" else tx.now, revision=revision)
    touch_quotes(tx, line.id, revision)


def touch_quotes(tx: Tx, message_id: str, revision: int) -> None:
    """Note that what answers a message is shown differently now."""
    tx.run(QUOTING, message_id=message_id, revision=revision)


def set_reactions(tx: Tx, message_id: str, now: dict[ReactionType, int], revision: int) -> None:
    """Keep how many reacted."""
    tx.run(REACTED, message_id=message_id, reactions=now, revision=revision)


# ── what was said before ──

_EDIT = Earlier.__struct_fields__
ADD_EDIT = sql(
    insert(message_edits).values(
        {field: bindparam(field) for field in ("message_id", "revision", "written_at", "text", "spans")}
    )
)
EDITS = sql(
    select(*(message_edits.c[field] for field in _EDIT))
    .where(message_edits.c.message_id == bindparam("message_id"), message_edits.c.revision < bindparam("before"))
    .order_by(message_edits.c.revision.desc())
    .limit(bindparam("limit")),
    into=Earlier,
)
DROP_EDITS = sql(delete(message_edits).where(message_edits.c.message_id == bindparam("message_id")))


def add_edit(tx: Tx, before: Line) -> None:
    """Keep what a message said before."""
    tx.run(
        ADD_EDIT,
        message_id=before.id,
        revision=before.revision,
        written_at=before.edited_at or before.created_at,
        text=before.text,
        spans=before.spans,
    )


def edits(tx: Tx, message_id: str, before: int, limit: int) -> list[Earlier]:
    """Read what a message said before, the latest first."""
    return tx.all(EDITS, message_id=message_id, before=before, limit=limit)


# ── removed for oneself ──

HIDE = sql(
    upsert(message_hides)
    .values({name: bindparam(name) for name in ("member_id", "conversation_id", "seq")})
    .on_conflict_do_nothing()
)


def hide(tx: Tx, member_id: str, line: Line) -> None:
    """Remove a line for one member alone."""
    tx.run(HIDE, member_id=member_id, conversation_id=line.conversation_id, seq=line.seq)


# ── what was unsent, for reports alone ──

COPY = sql(
    insert(message_copies).values({name: bindparam(name) for name in ("message_id", "sender_id", "text", "until")})
)
COPY_OF = sql(
    select(message_copies.c.text).where(
        message_copies.c.message_id == bindparam("message_id"), message_copies.c.until > bindparam("now")
    )
)
DROP_COPY = sql(delete(message_copies).where(message_copies.c.message_id == bindparam("message_id")))


def keep_copy(tx: Tx, line: Line, until: Instant) -> None:
    """Keep for a while what an unsent message said."""
    tx.run(COPY, message_id=line.id, sender_id=line.sender_id, text=line.text, until=until)


def copy_of(tx: Tx, message_id: str) -> str | None:
    """Read what an unsent message said, while that is kept."""
    text: str | None = tx.value(COPY_OF, message_id=message_id, now=tx.now)
    return text


def drop_copy(tx: Tx, message_id: str) -> None:
    """Forget what an unsent message said."""
    tx.run(DROP_COPY, message_id=message_id)
