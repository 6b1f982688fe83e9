"""Who may see which field of a profile, and who may find and reach a member."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from minifb.kernel.http.shapes import Ask, Wire
from minifb.kernel.refusals import Forbidden
from minifb.modules.users.public import Relation

Circle = Literal["everyone", "friends", "onlyMe"]
"""Nobody but members is ever meant: without signing in no profile is seen at all."""
Askers = Literal["everyone", "friendsOfFriends"]


class FriendsArePrivate(Forbidden):
    """This member does not show you their friends."""


class RequestsClosed(Forbidden):
    """This member takes requests from friends of their friends alone."""


class Privacy(Wire):
    """Who may see and reach a member. What it says here is what holds until the member says otherwise.

    As people know it from Facebook: what one writes in order to be known, and whom one knows, is for everyone; what
    one is congratulated for and when one was there is for friends; and everybody may find and ask one.
    """

    bio: Circle = "everyone"
    birthday: Circle = "friends"
    birth_year: Circle = "friends"
    location: Circle = "everyone"
    links: Circle = "everyone"
    friends: Circle = "everyone"
    last_seen: Circle = "friends"
    requests: Askers = "everyone"
    search: Circle = "everyone"


class PrivacyChange(Ask, kw_only=True):
    """Any part of one's own privacy; what is left out stays."""

    bio: Circle | UnsetType = UNSET
    birthday: Circle | UnsetType = UNSET
    birth_year: Circle | UnsetType = UNSET
    location: Circle | UnsetType = UNSET
    links: Circle | UnsetType = UNSET
    friends: Circle | UnsetType = UNSET
    last_seen: Circle | UnsetType = UNSET
    requests: Askers | UnsetType = UNSET
    search: Circle | UnsetType = UNSET


def adjusted(privacy: Privacy, change: PrivacyChange) -> Privacy:
    """Apply a change to somebody's privacy."""
    said = {field: value for field, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    return msgspec.structs.replace(privacy, **said)


def admits(circle: Circle, relation: Relation) -> bool:
    """Tell whether a circle holds somebody who is this to the member."""
    if circle == "friends":
        return relation in {"friends", "self"}
    return circle == "everyone" or relation == "self"


def takes_request(privacy: Privacy, mutual_friends: int) -> bool:
    """Tell whether somebody who has so many friends in common with the member may ask to be a friend."""
    return privacy.requests == "everyone" or mutual_friends > 0
