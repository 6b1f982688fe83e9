"""Routes of recent searches."""

from litestar import delete, get

from minifb.kernel.http.policy import READS, WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.search.api.asks import OWN, Asker, Cursor, Size
from minifb.modules.search.rules.recent import RecentSearch
from minifb.modules.search.service import Search

_TAGS = ["recent searches"]
_WRITE = Policy(permission="search.write", rule=OWN, limit=WRITES, once="natural")


@get("/search/recent", operation_id="recentSearches", summary="Recent searches", tags=_TAGS)
async def recent_searches(
    request: Asker, search: Search, limit: Size = 20, cursor: Cursor = None
) -> Page[RecentSearch]:
    """List what one looked for lately, the latest first. Nobody else sees it."""
    return await search.recent_searches(actor_of(request), limit, cursor)


@delete("/search/recent", operation_id="forgetSearches", summary="Forget all searches", tags=_TAGS, status_code=204)
async def forget_searches(request: Asker, search: Search) -> None:
    """Forget everything one looked for."""
    await search.forget_searches(actor_of(request))


@delete("/search/recent/{id:str}", operation_id="forgetSearch", summary="Forget a search", tags=_TAGS, status_code=204)
async def forget_search(request: Asker, search: Search, id: str) -> None:
    """Forget one thing that one looked for."""
    await search.forget_search(actor_of(request), id)


ROUTES = (
    Route(recent_searches, Policy(permission="search.read", rule=OWN, limit=READS)),
    Route(forget_searches, _WRITE),
    Route(forget_search, _WRITE),
)
