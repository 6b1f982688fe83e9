"""The routes of the feed."""

from typing import Literal

from litestar import Response, get

from minifb.kernel.http.etag import tagged
from minifb.kernel.http.policy import Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.posts.api.asks import MEMBERS_READ, Asker, Cursor, Size, drawn
from minifb.modules.posts.public import Post
from minifb.modules.posts.rules.feed import RankedFeedUnavailable
from minifb.modules.posts.service import Posts


@get("/posts/feed", operation_id="feed", summary="The feed", tags=["posts"], responses=drawn(Page[Post]))
async def feed(
    request: Asker,
    posts: Posts,
    mode: Literal["ranked", "latest"] = "latest",
    limit: Size = 20,
    cursor: Cursor = None,
) -> Response[bytes]:
    """Show the newest posts of the signed-in member and their friends."""
    if mode == "ranked":
        raise RankedFeedUnavailable
    return tagged(request, await posts.feed(actor_of(request), limit, cursor))


ROUTES = (Route(feed, MEMBERS_READ),)
