"""The routes of audiences: who can see a post, how that changed, past posts for friends."""

from datetime import datetime
from typing import Annotated

from litestar import get, post
from litestar.params import QueryParameter

from minifb.kernel.http.policy import READS, WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.posts.api.asks import Asker, Cursor, Size
from minifb.modules.posts.rules.audiences import AskedAudience, AudienceChange, PastLimit, PastPosts, Reach
from minifb.modules.posts.service import Posts

Before = Annotated[datetime | None, QueryParameter(name="before", description="Only posts from before this instant.")]


@get("/posts/{id:str}/audience", operation_id="whoSees", summary="Who can see a post", tags=["audiences"])
async def who_sees(request: Asker, posts: Posts, id: str, limit: Size = 20, cursor: Cursor = None) -> Reach:
    """Tell the author of a post who can see it: the rule in words, and the people."""
    return await posts.who_sees(actor_of(request), id, limit, cursor)


@post(
    "/posts/audience", operation_id="whoWouldSee", summary="Who could see a post", tags=["audiences"], status_code=200
)
async def who_would_see(
    request: Asker, posts: Posts, data: AskedAudience, limit: Size = 20, cursor: Cursor = None
) -> Reach:
    """Tell who could see a post that is said to this audience, before it is."""
    return await posts.who_would_see(actor_of(request), data, limit, cursor)


@get(
    "/posts/{id:str}/audience/changes",
    operation_id="audienceChanges",
    summary="How the audience of a post changed",
    tags=["audiences"],
)
async def changes(
    request: Asker, posts: Posts, id: str, limit: Size = 20, cursor: Cursor = None
) -> Page[AudienceChange]:
    """Show the author of a post to whom it was said before, the latest change first."""
    return await posts.audience_changes(actor_of(request), id, limit, cursor)


@get("/posts/limit-past", operation_id="pastPosts", summary="What limiting past posts changes", tags=["audiences"])
async def past_posts(request: Asker, posts: Posts, before: Before = None) -> PastPosts:
    """Tell how many of one's public posts would become posts to friends."""
    return await posts.past_posts(actor_of(request), before)


@post(
    "/posts/limit-past",
    operation_id="limitPast",
    summary="Limit past posts to friends",
    tags=["audiences"],
    status_code=200,
)
async def limit_past(request: Asker, posts: Posts, data: PastLimit) -> PastPosts:
    """Say all one's public posts so far, or those from before an instant, to friends alone."""
    return await posts.limit_past(actor_of(request), data)


_OWN = Policy(permission="posts.read", rule="one's own posts", limit=READS)
_ASK = Policy(permission="posts.read", rule="members and lists one may name", limit=READS, once="natural")

ROUTES = (
    Route(who_sees, _OWN),
    Route(who_would_see, _ASK),
    Route(changes, _OWN),
    Route(past_posts, _OWN),
    Route(limit_past, Policy(permission="posts.write", rule="one's own posts", limit=WRITES, once="key")),
)
