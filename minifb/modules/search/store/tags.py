"""Statements of tags: which public posts use them, who answered those, and how many there are."""

from collections.abc import Collection

import msgspec
from sqlalchemy import bindparam, delete, exists, select, update

from minifb.kernel.clock import DAY, Instant
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.search.rules.tags import Tagged, word_of
from minifb.modules.search.tables import PEOPLE, actives, tag_answers, tag_uses, tags, vetoes

_POST = tag_uses.c.post_id == bindparam("post")

USED = sql(select(tag_uses.c.tag).where(_POST))
USE = sql(
    upsert(tag_uses)
    .values({name: bindparam(name) for name in ("tag", "post_id", "author_id", "at")})
    .on_conflict_do_nothing()
)
LEAVE = sql(delete(tag_uses).where(_POST, tag_uses.c.tag == bindparam("tag")))
COUNT_UP = sql(
    upsert(tags)
    .values(tag=bindparam("tag"), word=bindparam("word"), uses=1)
    .on_conflict_do_update(index_elements=["tag"], set_={"uses": tags.c.uses + 1})
)
COUNT_DOWN = sql(update(tags).where(tags.c.tag == bindparam("tag_")).values(uses=tags.c.uses - 1))
DROP_UNUSED = sql(delete(tags).where(tags.c.tag == bindparam("tag"), tags.c.uses <= 0))
USES_OF = sql(
    select(tag_uses.c.tag, tag_uses.c.post_id)
    .where(tag_uses.c.author_id == bindparam("member"))
    .limit(bindparam("limit"))
)

USED_SINCE = sql(select(tag_uses.c.tag).where(_POST, tag_uses.c.at >= bindparam("since")).limit(1))
ANSWER = sql(
    upsert(tag_answers)
    .values({name: bindparam(name) for name in ("post_id", "member_id", "act_id", "at")})
    .on_conflict_do_nothing()
)
TAKE_BACK = sql(
    delete(tag_answers).where(
        tag_answers.c.post_id == bindparam("post"),
        tag_answers.c.member_id == bindparam("member"),
        tag_answers.c.act_id == bindparam("act"),
    )
)
FORGET_ANSWERS = sql(delete(tag_answers).where(tag_answers.c.post_id == bindparam("post")))
OLD_ANSWERS = sql(delete(tag_answers).where(tag_answers.c.at < bindparam("before")))

_NEW = upsert(actives).values(member_id=bindparam("member_id"), day=bindparam("day"))
ACTIVE = sql(
    _NEW.on_conflict_do_update(
        index_elements=["member_id"], set_={"day": _NEW.excluded.day}, where=actives.c.day < _NEW.excluded.day
    )
)
INACTIVE = sql(delete(actives).where(actives.c.day < bindparam("before")))


class Typed(msgspec.Struct, frozen=True):
    """A tag that begins as somebody types."""

    tag: str
    uses: int


BEGINNING = sql(
    select(tags.c.tag, tags.c.uses)
    .where(
        tags.c.word >= bindparam("first"),
        tags.c.word < bindparam("beyond"),
        ~exists().where(vetoes.c.tag == tags.c.tag),
    )
    .order_by(tags.c.uses.desc(), tags.c.word)
    .limit(bindparam("limit")),
    into=Typed,
)
# Somebody whom the viewer sees said it.
SEEN = sql(
    select(tags.c.tag).where(
        among(tags.c.tag, "tags"),
        exists()
        .select_from(tag_uses.join(PEOPLE.members, PEOPLE.members.c.id == tag_uses.c.author_id))
        .where(
            tag_uses.c.tag == tags.c.tag,
            ~PEOPLE.hidden,
            ~PEOPLE.are_blocked(bindparam("viewer"), tag_uses.c.author_id),
        )
        .correlate(tags),
    )
)
BEYOND = "\U0010ffff"


def keep(tx: Tx, post: Tagged) -> None:
    """Keep which tags a public post uses now; what it no longer uses goes, and with its last tag who answered it."""
    used, uses = {row[0] for row in tx.all(USED, post=post.post_id)}, set(post.tags)
    for tag in sorted(used - uses):
        leave(tx, tag, post.post_id)
    for tag in sorted(uses - used):
        if tx.run(USE, tag=tag, post_id=post.post_id, author_id=post.author_id, at=post.at):
            tx.run(COUNT_UP, tag=tag, word=word_of(tag))
    if used and not uses:
        tx.run(FORGET_ANSWERS, post=post.post_id)


def leave(tx: Tx, tag: str, post_id: str) -> None:
    """Forget that a post uses a tag, and the tag that no post uses."""
    if tx.run(LEAVE, tag=tag, post=post_id):
        tx.run(COUNT_DOWN, tag_=tag)
        tx.run(DROP_UNUSED, tag=tag)


def drop_uses(tx: Tx, member_id: str, limit: int) -> int:
    """Forget some of the tags that a member used; tell how many."""
    used = tx.all(USES_OF, member=member_id, limit=limit)
    for tag, post_id in used:
        leave(tx, tag, post_id)
        tx.run(FORGET_ANSWERS, post=post_id)
    return len(used)


def keep_answer(tx: Tx, post_id: str, member_id: str, act_id: str, at: Instant, since: Instant) -> None:
    """Keep that a member answered a post, if it has tags that may still trend."""
    if tx.value(USED_SINCE, post=post_id, since=since) is not None:
        tx.run(ANSWER, post_id=post_id, member_id=member_id, act_id=act_id, at=at)


def drop_answer(tx: Tx, post_id: str, member_id: str, act_id: str) -> None:
    """Forget an answer that was taken back."""
    tx.run(TAKE_BACK, post=post_id, member=member_id, act=act_id)


def note_active(tx: Tx, member_id: str, at: Instant) -> None:
    """Keep that a member said something on a day."""
    tx.run(ACTIVE, member_id=member_id, day=at // DAY)


def beginning(tx: Tx, viewer: str, word: str, some: int, limit: int) -> list[str]:
    """List the tags that begin so, of the most used ones, that somebody used whom the viewer sees."""
    found = tx.all(BEGINNING, first=word, beyond=word + BEYOND, limit=some)
    seen = seen_among(tx, viewer, [one.tag for one in found])
    return [one.tag for one in sorted(found, key=lambda one: (-one.uses, one.tag)) if one.tag in seen][:limit]


def seen_among(tx: Tx, viewer: str, some: Collection[str]) -> set[str]:
    """Find which of these tags somebody used whom the viewer sees."""
    return {row[0] for row in tx.all(SEEN, viewer=viewer, tags=list(some))} if some else set()


def drop_old(tx: Tx, before: Instant) -> None:
    """Forget who answered, and who was active, so long ago that it counts no more."""
    tx.run(OLD_ANSWERS, before=before)
    tx.run(INACTIVE, before=before // DAY)
