"""The use cases of search: one method, one transaction. One file per noun; `Search` is all of them."""

from minifb.modules.search.service.analytics import AnalyticsCases
from minifb.modules.search.service.comments import CommentSearchCases
from minifb.modules.search.service.copies import CopyCases
from minifb.modules.search.service.follower import FollowCases
from minifb.modules.search.service.posts import PostSearchCases
from minifb.modules.search.service.suggestions import SuggestionCases
from minifb.modules.search.service.tags import TagCases
from minifb.modules.search.service.tidying import TidyingCases
from minifb.modules.search.service.trending import TrendingCases
from minifb.modules.search.service.users import UserSearchCases


class Search(
    PostSearchCases,
    CommentSearchCases,
    UserSearchCases,
    FollowCases,
    CopyCases,
    TagCases,
    TrendingCases,
    SuggestionCases,
    AnalyticsCases,
    TidyingCases,
):
    """Finding posts and people."""
