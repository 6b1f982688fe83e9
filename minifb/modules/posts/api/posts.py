"""The routes of posts: publish, read, edit, delete."""

from litestar import Response, delete, get, post, put

from minifb.kernel.http.etag import tagged
from minifb.kernel.http.policy import WRITES, Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.posts.api.asks import MEMBERS_READ, READ, Asker, Cursor, Size, ViewAs, drawn
from minifb.modules.posts.public import Post
from minifb.modules.posts.rules.posts import Edition, NewPost, PostChange
from minifb.modules.posts.service import Posts

POSTS = Limit("posts", 60, 600)


@post("/posts", operation_id="publishPost", summary="Publish a post", tags=["posts"])
async def publish(request: Asker, posts: Posts, data: NewPost) -> Response[Post]:
    """Publish a post to everybody, to friends, or to nobody else."""
    new = await posts.publish(actor_of(request), data)
    return Response(new, headers={"Location": f"/posts/{new.id}"})


@get("/posts/{id:str}", operation_id="post", summary="A post", tags=["posts"], responses=drawn(Post))
async def read(request: Asker, posts: Posts, id: str, view_as: ViewAs = None) -> Response[bytes]:
    """Show a post; a public one also to somebody who is not signed in."""
    actor = actor_of(request)
    return tagged(request, await (posts.post_as(actor, id, view_as) if view_as else posts.post(actor, id)))


@put("/posts/{id:str}", operation_id="changePost", summary="Edit a post", tags=["posts"])
async def change(request: Asker, posts: Posts, id: str, data: PostChange) -> Post:
    """Change what one's own post says, or who may see it."""
    return await posts.change(actor_of(request), id, data)


@delete("/posts/{id:str}", operation_id="deletePost", summary="Delete a post", tags=["posts"], status_code=204)
async def remove(request: Asker, posts: Posts, id: str) -> None:
    """Delete one's own post and everything under it."""
    await posts.delete(actor_of(request), id)


@get("/posts/{id:str}/history", operation_id="postHistory", summary="What a post said before", tags=["posts"])
async def history(request: Asker, posts: Posts, id: str, limit: Size = 20, cursor: Cursor = None) -> Page[Edition]:
    """Show the earlier editions of a post, the latest first."""
    return await posts.history(actor_of(request), id, limit, cursor)


@get(
    "/posts/user/{user_id:str}",
    operation_id="postsOfMember",
    summary="A member's posts",
    tags=["posts"],
    responses=drawn(Page[Post]),
)
async def of_member(
    request: Asker, posts: Posts, user_id: str, view_as: ViewAs = None, limit: Size = 20, cursor: Cursor = None
) -> Response[bytes]:
    """Show a member's posts, the newest first."""
    if view_as:
        return tagged(request, await posts.page_as(actor_of(request), user_id, view_as, limit, cursor))
    return tagged(request, await posts.of_member(actor_of(request), user_id, limit, cursor))


_OWN = Policy(permission="posts.write", rule="one's own posts", limit=WRITES, once="key")

ROUTES = (
    Route(publish, Policy(permission="posts.write", rule="as oneself", limit=POSTS, once="key")),
    Route(read, READ),
    Route(change, _OWN),
    Route(remove, Policy(permission="posts.write", rule=_OWN.rule, limit=WRITES, once="natural")),
    Route(history, READ),
    Route(of_member, MEMBERS_READ),
)
