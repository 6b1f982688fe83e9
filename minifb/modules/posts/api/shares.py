"""The route of shares; a share is published like any post."""

from litestar import Response, get

from minifb.kernel.http.etag import tagged
from minifb.kernel.http.policy import Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.posts.api.asks import READ, Asker, Cursor, Size, drawn
from minifb.modules.posts.public import Post
from minifb.modules.posts.service import Posts


@get(
    "/posts/{id:str}/shares",
    operation_id="shares",
    summary="Shares of a post",
    tags=["posts"],
    responses=drawn(Page[Post]),
)
async def shares(request: Asker, posts: Posts, id: str, limit: Size = 20, cursor: Cursor = None) -> Response[bytes]:
    """Show the posts that share a post, as far as one may see them, the newest first."""
    return tagged(request, await posts.shares(actor_of(request), id, limit, cursor))


ROUTES = (Route(shares, READ),)
