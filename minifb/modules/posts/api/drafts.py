"""The routes of drafts."""

from litestar import Response, delete, get, post, put

from minifb.kernel.http.policy import READS, WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.posts.api.asks import Asker, Cursor, Size
from minifb.modules.posts.api.posts import POSTS
from minifb.modules.posts.public import Post
from minifb.modules.posts.rules.drafts import Draft, NewDraft
from minifb.modules.posts.service import Posts


@post("/posts/drafts", operation_id="keepDraft", summary="Keep a draft", tags=["drafts"])
async def keep(request: Asker, posts: Posts, data: NewDraft) -> Response[Draft]:
    """Keep a post for later; with `publishAt` it is published by itself."""
    new = await posts.keep(actor_of(request), data)
    return Response(new, headers={"Location": f"/posts/drafts/{new.id}"})


@get("/posts/drafts", operation_id="drafts", summary="One's drafts", tags=["drafts"])
async def list_drafts(request: Asker, posts: Posts, limit: Size = 20, cursor: Cursor = None) -> Page[Draft]:
    """List one's drafts, the latest changed first."""
    return await posts.drafts(actor_of(request), limit, cursor)


@get("/posts/drafts/{draft_id:str}", operation_id="draft", summary="A draft", tags=["drafts"])
async def read_draft(request: Asker, posts: Posts, draft_id: str) -> Draft:
    """Show one of one's drafts."""
    return await posts.draft(actor_of(request), draft_id)


@put("/posts/drafts/{draft_id:str}", operation_id="changeDraft", summary="Change a draft", tags=["drafts"])
async def change_draft(request: Asker, posts: Posts, draft_id: str, data: NewDraft) -> Draft:
    """Put this in the draft's place: what is left out is as in a new draft."""
    return await posts.rewrite(actor_of(request), draft_id, data)


@delete(
    "/posts/drafts/{draft_id:str}",
    operation_id="deleteDraft",
    summary="Delete a draft",
    tags=["drafts"],
    status_code=204,
)
async def remove_draft(request: Asker, posts: Posts, draft_id: str) -> None:
    """Delete a draft; it is not published."""
    await posts.delete_draft(actor_of(request), draft_id)


@post("/posts/drafts/{draft_id:str}/publish", operation_id="publishDraft", summary="Publish a draft", tags=["drafts"])
async def publish_draft(request: Asker, posts: Posts, draft_id: str) -> Response[Post]:
    """Publish a draft now; it is no draft any more."""
    new = await posts.publish_draft(actor_of(request), draft_id)
    return Response(new, headers={"Location": f"/posts/{new.id}"})


_RULE = "one's own drafts"
_READ = Policy(permission="drafts.read", rule=_RULE, limit=READS)
_WRITE = Policy(permission="drafts.write", rule=_RULE, limit=WRITES, once="key")

ROUTES = (
    Route(keep, _WRITE),
    Route(list_drafts, _READ),
    Route(read_draft, _READ),
    Route(change_draft, _WRITE),
    Route(remove_draft, Policy(permission="drafts.write", rule=_RULE, limit=WRITES, once="natural")),
    Route(publish_draft, Policy(permission="posts.write", rule=_RULE, limit=POSTS, once="key")),
)
