"""Comments: threads under posts, read one level at a time."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, and_, bindparam, case, delete, exists, func, insert, literal, or_, select, tuple_, update
from sqlalchemy import true as yes

from minifb.kernel.clock import FOR_GOOD
from minifb.kernel.data.sql import Statement, among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.public import ReactionType
from minifb.modules.posts.rules.comments import CommentSort, Said
from minifb.modules.posts.rules.reactions import replaced
from minifb.modules.posts.rules.visibility import State
from minifb.modules.posts.store.circles import VIEWER, are_blocked, blocked_with
from minifb.modules.posts.store.members import HIDDEN
from minifb.modules.posts.store.reactions import counts, reactions_by
from minifb.modules.posts.tables import comments, members, posts, reactions

# ── reading ──

_KEPT = [field for field in Said.__struct_fields__ if field in comments.c]
_AUTHOR_HIDDEN = func.coalesce(HIDDEN, yes())
_BLOCKED = are_blocked(VIEWER, comments.c.author_id)


def _said() -> Select[Any]:
    return (
        select(
            *(comments.c[field] for field in _KEPT),
            members.c.card,
            _AUTHOR_HIDDEN.label("author_hidden"),
            _BLOCKED.label("blocked"),
            reactions.c.type.label("mine"),
            literal(0).label("unseen"),
        )
        .outerjoin(members, members.c.id == comments.c.author_id)
        .outerjoin(reactions, and_(reactions.c.target_id == comments.c.id, reactions.c.user_id == VIEWER))
    )


def _level() -> Select[Any]:
    readable = and_(comments.c.state == "live", ~_AUTHOR_HIDDEN, ~_BLOCKED)
    return (
        _said()
        .where(comments.c.under_id == bindparam("under_id"), or_(readable, comments.c.replies > 0))
        .limit(bindparam("limit"))
    )


def _sorted(*columns: Any, rising: bool) -> Statement[Said]:
    """Walk a level in an order that is total, from where the page before ended."""
    place, after = tuple_(*columns), tuple_(*(bindparam(f"after_{column.name}") for column in columns))
    order = columns if rising else [column.desc() for column in columns]
    return sql(_level().where(place > after if rising else place < after).order_by(*order), into=Said)


_AGE = comments.c.created_at, comments.c.id
LEVELS: dict[CommentSort, Statement[Said]] = {
    "oldest": _sorted(*_AGE, rising=True),
    "newest": _sorted(*_AGE, rising=False),
    "top": _sorted(comments.c.answers, *_AGE, rising=False),
}
BEGIN: dict[CommentSort, tuple[Any, ...]] = {
    "oldest": (0, ""),
    "newest": (FOR_GOOD, ""),
    "top": (FOR_GOOD, FOR_GOOD, ""),
}
SAID = sql(_said().where(among(comments.c.id, "ids")), into=Said)


def said(tx: Tx, viewer: str, ids: Collection[str]) -> dict[str, Said]:
    """Read what comments are to a viewer."""
    return {one.id: one for one in _unhushed(tx, viewer, tx.all(SAID, viewer=viewer, ids=list(ids)))}


def level(tx: Tx, viewer: str, under_id: str, sort: CommentSort, after: Sequence[Any], limit: int) -> list[Said]:
    """Read what stands under a post or comment: what may be read, and what holds a place for replies."""
    *answers, at, last_id = after or BEGIN[sort]
    place = {"after_created_at": at, "after_id": last_id, "after_answers": answers[0] if answers else 0}
    return _unhushed(tx, viewer, tx.all(LEVELS[sort], viewer=viewer, under_id=under_id, limit=limit, **place))


def place(row: Said, sort: CommentSort) -> list[Any]:
    """Say where a comment stands in its level, for a cursor."""
    return [row.answers, row.created_at, row.id] if sort == "top" else [row.created_at, row.id]


def _unhushed(tx: Tx, viewer: str, rows: list[Said]) -> list[Said]:
    """Leave out of the counts the people whom the viewer does not see for a block."""
    people = blocked_with(tx, viewer) if viewer and rows else []
    if not people:
        return rows
    taken: dict[str, list[ReactionType]] = {row.id: [] for row in rows}
    for target, kind in reactions_by(tx, people, taken):
        taken[target].append(kind)
    unseen: dict[str, int] = dict(tx.all(REPLIES_BY, ids=list(taken), people=people))
    return [
        msgspec.structs.replace(row, reactions=_less(row.reactions, taken[row.id]), unseen=unseen.get(row.id, 0))
        for row in rows
    ]


def _less(had: dict[ReactionType, int], taken: list[ReactionType]) -> dict[ReactionType, int]:
    for kind in taken:
        had = replaced(had, kind, None)
    return had


BY = sql(
    select(comments.c.post_id, func.count())
    .join(members, members.c.id == comments.c.author_id)
    .where(among(comments.c.post_id, "posts"), among(comments.c.author_id, "people"), ~HIDDEN)
    .group_by(comments.c.post_id)
)
REPLIES_BY = sql(
    select(comments.c.under_id, func.count())
    .join(members, members.c.id == comments.c.author_id)
    .where(
        among(comments.c.under_id, "ids"),
        among(func.coalesce(comments.c.author_id, ""), "people"),  # not by the index of all that they ever said
        comments.c.state == "live",
        comments.c.replies == 0,  # others' replies keep the place
        ~HIDDEN,
    )
    .group_by(comments.c.under_id)
)
COMMENTED = sql(
    select(comments.c.id)
    .where(comments.c.post_id == bindparam("post_id"), comments.c.author_id == bindparam("author_id"))
    .limit(1)
)


def comments_by(tx: Tx, people: Collection[str], post_ids: Collection[str]) -> dict[str, int]:
    """Count the comments of these people on posts, where nothing else hides them."""
    return {row[0]: row[1] for row in tx.all(BY, posts=list(post_ids), people=list(people))}


COMMENTERS = sql(
    select(comments.c.author_id)
    .where(comments.c.post_id == bindparam("post_id"), comments.c.state == "live", comments.c.author_id.is_not(None))
    .group_by(comments.c.author_id)
    .order_by(func.max(comments.c.created_at).desc(), comments.c.author_id)
    .limit(bindparam("limit"))
)


def has_commented(tx: Tx, post_id: str, author_id: str) -> bool:
    """Tell whether a member has a comment on a post."""
    return tx.value(COMMENTED, post_id=post_id, author_id=author_id) is not None


def commenters(tx: Tx, post_id: str, limit: int) -> list[str]:
    """List who has a comment on a post, the latest first."""
    return [str(row[0]) for row in tx.all(COMMENTERS, post_id=post_id, limit=limit)]


# ── writing ──

ADD = sql(
    insert(comments).values(
        {field: bindparam(field) for field in _KEPT if field not in {"reactions", "replies", "answers"}}
        | {"replies": 0, "reactors": 0, "answers": 0, "reactions": "{}"}
    )
)
COUNT_ON_POST = sql(
    update(posts)
    .where(posts.c.id == bindparam("post_id"))
    .values(comments=posts.c.comments + 1, commenters=posts.c.commenters + bindparam("commenters"))
)
COUNT_REPLY = sql(
    update(comments)
    .where(comments.c.id == bindparam("comment_id"))
    .values(replies=comments.c.replies + 1, answers=comments.c.answers + 1)
)
SAVE = sql(
    update(comments)
    .where(comments.c.id == bindparam("comment_id"))
    .values(text=bindparam("text"), spans=bindparam("spans"), edited_at=bindparam("edited_at"))
    .values(edition=comments.c.edition + 1)
)
BURY = sql(
    update(comments)
    .where(among(comments.c.id, "ids"))
    .values(author_id=None, text="", spans="[]", state="deleted", edited_at=None, reactions="{}", reactors=0)
    .values(answers=comments.c.replies)
)
SET_STATE = sql(update(comments).where(comments.c.id == bindparam("comment_id")).values(state=bindparam("state")))
DROP = sql(delete(comments).where(among(comments.c.id, "ids")))


def add(tx: Tx, new: Said, *, new_commenter: bool) -> None:
    """Keep a new comment, and count it."""
    values = msgspec.structs.asdict(new)
    tx.run(ADD, **{field: values[field] for field in _KEPT})
    tx.run(COUNT_ON_POST, post_id=new.post_id, commenters=int(new_commenter))
    tx.run(COUNT_REPLY, comment_id=new.under_id)


def save(tx: Tx, changed: Said) -> None:
    """Keep what a comment says now, as its next edition."""
    tx.run(SAVE, comment_id=changed.id, text=changed.text, spans=changed.spans, edited_at=changed.edited_at)


def bury(tx: Tx, ids: Collection[str]) -> None:
    """Leave bare places of comments."""
    tx.run(BURY, ids=list(ids))


def set_state(tx: Tx, comment_id: str, state: State) -> None:
    """Take a comment out of sight, or put it back."""
    tx.run(SET_STATE, comment_id=comment_id, state=state)


# ── counting again, after something was taken away or somebody's standing changed ──

REPLIES = sql(
    select(comments.c.under_id, func.count())
    .outerjoin(members, members.c.id == comments.c.author_id)
    .where(
        among(comments.c.under_id, "ids"),
        or_(and_(comments.c.state == "live", ~_AUTHOR_HIDDEN), comments.c.replies > 0),
    )
    .group_by(comments.c.under_id)
)
ON_POSTS = sql(
    select(
        comments.c.post_id,
        func.count(),
        func.count(case((comments.c.author_id != posts.c.author_id, comments.c.author_id)).distinct()),
    )
    .join(members, members.c.id == comments.c.author_id)
    .join(posts, posts.c.id == comments.c.post_id)
    .where(among(comments.c.post_id, "ids"), comments.c.state == "live", ~HIDDEN)
    .group_by(comments.c.post_id)
)
SET_REPLIES = sql(
    update(comments)
    .where(comments.c.id == bindparam("comment_id"))
    .values(replies=bindparam("replies"), answers=comments.c.reactors + bindparam("replies"))
)
SET_COMMENTS = sql(
    update(posts)
    .where(posts.c.id == bindparam("post_id"))
    .values(comments=bindparam("comments"), commenters=bindparam("commenters"))
)
SET_REACTIONS = [
    sql(
        update(table)
        .where(table.c.id == bindparam("target_id"))
        .values(reactions=bindparam("reactions"), reactors=bindparam("reactors"))
        .values({"answers": comments.c.replies + bindparam("reactors")} if table is comments else {})
    )
    for table in (posts, comments)
]
PLACES = sql(select(comments.c.id, comments.c.under_id, comments.c.replies).where(among(comments.c.id, "ids")))
_UNDER = comments.alias("under")
EMPTY_PLACES = sql(
    select(comments.c.id).where(
        among(comments.c.id, "ids"), comments.c.state == "deleted", ~exists().where(_UNDER.c.under_id == comments.c.id)
    )
)


def recount_comments(tx: Tx, post_ids: Collection[str]) -> None:
    """Count the comments on posts again."""
    found = {row[0]: row[1:] for row in tx.all(ON_POSTS, ids=list(post_ids))}
    rows = [(post_id, *found.get(post_id, (0, 0))) for post_id in post_ids]
    tx.run_many(SET_COMMENTS, [{"post_id": i, "comments": n, "commenters": people} for i, n, people in rows])


def recount_replies(tx: Tx, ids: Collection[str]) -> None:
    """Count the replies to comments again, drop deleted ones under which nothing stands, and go on upwards."""
    while places := tx.all(PLACES, ids=list(ids)):
        found = {row[0]: row[1] for row in tx.all(REPLIES, ids=list(ids))}
        tx.run_many(SET_REPLIES, [{"comment_id": one, "replies": found.get(one, 0)} for one, *_ in places])
        empty = {row[0] for row in tx.all(EMPTY_PLACES, ids=list(ids))}
        tx.run(DROP, ids=list(empty))
        ids = {under for one, under, before in places if one in empty or (before > 0) is not (one in found)}


def recount_around(tx: Tx, comment: Said) -> None:
    """Count again what a comment counts in, after it came or went."""
    recount_replies(tx, {comment.id, comment.under_id})
    recount_comments(tx, [comment.post_id])


def set_reactions(tx: Tx, target_id: str, now: dict[ReactionType, int]) -> None:
    """Keep the reaction counts of a post or comment."""
    for statement in SET_REACTIONS:
        tx.run(statement, target_id=target_id, reactions=now, reactors=sum(now.values()))


def recount_reactions(tx: Tx, targets: Collection[str]) -> None:
    """Count the reactions to posts and comments again."""
    found = counts(tx, targets).items()
    rows = [{"target_id": one, "reactions": now, "reactors": sum(now.values())} for one, now in found]
    for statement in SET_REACTIONS:
        tx.run_many(statement, rows)
