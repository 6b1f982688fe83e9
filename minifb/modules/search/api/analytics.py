"""Routes of analytics: what becomes of searches, as totals of everybody."""

from typing import Annotated

from litestar import get, post
from litestar.params import QueryParameter

from minifb.kernel.http.policy import READS, Limit, Policy, Route, actor_of
from minifb.modules.search.api.asks import OWN, Asker
from minifb.modules.search.public import Analytics
from minifb.modules.search.rules.analytics import Sighting
from minifb.modules.search.service import Search

SEEN = Limit("search analytics", 120, 300)
Days = Annotated[int, QueryParameter(name="days", ge=1, le=365, description="How many days, today included; UTC.")]


@post(
    "/search/analytics",
    operation_id="countSearch",
    summary="Count a search as followed or left",
    tags=["analytics"],
    status_code=202,
)
async def count_seen(request: Asker, search: Search, data: Sighting) -> None:
    """Count that one followed a result of one's search, or left it without. Only totals are kept, of nobody by name."""
    await search.count_seen(actor_of(request), data)


@get("/search/analytics", operation_id="searchAnalytics", summary="How people search", tags=["analytics"])
async def analytics(search: Search, days: Days = 30) -> Analytics:
    """Tell how often people search, find and follow; what most look for, and what they do not find.

    A query is told when at least three people looked for it on one day.
    """
    return await search.analytics(days)


ROUTES = (
    Route(count_seen, Policy(permission="search.write", rule=OWN, limit=SEEN, once="key", keys=False)),
    Route(analytics, Policy(permission="search.analytics", role="admin", rule="totals of everybody", limit=READS)),
)
