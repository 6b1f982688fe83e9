"""The route that finds members."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from minifb.kernel.http.policy import Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.users.api.asks import OTHERS, Asker, Cursor, Size
from minifb.modules.users.public import Person
from minifb.modules.users.service import Users

SEARCHES = Limit("member-search", 30, 60)


@get("/users/search", operation_id="searchMembers", summary="Find members by name", tags=["users"])
async def search(
    request: Asker,
    users: Users,
    q: Annotated[str, QueryParameter(name="q", min_length=1, max_length=200, description="Beginnings of names.")],
    limit: Size = 20,
    cursor: Cursor = None,
) -> Page[Person]:
    """Find members whose username or names begin like the words of the query."""
    return await users.search(actor_of(request), q, limit, cursor)


ROUTES = (Route(search, Policy(permission="users.read", rule=OTHERS.rule, limit=SEARCHES)),)
