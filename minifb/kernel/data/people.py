"""People: the copy of members, friendships, blocks and mutes that a module keeps of what others told it.

Every module that draws cards or asks who may reach whom keeps the same four tables in its own database, fed by events
alone. A fact is taken only when it is not older than the one that is kept, so that late, twice and out of order bear.
What a module was never told, since it appeared later or lost it, it asks of the owner, who answers with `Known`.

    PEOPLE = People(METADATA)                  # in the module's tables.py
    PEOPLE.keep_card(tx, event.card, event.revision)
    PEOPLE.keep_known(tx, known)
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Exists,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    bindparam,
    exists,
    or_,
    select,
    update,
)

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import Flag, Id, Json, Name, Number, Statement, Time, among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card

Standing = Literal["suspended", "away"]


class Bond(msgspec.Struct, frozen=True):
    """What a member and another are to each other now, or no longer are: all of it as of one revision of the pair."""

    other_id: str
    friends: bool
    blocks: bool
    """Whether the member blocks the other."""
    blocked: bool
    """Whether the other blocks the member."""
    revision: int


class Muting(msgspec.Struct, frozen=True):
    """Until when a member does not want to hear from another; 0 when that is lifted."""

    other_id: str
    until: Instant
    revision: int


class Known(msgspec.Struct, frozen=True):
    """What the owner knows of a member, each fact with the revision that an event about it would have now."""

    card: Card
    away: bool
    revision: int
    """Of the card, and of being away."""
    suspended: bool
    suspended_revision: int
    bonds: list[Bond]
    """With members whose id is greater, so that a pair is told once."""
    mutes: list[Muting]


class People:
    """The tables of a module's copy, the words for its statements, and what is kept and asked."""

    def __init__(self, metadata: MetaData) -> None:
        """Add the tables to a module's own, and compile what is done with them."""
        self.members = _members(metadata)
        self.friends = _pairs("friends", "member_id", "friend_id", metadata, Column("active", Flag, nullable=False))
        self.blocks = _pairs("blocks", "by_id", "blocked_id", metadata, Column("active", Flag, nullable=False))
        self.mutes = _pairs("mutes", "by_id", "muted_id", metadata, Column("until", Time, nullable=False))
        members = self.members.c
        self.hidden: ColumnElement[bool] = or_(members.suspended, members.away, members.gone)
        """Matches members whom nobody sees at the moment."""
        new = upsert(self.members).values(
            {name: bindparam(name) for name in ("id", "username", "card", "card_revision")}
            | dict.fromkeys(("suspended", "away", "gone"), False)
            | dict.fromkeys(("suspended_revision", "away_revision"), 0)
        )
        self._keep_card = sql(
            new.on_conflict_do_update(
                index_elements=["id"],
                set_={field: new.excluded[field] for field in ("username", "card", "card_revision")},
                where=(members.card_revision <= new.excluded.card_revision) & ~members.gone,
            )
        )
        self._meet = sql(new.on_conflict_do_nothing())
        one = members.id == bindparam("member_id")
        self._keep_standing = {
            kind: sql(
                update(self.members)
                .where(one, members[f"{kind}_revision"] <= bindparam("told"))
                .values({kind: bindparam("hidden"), f"{kind}_revision": bindparam("told")})
            )
            for kind in ("suspended", "away")
        }
        self._hide = sql(update(self.members).where(one).values(suspended=True))
        self._bury = sql(update(self.members).where(one, ~members.gone).values(gone=True, username=None, card=None))
        some = among(members.id, "ids")
        self._gone = sql(select(members.id).where(some, members.gone))
        self._cards = sql(select(members.card).where(some, members.card.is_not(None)))
        self._shown = sql(select(members.id).where(some, ~self.hidden, ~self.are_blocked(_VIEWER, members.id)))
        self._called = sql(
            select(members.username, members.id).where(
                among(members.username, "usernames"), ~self.hidden, ~self.are_blocked(_VIEWER, members.id)
            )
        )
        self._compile_pairs()

    def _compile_pairs(self) -> None:
        """Compile what is kept and asked about pairs."""
        tables = (self.friends, self.blocks, self.mutes)
        self._keep = {table.name: _keeping(table) for table in tables}
        self._end = {table.name: _ending(table) for table in tables}
        self._part = sql(
            update(self.friends)
            .where(self.friends.c.member_id == bindparam("one"), self.friends.c.friend_id == bindparam("other"))
            .values(active=False)
        )
        self._suspect = _keeping(self.blocks, always=True)
        friends, blocks, mutes = self.friends.c, self.blocks.c, self.mutes.c
        self._friends = sql(
            select(friends.friend_id).where(
                friends.member_id == _VIEWER, friends.active, among(friends.friend_id, "ids")
            )
        )
        self._all_friends = sql(
            select(friends.friend_id).where(friends.member_id == _VIEWER, friends.active).order_by(friends.friend_id)
        )
        self._blocked = sql(
            select(blocks.blocked_id)
            .where(blocks.by_id == _VIEWER, blocks.active)
            .union_all(select(blocks.by_id).where(blocks.blocked_id == _VIEWER, blocks.active))
        )
        self._muters = sql(
            select(mutes.by_id).where(
                mutes.muted_id == _VIEWER, mutes.until > bindparam("now"), among(mutes.by_id, "ids")
            )
        )

    # ── words for statements ──

    def are_blocked(self, one: Any, other: Any) -> ColumnElement[bool]:
        """Match pairs one of whom blocked the other."""
        blocks = self.blocks.c
        return or_(
            exists().where(blocks.by_id == one, blocks.blocked_id == other, blocks.active),
            exists().where(blocks.by_id == other, blocks.blocked_id == one, blocks.active),
        )

    def is_muted(self, by: Any, other: Any, now: Any) -> Exists:
        """Match those from whom a member does not want to hear at an instant."""
        mutes = self.mutes.c
        return exists().where(mutes.by_id == by, mutes.muted_id == other, mutes.until > now)

    # ── cards and standing ──

    def keep_card(self, tx: Tx, card: Card, told: int) -> None:
        """Keep a member's card unless a newer one is known, or nothing may be known any more."""
        tx.run(self._keep_card, id=card.id, username=card.username, card=card, card_revision=told)

    def meet(self, tx: Tx, ids: Collection[str]) -> None:
        """Have a row for members, also when the card comes later."""
        tx.run_many(self._meet, [{"id": one, "username": None, "card": None, "card_revision": 0} for one in ids])

    def keep_standing(self, tx: Tx, member_id: str, kind: Standing, *, hidden: bool, told: int) -> bool:
        """Keep whether a member is hidden, unless something newer is known; tell whether it was kept."""
        self.meet(tx, [member_id])
        return tx.run(self._keep_standing[kind], member_id=member_id, hidden=hidden, told=told) > 0

    def hide(self, tx: Tx, member_id: str) -> None:
        """Hide a member, whatever is known."""
        self.meet(tx, [member_id])
        tx.run(self._hide, member_id=member_id)

    def bury(self, tx: Tx, member_id: str) -> bool:
        """Leave nothing of a member but a tombstone; tell whether there was more."""
        self.meet(tx, [member_id])
        return tx.run(self._bury, member_id=member_id) > 0

    def cards(self, tx: Tx, ids: Collection[str]) -> dict[str, Card]:
        """Find the cards of members; of those who are gone, or not known yet, there is none."""
        found = (msgspec.json.decode(row[0], type=Card) for row in tx.all(self._cards, ids=list(ids)))
        return {card.id: card for card in found}

    def shown(self, tx: Tx, viewer_id: str, ids: Collection[str]) -> set[str]:
        """Find which of these members a viewer sees: not hidden, and not blocked either way."""
        return _first(tx.all(self._shown, viewer=viewer_id, ids=list(ids))) if ids else set()

    def called(self, tx: Tx, viewer_id: str, usernames: Collection[str]) -> dict[str, str]:
        """Find the ids of members by their usernames, but not of those the viewer does not see."""
        if not usernames:
            return {}
        return {row[0]: row[1] for row in tx.all(self._called, viewer=viewer_id, usernames=list(usernames))}

    def gone_among(self, tx: Tx, ids: Collection[str]) -> set[str]:
        """Find of whom nothing may be known any more."""
        return _first(tx.all(self._gone, ids=list(ids)))

    # ── who people are to each other ──

    def keep_friends(self, tx: Tx, one: str, other: str, *, active: bool, told: int) -> None:
        """Keep whether two members are friends."""
        for me, friend in ((one, other), (other, one)):
            tx.run(self._keep["friends"], member_id=me, friend_id=friend, active=active, revision=told)

    def part(self, tx: Tx, one: str, other: str) -> None:
        """Take two members for strangers, whatever is known."""
        tx.run(self._part, one=one, other=other)
        tx.run(self._part, one=other, other=one)

    def keep_block(self, tx: Tx, by: str, blocked_id: str, *, active: bool, told: int) -> None:
        """Keep whether a member blocks another."""
        tx.run(self._keep["blocks"], by_id=by, blocked_id=blocked_id, active=active, revision=told)

    def suspect(self, tx: Tx, by: str, blocked_id: str) -> None:
        """Take a block for standing, whatever is known."""
        tx.run(self._suspect, by_id=by, blocked_id=blocked_id, active=True, revision=0)

    def keep_mute(self, tx: Tx, by: str, muted_id: str, *, until: Instant, told: int) -> None:
        """Keep until when a member does not want to hear from another; 0 when that is lifted."""
        tx.run(self._keep["mutes"], by_id=by, muted_id=muted_id, until=until, revision=told)

    def friends_among(self, tx: Tx, member_id: str, ids: Collection[str]) -> set[str]:
        """Find which of these are a member's friends."""
        return _first(tx.all(self._friends, viewer=member_id, ids=list(ids))) if ids else set()

    def friends_of(self, tx: Tx, member_id: str) -> list[str]:
        """List a member's friends, in the order of their ids."""
        return [str(row[0]) for row in tx.all(self._all_friends, viewer=member_id)]

    def blocked_with(self, tx: Tx, member_id: str) -> set[str]:
        """Find whom a member blocked or was blocked by."""
        return _first(tx.all(self._blocked, viewer=member_id))

    def muters_among(self, tx: Tx, member_id: str, ids: Collection[str]) -> set[str]:
        """Find which of these do not want to hear from a member now."""
        return _first(tx.all(self._muters, viewer=member_id, ids=list(ids), now=tx.now)) if ids else set()

    # ── all of it ──

    def keep_known(self, tx: Tx, known: Sequence[Known]) -> None:
        """Keep what the owner knows of some members, where it is not older; of who is gone nothing comes back."""
        rows = [row for one in known for row in self._between(one)]
        gone = self.gone_among(tx, {one.card.id for one in known}.union(*(row[1:3] for row in rows)))
        for one in (one for one in known if one.card.id not in gone):
            self.keep_card(tx, one.card, one.revision)
            self.keep_standing(tx, one.card.id, "suspended", hidden=one.suspended, told=one.suspended_revision)
            self.keep_standing(tx, one.card.id, "away", hidden=one.away, told=one.revision)
        told: dict[Statement[Any], list[dict[str, Any]]] = {}
        for table, by, to, fact, revision in rows:
            if not gone & {by, to}:
                row = dict(zip(table.c.keys(), (by, to, fact, revision), strict=True))
                told.setdefault((self._keep if fact else self._end)[table.name], []).append(row)
        for statement, facts in told.items():
            tx.run_many(statement, facts)

    def _between(self, one: Known) -> Iterator[tuple[Table, str, str, int, int]]:
        """Say what is between a member and others as rows: the table, who, whom, what, and its revision."""
        me = one.card.id
        for bond in one.bonds:
            for by, to, blocks in ((me, bond.other_id, bond.blocks), (bond.other_id, me, bond.blocked)):
                yield self.friends, by, to, bond.friends, bond.revision
                yield self.blocks, by, to, blocks, bond.revision
        for mute in one.mutes:
            yield self.mutes, me, mute.other_id, mute.until, mute.revision


_VIEWER: Any = bindparam("viewer")


def _first(rows: list[Any]) -> set[str]:
    return {str(row[0]) for row in rows}


def _members(metadata: MetaData) -> Table:
    return Table(
        "members",
        metadata,
        Column("id", Id, primary_key=True),
        Column("username", Name),
        Column("card", Json),
        Column("card_revision", Number, nullable=False),
        Column("suspended", Flag, nullable=False),
        Column("suspended_revision", Number, nullable=False),
        Column("away", Flag, nullable=False),
        Column("away_revision", Number, nullable=False),
        Column("gone", Flag, nullable=False),
        Index("members_username", "username"),
    )


def _pairs(name: str, one: str, other: str, metadata: MetaData, fact: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        Column(one, Id, nullable=False),
        Column(other, Id, nullable=False),
        fact,
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint(one, other),
        Index(f"{name}_{other.removesuffix('_id')}", other, one),
    )


def _keeping(table: Table, *, always: bool = False) -> Statement[Any]:
    """Make the statement that keeps a fact about a pair, unless something newer is known."""
    names = [column.name for column in table.c]
    fact = upsert(table).values({name: bindparam(name) for name in names})
    return sql(
        fact.on_conflict_do_update(
            index_elements=names[:2],
            set_={name: fact.excluded[name] for name in (names[2:3] if always else names[2:])},
            where=None if always else table.c.revision <= fact.excluded.revision,
        )
    )


def _ending(table: Table) -> Statement[Any]:
    """Make the statement that ends what is between a pair, if there is anything, unless something newer is known."""
    one, other, fact, revision = table.c
    same = (column == bindparam(column.name) for column in (one, other))
    new: dict[str, Any] = {column.name: bindparam(column.name) for column in (fact, revision)}
    return sql(update(table).where(*same, revision <= bindparam("revision")).values(new))
