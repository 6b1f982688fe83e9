"""The use cases of users: one method, one transaction. One file per noun; `Users` is all of them."""

from minifb.modules.users.service.blocks import BlockCases
from minifb.modules.users.service.friends import FriendCases
from minifb.modules.users.service.members import MemberCases
from minifb.modules.users.service.profiles import ProfileCases
from minifb.modules.users.service.search import SearchCases


class Users(ProfileCases, SearchCases, FriendCases, BlockCases, MemberCases):
    """Profiles, and who people are to each other."""
