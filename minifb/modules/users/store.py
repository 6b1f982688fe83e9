"""The statements of users: each takes a `Tx` and gives structs."""

from collections.abc import Collection, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Select, and_, bindparam, case, delete, exists, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert  # its ON CONFLICT compiles for SQLite as well

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Avatar, Card
from minifb.kernel.ids import pair
from minifb.modules.users.rules import Member, Tie
from minifb.modules.users.tables import blocks, friendships, user_words, users

# ── members ──

_FIELDS = [users.c[field] for field in Member.__struct_fields__]
_CARD = [users.c[field] for field in Card.__struct_fields__]
_SHOWN = and_(users.c.state == "active", ~users.c.suspended)

MEMBER = sql(select(*_FIELDS).where(users.c.id == bindparam("id")), into=Member)
MEMBER_CALLED = sql(
    select(*_FIELDS).where(users.c.username == bindparam("username"), users.c.state == "active"), into=Member
)
CARDS = sql(select(*_CARD).where(among(users.c.id, "ids"), users.c.state != "gone"), into=Card)
ADD_MEMBER = sql(
    upsert(users).values({column.name: bindparam(column.name) for column in users.c}).on_conflict_do_nothing()
)
SAVE_MEMBER = sql(
    update(users)
    .where(users.c.id == bindparam("member_id"))
    .values({field: bindparam(field) for field in Member.__struct_fields__ if field not in {"id", "created_at"}})
)
ADD_WORD = sql(upsert(user_words).values(word=bindparam("word"), user_id=bindparam("user_id")).on_conflict_do_nothing())
DROP_WORDS = sql(delete(user_words).where(user_words.c.user_id == bindparam("user_id")))

# What another module says about a member is taken only when it is newer than what was said before.
_TOLD = users.c.id == bindparam("member_id")
SET_USERNAME = sql(
    update(users)
    .where(_TOLD, users.c.username_revision <= bindparam("told"))
    .values(username=bindparam("username"), username_revision=bindparam("told"))
)
SET_SUSPENDED = sql(
    update(users)
    .where(_TOLD, users.c.standing_revision <= bindparam("told"))
    .values(suspended=bindparam("suspended"), standing_revision=bindparam("told"))
)
SET_POSTS = sql(
    update(users)
    .where(_TOLD, users.c.posts_revision < bindparam("told"))
    .values(posts=bindparam("posts"), posts_revision=bindparam("told"))
)
SET_LOGIN = sql(
    update(users)
    .where(_TOLD, func.coalesce(users.c.last_login_at, 0) < bindparam("at"))
    .values(last_login_at=bindparam("at"))
)
COUNT_FRIEND = sql(update(users).where(among(users.c.id, "ids")).values(friends=users.c.friends + bindparam("by")))


def member(tx: Tx, member_id: str) -> Member | None:
    """Find a member by id."""
    return tx.one(MEMBER, id=member_id)


def member_called(tx: Tx, username: str) -> Member | None:
    """Find an active member by the name."""
    return tx.one(MEMBER_CALLED, username=username.lower())


def cards(tx: Tx, ids: Collection[str]) -> dict[str, Card]:
    """Find the cards of members; those without a profile are absent."""
    return {card.id: card for card in tx.all(CARDS, ids=list(ids))} if ids else {}


def add_member(tx: Tx, new: Member) -> bool:
    """Keep a member nobody heard of before; tell whether that was so."""
    versions = dict.fromkeys(("username_revision", "standing_revision", "posts_revision"), 0)
    return tx.run(ADD_MEMBER, **msgspec.structs.asdict(new), **versions, last_login_at=None) > 0


def save_member(tx: Tx, changed: Member, words: Collection[str]) -> None:
    """Keep a changed member, and the words it is found by."""
    values = msgspec.structs.asdict(changed)
    tx.run(SAVE_MEMBER, member_id=values.pop("id"), **values)
    tx.run(DROP_WORDS, user_id=changed.id)
    tx.run_many(ADD_WORD, [{"word": word, "user_id": changed.id} for word in sorted(words)])


def set_username(tx: Tx, member_id: str, username: str, told: int) -> bool:
    """Keep a username unless a newer one is known; tell whether it was kept."""
    return tx.run(SET_USERNAME, member_id=member_id, username=username, told=told) > 0


def set_suspended(tx: Tx, member_id: str, *, suspended: bool, told: int) -> None:
    """Keep whether a member is suspended, unless something newer is known."""
    tx.run(SET_SUSPENDED, member_id=member_id, suspended=suspended, told=told)


def set_posts(tx: Tx, member_id: str, posts: int, told: int) -> None:
    """Keep how many posts a member has, unless something newer is known."""
    tx.run(SET_POSTS, member_id=member_id, posts=posts, told=told)


def set_login(tx: Tx, member_id: str, at: Instant) -> None:
    """Keep the latest sign-in."""
    tx.run(SET_LOGIN, member_id=member_id, at=at)


# ── pairs ──


class Pair(msgspec.Struct, frozen=True):
    """A pair's row: the tie, and what identifies and orders it."""

    id: str
    low_id: str
    high_id: str
    status: str
    by_id: str | None
    quiet_until: Instant
    since: Instant
    revision: int

    @property
    def tie(self) -> Tie:
        """What the two are to each other."""
        return Tie(self.status, self.by_id, self.quiet_until)  # type: ignore[arg-type]

    def other(self, me: str) -> str:
        """Name the other one of the two."""
        return self.high_id if me == self.low_id else self.low_id


_PAIR = [friendships.c[field] for field in Pair.__struct_fields__]
_WITH_ME = or_(friendships.c.low_id == bindparam("me"), friendships.c.high_id == bindparam("me"))
_OTHER = case((friendships.c.low_id == bindparam("me"), friendships.c.high_id), else_=friendships.c.low_id)

PAIR_OF = sql(
    select(*_PAIR).where(friendships.c.low_id == bindparam("low"), friendships.c.high_id == bindparam("high")),
    into=Pair,
)
PAIR_CALLED = sql(select(*_PAIR).where(friendships.c.id == bindparam("id"), _WITH_ME), into=Pair)
PAIRS_WITH = sql(
    select(*_PAIR).where(
        or_(
            and_(friendships.c.low_id == bindparam("me"), among(friendships.c.high_id, "ids")),
            and_(friendships.c.high_id == bindparam("me"), among(friendships.c.low_id, "ids")),
        )
    ),
    into=Pair,
)
SAVE_PAIR = sql(
    (
        _new := upsert(friendships).values({field: bindparam(field) for field in Pair.__struct_fields__})
    ).on_conflict_do_update(
        index_elements=["low_id", "high_id"],
        set_={field: _new.excluded[field] for field in ("status", "by_id", "quiet_until", "since", "revision")},
    )
)
REQUESTS_SENT = sql(
    select(func.count())
    .select_from(friendships)
    .where(_WITH_ME, friendships.c.status == "pending", friendships.c.by_id == bindparam("me"))
)
FRIENDS_OF = sql(select(_OTHER).where(_WITH_ME, friendships.c.status == "friends"))
DROP_PAIRS = sql(delete(friendships).where(_WITH_ME))


def pair_of(tx: Tx, one: str, other: str) -> Pair:
    """Find what two members are to each other; a pair that never met is a fresh row, not kept yet."""
    low, high = pair(one, other)
    return tx.one(PAIR_OF, low=low, high=high) or Pair(tx.new_id(), low, high, "none", None, 0, tx.now, 0)


def pair_called(tx: Tx, me: str, friendship_id: str) -> Pair | None:
    """Find a pair of mine by its id."""
    return tx.one(PAIR_CALLED, me=me, id=friendship_id)


def pairs_with(tx: Tx, me: str, ids: Collection[str]) -> dict[str, Pair]:
    """Find what I am to each of these members; pairs that never met are absent."""
    return {row.other(me): row for row in tx.all(PAIRS_WITH, me=me, ids=list(ids))} if ids else {}


def save_pair(tx: Tx, row: Pair, tie: Tie) -> Pair:
    """Keep what a pair has become, as its next version."""
    since = row.since if tie.status == row.status else tx.now
    changed = msgspec.structs.replace(
        row, status=tie.status, by_id=tie.by_id, quiet_until=tie.quiet_until, since=since, revision=row.revision + 1
    )
    tx.run(SAVE_PAIR, **msgspec.structs.asdict(changed))
    return changed


def count_friends(tx: Tx, ids: Collection[str], by: int) -> None:
    """Count a friend more or less for each of these members."""
    tx.run(COUNT_FRIEND, ids=list(ids), by=by)


def requests_sent(tx: Tx, me: str) -> int:
    """Count my requests that wait."""
    return int(tx.value(REQUESTS_SENT, me=me))


def drop_relations(tx: Tx, me: str) -> dict[str, int]:
    """Erase all pairs and blocks of a member; tell how many."""
    friends = [str(row[0]) for row in tx.all(FRIENDS_OF, me=me)]
    if friends:
        count_friends(tx, friends, -1)
    return {"friendships": tx.run(DROP_PAIRS, me=me), "blocks": tx.run(DROP_BLOCKS_OF, me=me)}


# ── blocks ──

ADD_BLOCK = sql(
    upsert(blocks)
    .values(by_id=bindparam("by"), blocked_id=bindparam("blocked"), created_at=bindparam("at"))
    .on_conflict_do_nothing()
)
DROP_BLOCK = sql(delete(blocks).where(blocks.c.by_id == bindparam("by"), blocks.c.blocked_id == bindparam("blocked")))
DROP_BLOCKS_OF = sql(
    delete(blocks).where(or_(blocks.c.by_id == bindparam("me"), blocks.c.blocked_id == bindparam("me")))
)
BLOCKED_BETWEEN = sql(
    select(blocks.c.by_id).where(
        or_(
            and_(blocks.c.by_id == bindparam("one"), blocks.c.blocked_id == bindparam("other")),
            and_(blocks.c.by_id == bindparam("other"), blocks.c.blocked_id == bindparam("one")),
        )
    )
)


def blocked(tx: Tx, one: str, other: str) -> bool:
    """Tell whether one of two blocked the other."""
    return tx.value(BLOCKED_BETWEEN, one=one, other=other) is not None


def add_block(tx: Tx, by: str, blocked_id: str) -> bool:
    """Keep a block; tell whether it is new."""
    return tx.run(ADD_BLOCK, by=by, blocked=blocked_id, at=tx.now) > 0


def drop_block(tx: Tx, by: str, blocked_id: str) -> bool:
    """Lift a block; tell whether there was one."""
    return tx.run(DROP_BLOCK, by=by, blocked=blocked_id) > 0


# ── lists: each in a total order, after a position ──

MAX_INSTANT = 2**62


class Met(msgspec.Struct, frozen=True):
    """Somebody in a list of friends or requests."""

    friendship_id: str
    status: Literal["pending", "declined", "friends"]
    by_id: str | None
    since: Instant
    id: str
    username: str
    first_name: str
    last_name: str
    avatar: Avatar | None

    @property
    def card(self) -> Card:
        """The other member."""
        return Card(
            id=self.id,
            username=self.username,
            first_name=self.first_name,
            last_name=self.last_name,
            avatar=self.avatar,
        )


def _unblocked(viewer: str) -> Any:
    """Leave out whom the viewer blocked or was blocked by."""
    return ~or_(
        exists().where(blocks.c.by_id == bindparam(viewer), blocks.c.blocked_id == users.c.id),
        exists().where(blocks.c.by_id == users.c.id, blocks.c.blocked_id == bindparam(viewer)),
    )


def _met() -> Select[Any]:
    return (
        select(
            friendships.c.id.label("friendship_id"),
            friendships.c.status,
            friendships.c.by_id,
            friendships.c.since,
            *_CARD,
        )
        .join(users, users.c.id == _OTHER)
        .where(_WITH_ME, _SHOWN, _unblocked("viewer"))
        .where(tuple_(friendships.c.since, friendships.c.id) < tuple_(bindparam("since"), bindparam("id")))
        .order_by(friendships.c.since.desc(), friendships.c.id.desc())
        .limit(bindparam("limit"))
    )


LISTS = {
    "friends": sql(_met().where(friendships.c.status == "friends"), into=Met),
    "requests": sql(_met().where(friendships.c.status == "pending", friendships.c.by_id != bindparam("me")), into=Met),
    "sent": sql(
        _met().where(
            or_(friendships.c.status == "pending", friendships.c.status == "declined"),
            friendships.c.by_id == bindparam("me"),
        ),
        into=Met,
    ),
}
BLOCKED = sql(
    select(*_CARD)
    .join(blocks, blocks.c.blocked_id == users.c.id)
    .where(blocks.c.by_id == bindparam("me"), users.c.state != "gone", users.c.id > bindparam("id"))
    .order_by(users.c.id)
    .limit(bindparam("limit")),
    into=Card,
)


def _word(at: int) -> Any:
    """Match members with a word that begins like the one at this place of the query."""
    mine = user_words.c.user_id == users.c.id
    return exists().where(
        mine, user_words.c.word >= bindparam(f"first{at}"), user_words.c.word < bindparam(f"beyond{at}")
    )


WORDS_MAX = 3
BEYOND = "\U0010ffff"
FOUND = sql(
    select(*_CARD)
    .where(
        users.c.id.in_(
            select(user_words.c.user_id).where(
                user_words.c.word >= bindparam("first0"), user_words.c.word < bindparam("beyond0")
            )
        ),
        _word(1),
        _word(2),
        _SHOWN,
        _unblocked("viewer"),
        tuple_(users.c.username, users.c.id) > tuple_(bindparam("username"), bindparam("id")),
    )
    .order_by(users.c.username, users.c.id)
    .limit(bindparam("limit")),
    into=Card,
)


def found(tx: Tx, viewer: str, words: Sequence[str], after: Sequence[Any], limit: int) -> list[Card]:
    """Find members whose names have words that begin like these, in the order of their usernames."""
    words = sorted(words, key=len, reverse=True)[:WORDS_MAX]  # the longest one narrows best
    ranges: dict[str, str] = {}
    for at in range(WORDS_MAX):
        word = words[at] if at < len(words) else ""
        ranges |= {f"first{at}": word, f"beyond{at}": word + BEYOND}
    username, last_id = after or ("", "")
    return tx.all(FOUND, viewer=viewer, username=username, id=last_id, limit=limit, **ranges)


def met(tx: Tx, status: str, me: str, viewer: str, after: Sequence[Any], limit: int) -> list[Met]:
    """List a member's friends, or requests, newest first, as somebody may see them."""
    since, last_id = after or (MAX_INSTANT, "")
    return tx.all(LISTS[status], me=me, viewer=viewer, since=since, id=last_id, limit=limit)


def blocked_by(tx: Tx, me: str, after: Sequence[Any], limit: int) -> list[Card]:
    """List whom a member blocked."""
    return tx.all(BLOCKED, me=me, id=after[0] if after else "", limit=limit)
