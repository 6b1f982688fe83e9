"""The routes of comments."""

from typing import Annotated

import msgspec
from litestar import Response, delete, get, post, put
from litestar.params import QueryParameter

from minifb.kernel.http.etag import tagged
from minifb.kernel.http.policy import WRITES, Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.posts.api.asks import READ, Asker, Cursor, Size, drawn
from minifb.modules.posts.public import Comment
from minifb.modules.posts.rules.comments import CommentChange, CommentSort, NewComment
from minifb.modules.posts.rules.posts import Edition
from minifb.modules.posts.service import Posts

COMMENTS = Limit("comments", 120, 600)


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
    sort: CommentSort = "oldest",
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


@get(
    "/posts/{id:str}/comments/{comment_id:str}/history",
    operation_id="commentHistory",
    summary="What a comment said before",
    tags=["comments"],
)
async def comment_history(
    request: Asker, posts: Posts, id: str, comment_id: str, limit: Size = 20, cursor: Cursor = None
) -> Page[Edition]:
    """Show the earlier editions of a comment, the latest first."""
    return await posts.comment_history(actor_of(request), id, comment_id, limit, cursor)


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


_OWN = Policy(permission="comments.write", rule="one's own comments", limit=WRITES, once="key")
_CLEAN_UP = Policy(
    permission="comments.write", rule="one's own comments, and all under one's own posts", limit=WRITES, once="natural"
)

ROUTES = (
    Route(comment, Policy(permission="comments.write", rule="under posts one may see", limit=COMMENTS, once="key")),
    Route(comments, READ),
    Route(read_comment, READ),
    Route(comment_history, READ),
    Route(change_comment, _OWN),
    Route(remove_comment, _CLEAN_UP),
)
