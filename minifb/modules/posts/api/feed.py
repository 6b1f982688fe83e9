"""The routes of the feed."""

from datetime import datetime
from typing import Annotated

from litestar import Response, get, post, put
from litestar.params import QueryParameter

from minifb.kernel.clock import instant
from minifb.kernel.http.etag import tagged
from minifb.kernel.http.policy import WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page, Wire
from minifb.modules.posts.api.asks import MEMBERS_READ, Asker, Cursor, Size, drawn
from minifb.modules.posts.public import FeedPost, Why
from minifb.modules.posts.rules.feed.choices import AuthorLevel, Mode, Preferences, PreferencesChange, Sight
from minifb.modules.posts.service import Posts


class NewCount(Wire):
    """How many posts are new, at most 99."""

    count: int


@get("/posts/feed", operation_id="feed", summary="The feed", tags=["feed"], responses=drawn(Page[FeedPost]))
async def feed(
    request: Asker, posts: Posts, mode: Mode | None = None, limit: Size = 20, cursor: Cursor = None
) -> Response[bytes]:
    """Show the posts of the signed-in member's friends and of whom they follow: ranked, or the latest first.

    Without a mode the member's own choice holds. A cursor goes on in the order of its first page, also while new
    posts arrive.
    """
    page = await posts.feed(actor_of(request), mode, limit, cursor)
    return tagged(request, page.body, tag=page.tag)


@get("/posts/feed/{post_id:str}/why", operation_id="why", summary="Why a post is in the feed", tags=["feed"])
async def why(request: Asker, posts: Posts, post_id: str) -> Why:
    """Say why a post stands where it stands: all factors in words, which multiplied are its score."""
    return await posts.why(actor_of(request), post_id)


@get("/posts/feed/new-count", operation_id="newCount", summary="How many posts are new", tags=["feed"])
async def new_count(
    request: Asker,
    posts: Posts,
    since: Annotated[datetime | None, QueryParameter(description="Else since the feed was asked for anew.")] = None,
) -> NewCount:
    """Count the posts that arrived meanwhile, for "3 new posts"; the order of the feed stays as it is."""
    at = instant(since) if since is not None and since.tzinfo is not None else None
    return NewCount(count=await posts.new_count(actor_of(request), at))


@post("/posts/feed/seen", operation_id="seePosts", summary="Tell what was seen", tags=["feed"], status_code=204)
async def seen(request: Asker, posts: Posts, data: Sight) -> None:
    """Note posts that were on the screen for a second or more: what was seen stands further back."""
    await posts.see_posts(actor_of(request), data)


@put("/posts/feed/authors/{user_id:str}", operation_id="seeLess", summary="See less", tags=["feed"], status_code=204)
async def see_less(request: Asker, posts: Posts, user_id: str, data: AuthorLevel) -> None:
    """See less of an author for a month, or as usual."""
    await posts.see_less(actor_of(request), user_id, less=data.level == "less")


@get("/posts/feed/preferences", operation_id="feedPreferences", summary="How one's feed is ordered", tags=["feed"])
async def preferences(request: Asker, posts: Posts) -> Preferences:
    """Show how one's feed is ordered."""
    return await posts.feed_preferences(actor_of(request))


@put("/posts/feed/preferences", operation_id="preferFeed", summary="Order one's feed", tags=["feed"])
async def prefer(request: Asker, posts: Posts, data: PreferencesChange) -> Preferences:
    """Choose how one's feed is ordered, on all one's devices: ranked or latest, from fresh (0) to friends (100)."""
    return await posts.prefer(actor_of(request), data)


_OWN_FEED = Policy(permission="posts.write", rule="one's own feed", limit=WRITES, once="natural")
_SEEN = Policy(permission="posts.write", rule="posts one may see", limit=WRITES, once="key")

ROUTES = (
    Route(feed, MEMBERS_READ),
    Route(why, MEMBERS_READ),
    Route(new_count, MEMBERS_READ),
    Route(seen, _SEEN),
    Route(see_less, _OWN_FEED),
    Route(preferences, MEMBERS_READ),
    Route(prefer, _OWN_FEED),
)
