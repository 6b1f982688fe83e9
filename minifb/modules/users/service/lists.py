"""Friend lists: whom one sorts one's friends by, and whom nobody else hears of."""

from collections.abc import Collection

import msgspec

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write, write_settled
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card, Page
from minifb.kernel.refusals import NotFound
from minifb.modules.users.public import FriendListChanged
from minifb.modules.users.rules import lists as rules
from minifb.modules.users.rules.lists import Everybody, FriendList, ListName, Roll
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import friends, lists


class ListCases(Ground):
    """Which friends belong together."""

    async def lists(self, actor: Actor, limit: int, cursor: str | None) -> Page[FriendList]:
        """List one's lists; that of close friends is made when it is first looked for."""
        if not await self._has_close(actor):
            await self._open_close(actor)
        return await self._lists(actor, limit, cursor)

    @read
    def _has_close(self, tx: Tx, actor: Actor) -> bool:
        return lists.named(tx, actor.id, "") is not None

    @write_settled
    def _open_close(self, tx: Tx, actor: Actor) -> None:
        self.present(tx, actor.id)
        _begin(tx, rules.new_roll(tx.new_id(), actor.id, "", tx.now))

    @read
    def _lists(self, tx: Tx, actor: Actor, limit: int, cursor: str | None) -> Page[FriendList]:
        rolls = lists.rolls(tx, actor.id, self.cursors.after(actor.id, "lists", cursor), limit + 1)
        places = [(roll.kind, roll.id) for roll in rolls]
        return Page(
            items=[roll.show() for roll in rolls[:limit]], next=self.cursors.more(actor.id, "lists", places, limit)
        )

    @write_settled
    def create_list(self, tx: Tx, actor: Actor, asked: ListName) -> FriendList:
        """Begin a list."""
        self.present(tx, actor.id)
        if lists.count_rolls(tx, actor.id) >= self.settings.lists_max:
            raise rules.TooManyLists
        roll = rules.new_roll(tx.new_id(), actor.id, rules.checked_name(asked), tx.now)
        if not _begin(tx, roll):
            raise rules.ListNameTaken
        return roll.show()

    @read
    def friend_list(self, tx: Tx, actor: Actor, list_id: str) -> FriendList:
        """Show one of one's lists."""
        return self._roll(tx, actor, list_id).show()

    @write
    def rename_list(self, tx: Tx, actor: Actor, list_id: str, asked: ListName) -> FriendList:
        """Call a list something else; nobody is told, for nobody else knows its name."""
        roll = self._roll(tx, actor, list_id)
        rules.check_custom(roll)
        renamed = msgspec.structs.replace(roll, name=rules.checked_name(asked))
        taken = lists.named(tx, actor.id, renamed.name)
        if taken and taken.id != roll.id:
            raise rules.ListNameTaken
        lists.save_roll(tx, renamed)
        return renamed.show()

    @write_settled
    def drop_list(self, tx: Tx, actor: Actor, list_id: str) -> None:
        """Remove a list."""
        roll = self._roll(tx, actor, list_id)
        rules.check_custom(roll)
        lists.drop_roll(tx, roll.id)
        _tell(tx, roll.next(), ())

    @read
    def list_members(self, tx: Tx, actor: Actor, list_id: str, limit: int, cursor: str | None) -> Page[Card]:
        """List who is on one of one's lists."""
        roll, query = self._roll(tx, actor, list_id), f"list {list_id}"
        cards = lists.cards(tx, roll.id, self.cursors.after(actor.id, query, cursor), limit + 1)
        return Page(items=cards[:limit], next=self.cursors.more(actor.id, query, [(card.id,) for card in cards], limit))

    @write_settled
    def put_list_members(self, tx: Tx, actor: Actor, list_id: str, asked: Everybody) -> FriendList:
        """Say who is on a list, all at once; who is hidden for the time being stays on it unseen."""
        roll, wanted = self._roll(tx, actor, list_id), set(asked.user_ids)
        before = set(lists.member_ids(tx, roll.id))
        self._check_friends(tx, actor, wanted - before)
        after = wanted | set(lists.hidden_ids(tx, roll.id))
        return _change(tx, roll, before, after).show()

    @write_settled
    def put_list_member(self, tx: Tx, actor: Actor, list_id: str, member_id: str) -> None:
        """Put a friend on a list."""
        roll = self._roll(tx, actor, list_id)
        before = set(lists.member_ids(tx, roll.id))
        if member_id not in before:
            self._check_friends(tx, actor, {self.other(tx, actor, member_id).id})
            _change(tx, roll, before, before | {member_id})

    @write_settled
    def drop_list_member(self, tx: Tx, actor: Actor, list_id: str, member_id: str) -> None:
        """Take somebody off a list; they are not told, as nobody ever is."""
        roll = self._roll(tx, actor, list_id)
        before = set(lists.member_ids(tx, roll.id))
        _change(tx, roll, before, before - {member_id})

    def _roll(self, tx: Tx, actor: Actor, list_id: str) -> Roll:
        """Find one's own list; another's there is not."""
        roll = lists.roll(tx, actor.id, list_id)
        if roll is None:
            raise NotFound
        return roll

    def _check_friends(self, tx: Tx, actor: Actor, ids: Collection[str]) -> None:
        """Refuse whoever is not a friend."""
        pairs = friends.pairs_with(tx, actor.id, ids)
        if any(one not in pairs or pairs[one].status != "friends" for one in ids):
            raise rules.OnlyFriends


def leave_lists(tx: Tx, owner: str, member_id: str) -> None:
    """Take somebody who is no longer a friend off all lists of an owner."""
    for roll in lists.holding(tx, member_id, owner):
        _leave(tx, roll, member_id)


def erase_lists(tx: Tx, member_id: str) -> int:
    """Erase a member's lists and take them off others', and tell; say how many lists were theirs."""
    for roll in lists.holding(tx, member_id):
        _leave(tx, roll, member_id)
    for roll in lists.rolls(tx, member_id):
        _tell(tx, roll.next(), ())
    return lists.drop_of(tx, member_id)


def _leave(tx: Tx, roll: Roll, member_id: str) -> None:
    before = set(lists.member_ids(tx, roll.id))
    _change(tx, roll, before, before - {member_id})


def _begin(tx: Tx, roll: Roll) -> bool:
    """Keep a new list, and tell it, so that posts may be shown to it at once; False: there is one of this name."""
    new = lists.add_roll(tx, roll)
    if new:
        _tell(tx, roll, ())
    return new


def _change(tx: Tx, roll: Roll, before: set[str], after: set[str]) -> Roll:
    """Keep who is on a list now, as its next version, and tell it."""
    if after == before:
        return roll
    lists.drop_members(tx, roll.id, before - after)
    lists.add_members(tx, roll.id, after - before)
    changed = roll.next(count=len(after))
    lists.save_roll(tx, changed)
    _tell(tx, changed, after)
    return changed


def _tell(tx: Tx, roll: Roll, ids: Collection[str]) -> None:
    """Tell who is on a list."""
    tx.publish(
        FriendListChanged(
            list_id=roll.id,
            owner_id=roll.owner_id,
            member_ids=sorted(ids),
            kind=roll.kind,
            revision=roll.revision,
        )
    )
