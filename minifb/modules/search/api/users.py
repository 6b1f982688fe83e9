"""The route that finds members."""

from litestar import get

from minifb.kernel.http.policy import Route, actor_of
from minifb.modules.search.api.asks import Asker, Cursor, Size
from minifb.modules.search.api.queries import SEARCH, Names
from minifb.modules.search.rules.results import UserResults
from minifb.modules.search.service import Search


@get("/search/users", operation_id="findUsers", summary="Find members", tags=["search"])
async def find_users(request: Asker, search: Search, q: Names, limit: Size = 20, cursor: Cursor = None) -> UserResults:
    """Find members by their names or usernames, in part and with wrong letters, as far as they let one find them.

    Who is called just so comes first, then friends. Facets count what those who were found are to oneself.
    """
    return await search.find_users(actor_of(request), q, limit, cursor)


ROUTES = (Route(find_users, SEARCH),)
