"""The route that finds comments."""

from litestar import get

from minifb.kernel.http.policy import Route, actor_of
from minifb.modules.search.api.asks import Asker, Cursor, Size
from minifb.modules.search.api.queries import SEARCH, After, Before, From, Order, Tag, Words, given
from minifb.modules.search.rules.results import CommentResults
from minifb.modules.search.service import Search


@get("/search/comments", operation_id="findComments", summary="Find comments", tags=["search"])
async def find_comments(
    request: Asker,
    search: Search,
    q: Words = "",
    author: From = None,
    tag: Tag = None,
    before: Before = None,
    after: After = None,
    sort: Order = "relevance",
    limit: Size = 20,
    cursor: Cursor = None,
) -> CommentResults:
    """Find comments that one may read, in the same language as posts; what is in posts, `has:`, no comment has."""
    filters = given(author, tag, None, before, after)
    return await search.find_comments(actor_of(request), q, filters, sort, limit, cursor)


ROUTES = (Route(find_comments, SEARCH),)
