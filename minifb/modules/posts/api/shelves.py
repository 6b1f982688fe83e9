"""The routes of shelves: pin, save, hide."""

from litestar import Response, delete, get, put

from minifb.kernel.http.etag import tagged
from minifb.kernel.http.policy import READS, WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.posts.api.asks import MEMBERS_READ, VISIBLE, Asker, Cursor, Size, drawn
from minifb.modules.posts.public import Post
from minifb.modules.posts.service import Posts


@put("/posts/{id:str}/pin", operation_id="pinPost", summary="Pin a post", tags=["shelves"], status_code=204)
async def pin(request: Asker, posts: Posts, id: str) -> None:
    """Keep one's own post on top of one's page; three at most."""
    await posts.pin(actor_of(request), id)


@delete("/posts/{id:str}/pin", operation_id="unpinPost", summary="Unpin a post", tags=["shelves"], status_code=204)
async def unpin(request: Asker, posts: Posts, id: str) -> None:
    """Put one's own post back among the others."""
    await posts.unpin(actor_of(request), id)


@get(
    "/posts/user/{user_id:str}/pinned",
    operation_id="pinnedPosts",
    summary="A member's pinned posts",
    tags=["shelves"],
    responses=drawn(Page[Post]),
)
async def pinned(request: Asker, posts: Posts, user_id: str) -> Response[bytes]:
    """Show what a member keeps on top of their page, the latest pinned first."""
    return tagged(request, await posts.pinned(actor_of(request), user_id))


@put("/posts/{id:str}/save", operation_id="savePost", summary="Save a post", tags=["shelves"], status_code=204)
async def save(request: Asker, posts: Posts, id: str) -> None:
    """Keep a post for later; nobody else learns of it."""
    await posts.put(actor_of(request), "saved", id)


@delete("/posts/{id:str}/save", operation_id="unsavePost", summary="Unsave a post", tags=["shelves"], status_code=204)
async def unsave(request: Asker, posts: Posts, id: str) -> None:
    """Keep a post no longer."""
    await posts.take(actor_of(request), "saved", id)


@get("/posts/saved", operation_id="savedPosts", summary="Saved posts", tags=["shelves"], responses=drawn(Page[Post]))
async def saved(request: Asker, posts: Posts, limit: Size = 20, cursor: Cursor = None) -> Response[bytes]:
    """Show the posts one saved and may still see, the latest saved first."""
    return tagged(request, await posts.shelf(actor_of(request), "saved", limit, cursor))


@put("/posts/{id:str}/hide", operation_id="hidePost", summary="Hide a post", tags=["shelves"], status_code=204)
async def hide(request: Asker, posts: Posts, id: str) -> None:
    """Leave a post out of one's feed."""
    await posts.put(actor_of(request), "hidden", id)


@delete("/posts/{id:str}/hide", operation_id="unhidePost", summary="Unhide a post", tags=["shelves"], status_code=204)
async def unhide(request: Asker, posts: Posts, id: str) -> None:
    """Let a post into one's feed again."""
    await posts.take(actor_of(request), "hidden", id)


@get("/posts/hidden", operation_id="hiddenPosts", summary="Hidden posts", tags=["shelves"], responses=drawn(Page[Post]))
async def hidden(request: Asker, posts: Posts, limit: Size = 20, cursor: Cursor = None) -> Response[bytes]:
    """Show the posts one hid and may still see, the latest hidden first."""
    return tagged(request, await posts.shelf(actor_of(request), "hidden", limit, cursor))


_OWN_SHELVES = "one's own shelves"
_READ = Policy(permission="shelves.read", rule=_OWN_SHELVES, limit=READS)
_WRITE = Policy(permission="shelves.write", rule=VISIBLE, limit=WRITES, once="natural")
_PIN = Policy(permission="posts.write", rule="one's own posts", limit=WRITES, once="natural")

ROUTES = (
    Route(pin, _PIN),
    Route(unpin, _PIN),
    Route(pinned, MEMBERS_READ),
    Route(save, _WRITE),
    Route(unsave, _WRITE),
    Route(saved, _READ),
    Route(hide, _WRITE),
    Route(unhide, _WRITE),
    Route(hidden, _READ),
)
