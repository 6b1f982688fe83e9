"""The routes of posts: decode, one use case, encode. Hot ones send bytes that the use case drew."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from minifb.kernel.http.etag import tagged
from minifb.kernel.http.policy import READS, WRITES, Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.posts.public import Comment, Edition, Post, Reacted, ReactionType, Reactor
from minifb.modules.posts.rules import (
    CommentChange,
    NewComment,
    NewPost,
    NewReaction,
    PostChange,
    RankedFeedUnavailable,
)
from minifb.modules.posts.service import Posts

POSTS = Limit("posts", 60, 600)
COMMENTS = Limit("comments", 120, 600)
REACTIONS = Limit("reactions", 120, 60)

Asker = Request[Any, Any, Any]
Size = Annotated[int, QueryParameter(name="limit", ge=1, le=100, description="How many at most.")]
Cursor = Annotated[str | None, QueryParameter(name="cursor", max_length=2048, description="`next` of the page before.")]
CommentId = Annotated[str | None, QueryParameter(name="commentId", max_length=36, description="A comment of the post.")]


def drawn(kind: Any) -> dict[int, ResponseSpec]:
    """Say in the documentation what the bytes of a hot route are, and that a client which has them is told so."""
    return {
        200: ResponseSpec(data_container=kind, generate_examples=False),
        304: ResponseSpec(data_container=None, generate_examples=False, description="You have these very bytes."),
    }


# ── posts ──


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


@post("/posts", operation_id="publishPost", summary="Publish a post", tags=["posts"])
async def publish(request: Asker, posts: Posts, data: NewPost) -> Response[Post]:
    """Publish a post to everybody, to friends, or to nobody else."""
    new = await posts.publish(actor_of(request), data)
    return Response(new, headers={"Location": f"/posts/{new.id}"})


@get("/posts/{id:str}", operation_id="post", summary="A post", tags=["posts"], responses=drawn(Post))
async def read(request: Asker, posts: Posts, id: str) -> Response[bytes]:
    """Show a post; a public one also to somebody who is not signed in."""
    return tagged(request, await posts.post(actor_of(request), id))


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
    request: Asker, posts: Posts, user_id: str, limit: Size = 20, cursor: Cursor = None
) -> Response[bytes]:
    """Show a member's posts, the newest first."""
    return tagged(request, await posts.of_member(actor_of(request), user_id, limit, cursor))


# ── comments ──


@post("/posts/{id:str}/comments", operation_id="comment", summary="Comment on a post", tags=["comments"])
async def comment(request: Asker, posts: Posts, id: str, data: NewComment) -> Response[Comment]:
    """Comment on a post, or reply to one of its comments."""
    new = await posts.comment(actor_of(request), id, data)
    return Response(new, headers={"Location": f"/posts/{id}/comments/{new.id}"})


@get(
    "/posts/{id:str}/comments",
    operation_id="comments",
    summary="Comments on a post",
    tags=["comments"],
    responses=drawn(Page[Comment]),
)
async def comments(
    request: Asker,
    posts: Posts,
    id: str,
    parent_id: Annotated[
        str | None, QueryParameter(name="parentId", max_length=36, description="Whose replies.")
    ] = None,
    sort: Literal["oldest", "newest"] = "oldest",
    limit: Size = 20,
    cursor: Cursor = None,
) -> Response[bytes]:
    """Show one level of a post's comments: those on the post, or the replies to one of them."""
    page = await posts.comments(actor_of(request), id, parent_id, sort, limit, cursor)
    return tagged(request, msgspec.json.encode(page))


@get("/posts/{id:str}/comments/{comment_id:str}", operation_id="oneComment", summary="A comment", tags=["comments"])
async def read_comment(request: Asker, posts: Posts, id: str, comment_id: str) -> Comment:
    """Show one comment."""
    return await posts.one_comment(actor_of(request), id, comment_id)


@put(
    "/posts/{id:str}/comments/{comment_id:str}",
    operation_id="changeComment",
    summary="Edit a comment",
    tags=["comments"],
)
async def change_comment(request: Asker, posts: Posts, id: str, comment_id: str, data: CommentChange) -> Comment:
    """Change what one's own comment says."""
    return await posts.change_comment(actor_of(request), id, comment_id, data)


@delete(
    "/posts/{id:str}/comments/{comment_id:str}",
    operation_id="deleteComment",
    summary="Delete a comment",
    tags=["comments"],
    status_code=204,
)
async def remove_comment(request: Asker, posts: Posts, id: str, comment_id: str) -> None:
    """Delete one's own comment, or one under one's own post."""
    await posts.delete_comment(actor_of(request), id, comment_id)


# ── reactions ──


@post("/posts/{id:str}/reactions", operation_id="react", summary="React", tags=["reactions"], status_code=200)
async def react(request: Asker, posts: Posts, id: str, data: NewReaction) -> Reacted:
    """React to a post or one of its comments; it takes the place of an earlier reaction."""
    return await posts.react(actor_of(request), id, data)


@delete(
    "/posts/{id:str}/reactions",
    operation_id="unreact",
    summary="Take a reaction back",
    tags=["reactions"],
    status_code=200,
)
async def unreact(request: Asker, posts: Posts, id: str, comment_id: CommentId = None) -> Reacted:
    """Take one's reaction back."""
    return await posts.take_reaction(actor_of(request), id, comment_id)


@get("/posts/{id:str}/reactions", operation_id="reactors", summary="Who reacted", tags=["reactions"])
async def reactors(
    request: Asker,
    posts: Posts,
    id: str,
    comment_id: CommentId = None,
    type: Annotated[ReactionType | None, QueryParameter(name="type", description="Only this reaction.")] = None,
    limit: Size = 20,
    cursor: Cursor = None,
) -> Page[Reactor]:
    """List who reacted to a post or one of its comments, the latest first."""
    return await posts.reactors(actor_of(request), id, comment_id, type or "", limit, cursor)


_VISIBLE = "posts one may see"
_READ = Policy(permission="posts.read", role="anonymous", rule=_VISIBLE, limit=READS)
_FEED = Policy(permission="posts.read", rule=_VISIBLE, limit=READS)
_OWN = Policy(permission="posts.write", rule="one's own posts", limit=WRITES, once="key")
_COMMENT = Policy(permission="comments.write", rule="under posts one may see", limit=COMMENTS, once="key")
_OWN_COMMENT = Policy(permission="comments.write", rule="one's own comments", limit=WRITES, once="key")
_CLEAN_UP = Policy(
    permission="comments.write", rule="one's own comments, and all under one's own posts", limit=WRITES, once="natural"
)
_REACT = Policy(permission="reactions.write", rule=_VISIBLE, limit=REACTIONS, once="natural")

ROUTES = (
    Route(feed, _FEED),
    Route(publish, Policy(permission="posts.write", rule="as oneself", limit=POSTS, once="key")),
    Route(read, _READ),
    Route(change, _OWN),
    Route(remove, Policy(permission="posts.write", rule="one's own posts", limit=WRITES, once="natural")),
    Route(history, _READ),
    Route(of_member, _FEED),
    Route(comment, _COMMENT),
    Route(comments, _READ),
    Route(read_comment, _READ),
    Route(change_comment, _OWN_COMMENT),
    Route(remove_comment, _CLEAN_UP),
    Route(react, _REACT),
    Route(unreact, _REACT),
    Route(reactors, _READ),
)
