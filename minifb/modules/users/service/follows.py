"""Follows: whose posts one wants to see, and whose before all others."""

from typing import Any

import msgspec

from minifb.kernel.clock import wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write_settled
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.modules.users.public import UserFollowed, UserUnfollowed
from minifb.modules.users.rules import follows as rules
from minifb.modules.users.rules.follows import Followed, Follower, NewFollow
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import follows
from minifb.modules.users.store.follows import Met


class FollowCases(Ground):
    """Who follows whom."""

    @write_settled
    def follow(self, tx: Tx, actor: Actor, new: NewFollow) -> None:
        """Follow a member, a friend as well; see their posts first, or no longer first."""
        other = self.other(tx, actor, new.user_id)
        before = follows.follow_of(tx, actor.id, other.id)
        after = rules.follow(before, new.first, tx.now)
        if after == before:
            return
        if not before.active and follows.count_followed(tx, actor.id) >= self.settings.follows_max:
            raise rules.TooManyFollowed
        if after.first and not before.first and follows.count_first(tx, actor.id) >= self.settings.see_first_max:
            raise rules.TooManySeenFirst
        follows.save_follow(tx, after)
        tx.publish(UserFollowed(by_id=actor.id, followed_id=other.id, first=after.first, revision=after.revision))

    @write_settled
    def unfollow(self, tx: Tx, actor: Actor, other_id: str) -> None:
        """Follow somebody no more; friends stay friends."""
        end_follow(tx, actor.id, other_id)

    @read
    def followed(self, tx: Tx, actor: Actor, first: bool | None, limit: int, cursor: str | None) -> Page[Followed]:
        """List whom one follows, or of them those one sees first, or does not."""
        which = {None: "followed", True: "first", False: "not first"}[first]
        rows = follows.met(tx, which, actor.id, self.cursors.after(actor.id, which, cursor), limit + 1)
        items = [Followed(**_card(row), first=row.first, since=wire(row.created_at)) for row in rows[:limit]]
        return Page(items=items, next=self.cursors.more(actor.id, which, _places(rows), limit))

    @read
    def followers(self, tx: Tx, actor: Actor, limit: int, cursor: str | None) -> Page[Follower]:
        """List who follows one; not whether they see one first."""
        rows = follows.met(tx, "followers", actor.id, self.cursors.after(actor.id, "followers", cursor), limit + 1)
        items = [Follower(**_card(row), since=wire(row.created_at)) for row in rows[:limit]]
        return Page(items=items, next=self.cursors.more(actor.id, "followers", _places(rows), limit))


def end_follow(tx: Tx, by: str, followed_id: str) -> None:
    """End a follow, if there is one, and tell it."""
    before = follows.follow_of(tx, by, followed_id)
    after = rules.unfollow(before)
    if after != before:
        follows.save_follow(tx, after)
        tx.publish(UserUnfollowed(by_id=by, followed_id=followed_id, revision=after.revision))


def _card(row: Met) -> dict[str, Any]:
    values = msgspec.structs.asdict(row)
    del values["created_at"], values["first"]
    return values


def _places(rows: list[Met]) -> list[tuple[int, str]]:
    return [(row.created_at, row.id) for row in rows]
