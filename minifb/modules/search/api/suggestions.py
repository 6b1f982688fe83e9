"""The route of suggestions."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from minifb.kernel.http.policy import Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.search.api.asks import Asker
from minifb.modules.search.public import Completion
from minifb.modules.search.service import Search

SUGGESTIONS = Limit("suggestions", 300, 60)
Beginning = Annotated[str, QueryParameter(name="q", max_length=200, description="What is typed so far.")]
Few = Annotated[int, QueryParameter(name="limit", ge=1, le=20, description="How many at most.")]


@get("/search/suggestions", operation_id="searchSuggestions", summary="Suggestions", tags=["suggestions"])
async def suggestions(request: Asker, search: Search, q: Beginning = "", limit: Few = 8) -> Page[Completion]:
    """Suggest what one may mean while one types: people, friends first; tags; one's own earlier searches.

    `@an` means people alone, `#ho` tags alone; nothing at all, the latest searches.
    """
    return await search.suggestions(actor_of(request), q, limit)


ROUTES = (Route(suggestions, Policy(permission="search.read", rule="whom one may find", limit=SUGGESTIONS)),)
