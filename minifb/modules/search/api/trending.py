"""Routes of trends, and of the tags that staff do not let trend."""

from typing import Annotated

from litestar import delete, get, put
from litestar.params import PathParameter, QueryParameter

from minifb.kernel.http.policy import READS, WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.search.api.asks import Asker, Cursor, Size
from minifb.modules.search.public import TrendingTag
from minifb.modules.search.rules.trending import VetoedTag, Window
from minifb.modules.search.service import Search

_TAGS = ["trends"]
Span = Annotated[Window, QueryParameter(name="window", description="The last day, or the last week.")]
Few = Annotated[int, QueryParameter(name="limit", ge=1, le=50, description="How many at most.")]
Tag = Annotated[str, PathParameter(max_length=101, description="The tag, with its # or without.")]
_STAFF = Policy(permission="search.moderate", role="moderator", rule="tags", limit=WRITES, once="natural")


@get("/search/trending", operation_id="trendingTags", summary="Trending tags", tags=_TAGS)
async def trending(request: Asker, search: Search, window: Span = "day", limit: Few = 10) -> Page[TrendingTag]:
    """List the tags that many people use in public posts these hours, or answer; the strongest first.

    Counted are people and posts that one sees. A tag trends when at least three people, or a twentieth of those who
    were active this week, took part in it, and at least two of them wrote a post.
    """
    return await search.trending(actor_of(request), window, limit)


@get("/search/trending/vetoes", operation_id="vetoedTags", summary="Tags that may not trend", tags=_TAGS)
async def vetoes(request: Asker, search: Search, limit: Size = 20, cursor: Cursor = None) -> Page[VetoedTag]:
    """List the tags that staff let neither trend nor be suggested, the latest first."""
    return await search.vetoes(actor_of(request), limit, cursor)


@put("/search/trending/vetoes/{tag:str}", operation_id="vetoTag", summary="Veto a tag", tags=_TAGS, status_code=204)
async def veto(request: Asker, search: Search, tag: Tag) -> None:
    """Let a tag neither trend nor be suggested. Posts with it are found as before."""
    await search.veto(actor_of(request), tag)


@delete(
    "/search/trending/vetoes/{tag:str}",
    operation_id="allowTag",
    summary="Lift a veto",
    tags=_TAGS,
    status_code=204,
)
async def lift_veto(request: Asker, search: Search, tag: Tag) -> None:
    """Let a tag trend and be suggested again."""
    await search.lift_veto(actor_of(request), tag)


ROUTES = (
    Route(trending, Policy(permission="search.read", rule="tags of posts one may see", limit=READS)),
    Route(vetoes, Policy(permission="search.moderate", role="moderator", rule="tags", limit=READS)),
    Route(veto, _STAFF),
    Route(lift_veto, _STAFF),
)
