"""The route that finds posts."""

from litestar import get

from minifb.kernel.http.policy import Route, actor_of
from minifb.modules.search.api.asks import Asker, Cursor, Size
from minifb.modules.search.api.queries import SEARCH, After, Before, From, Having, Order, Tag, Words, given
from minifb.modules.search.rules.results import PostResults
from minifb.modules.search.service import Search


@get("/search/posts", operation_id="findPosts", summary="Find posts", tags=["search"])
async def find_posts(
    request: Asker,
    search: Search,
    q: Words = "",
    author: From = None,
    tag: Tag = None,
    before: Before = None,
    after: After = None,
    has: Having = None,
    sort: Order = "relevance",
    limit: Size = 20,
    cursor: Cursor = None,
) -> PostResults:
    """Find posts that one may see. Letters may be wrong, accents and capitals do not matter.

    Friends' posts come before others that fit as well, fresh ones before old ones. The first page has facets, counted
    over the best hundred posts. While the index is being made, `degraded` is true and something may be missing.
    """
    filters = given(author, tag, has, before, after)
    return await search.find_posts(actor_of(request), q, filters, sort, limit, cursor)


ROUTES = (Route(find_posts, SEARCH),)
