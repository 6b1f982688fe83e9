"""Friend lists: close friends, and whatever else somebody sorts their friends by."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

import msgspec
from msgspec import Meta

from minifb.kernel.clock import Instant, wire
from minifb.kernel.http.shapes import Ask, Wire
from minifb.kernel.refusals import Conflict
from minifb.modules.users.rules.profiles import plain

CLOSE_FRIENDS = "Close friends"


class OnlyFriends(Conflict):
    """Only your friends can be on your lists."""


class ListNameTaken(Conflict):
    """You have a list of this name already."""


class TooManyLists(Conflict):
    """You have as many lists as this server allows."""


class CloseFriendsStay(Conflict):
    """The list of close friends keeps its name and stays; you may empty it."""


class ListName(Ask):
    """What a list is called."""

    name: Annotated[str, Meta(min_length=1, max_length=64)]


class Everybody(Ask):
    """All members of a list."""

    user_ids: Annotated[list[Annotated[str, Meta(max_length=36)]], Meta(max_length=1_000)]


class FriendList(Wire):
    """A list of friends; nobody but its owner knows of it."""

    id: str
    kind: Literal["close", "custom"]
    name: str
    count: int
    created_at: datetime


class Roll(msgspec.Struct, frozen=True):
    """A list as users keeps it; that of close friends has no name of its own."""

    id: str
    owner_id: str
    kind: Literal["close", "custom"]
    name: str
    revision: int
    created_at: Instant
    count: int

    def next(self, **changes: Any) -> Self:
        """Change it, as its next version."""
        return msgspec.structs.replace(self, revision=self.revision + 1, **changes)

    def show(self) -> FriendList:
        """Show it to its owner."""
        return FriendList(
            id=self.id,
            kind=self.kind,
            name=CLOSE_FRIENDS if self.kind == "close" else self.name,
            count=self.count,
            created_at=wire(self.created_at),
        )


def new_roll(list_id: str, owner_id: str, name: str, now: Instant) -> Roll:
    """Begin a list; one without a name is that of close friends."""
    return Roll(list_id, owner_id, "custom" if name else "close", name, 1, now, 0)


def checked_name(asked: ListName) -> str:
    """Give a name that hides nothing."""
    return plain("name", asked.name)


def check_custom(roll: Roll) -> None:
    """Refuse to rename or delete the list of close friends."""
    if roll.kind == "close":
        raise CloseFriendsStay
