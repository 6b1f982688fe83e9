"""Friends: requests, answers, and whose posts one wants to hear of at once."""

from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.rules.notifications import Told
from minifb.modules.notifications.service.rechecks import RecheckCases
from minifb.modules.notifications.store import notifications, watches
from minifb.modules.notifications.tables import PEOPLE
from minifb.modules.users.public import (
    FriendListChanged,
    FriendRemoved,
    FriendRequestAccepted,
    FriendRequestSent,
    UserFollowed,
    UserUnfollowed,
)


class FriendCases(RecheckCases):
    """What members are told about friendships."""

    def tell_request(self, tx: Tx, event: FriendRequestSent) -> None:
        """Tell whoever is asked to be friends; asked anew, it stands in the list again, but rings no second time."""
        self.notify(
            tx,
            Told(
                kind="friend.request",
                cause=f"friend.request:{event.friendship_id}",
                actor_id=event.from_id,
                to=[event.to_id],
                target_kind="member",
                target_id=event.from_id,
            ),
        )

    def answer_request(self, tx: Tx, from_id: str, to_id: str) -> None:
        """Take a request from the list that was answered or taken back."""
        asked = notifications.open_of(tx, "friend.request", from_id, [to_id], since=-1)
        self.drop(tx, list(asked.values()))

    def tell_friends(self, tx: Tx, event: FriendRequestAccepted) -> None:
        """Keep that two members are friends, and tell whoever had asked."""
        PEOPLE.keep_friends(tx, event.from_id, event.to_id, active=True, told=event.revision)
        self.answer_request(tx, event.from_id, event.to_id)
        self.notify(
            tx,
            Told(
                kind="friend.accepted",
                cause=f"friend.accepted:{event.friendship_id}",
                actor_id=event.to_id,
                to=[event.from_id],
                target_kind="member",
                target_id=event.from_id,  # their own: several who accept are one notification
            ),
        )

    def part(self, tx: Tx, event: FriendRemoved) -> None:
        """Keep that two members are strangers; what was told of it goes, and of what they no longer see, soon."""
        PEOPLE.keep_friends(tx, event.by_id, event.other_id, active=False, told=event.revision)
        self.withdraw_act(tx, f"friend.accepted:{event.friendship_id}")
        for one in (event.by_id, event.other_id):
            self.recheck_user(tx, one)

    # ── whose posts are told at once ──

    def keep_first(self, tx: Tx, event: UserFollowed | UserUnfollowed) -> None:
        """Keep whether a member wants to see another's posts first."""
        first = isinstance(event, UserFollowed) and event.first
        watches.keep(tx, event.by_id, event.followed_id, "first", active=first, told=event.revision)

    def keep_close(self, tx: Tx, event: FriendListChanged) -> None:
        """Keep who is a close friend."""
        if event.kind == "close":
            watches.keep_close(tx, event.owner_id, event.member_ids, event.revision)

    def mistrust_close(self, tx: Tx, event: FriendListChanged) -> None:
        """Take a member for having no close friends while a change could not be applied."""
        if event.kind == "close":
            watches.forget_close(tx, event.owner_id)
