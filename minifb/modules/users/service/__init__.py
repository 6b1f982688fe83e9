"""The use cases of users: one method, one transaction. One file per noun; `Users` is all of them."""

from minifb.modules.users.service.birthdays import BirthdayCases
from minifb.modules.users.service.blocks import BlockCases
from minifb.modules.users.service.copies import CopyCases
from minifb.modules.users.service.follows import FollowCases
from minifb.modules.users.service.friends import FriendCases
from minifb.modules.users.service.lists import ListCases
from minifb.modules.users.service.members import MemberCases
from minifb.modules.users.service.mutes import MuteCases
from minifb.modules.users.service.pictures import PictureCases
from minifb.modules.users.service.privacy import PrivacyCases
from minifb.modules.users.service.profiles import ProfileCases
from minifb.modules.users.service.reports import ReportCases
from minifb.modules.users.service.search import SearchCases
from minifb.modules.users.service.suggestions import SuggestionCases


class Users(
    ProfileCases,
    PictureCases,
    PrivacyCases,
    SearchCases,
    FriendCases,
    SuggestionCases,
    BirthdayCases,
    ListCases,
    FollowCases,
    MuteCases,
    BlockCases,
    ReportCases,
    MemberCases,
    CopyCases,
):
    """Profiles, and who people are to each other."""
