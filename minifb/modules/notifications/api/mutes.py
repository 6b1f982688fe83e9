"""The routes of muted posts."""

from litestar import delete, get, post

from minifb.kernel.http.policy import WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.notifications.api.asks import READ, WRITE, Asker, Cursor, Size
from minifb.modules.notifications.rules.mutes import MutedPost, NewPostMute
from minifb.modules.notifications.service import Notifications

_TAGS = ["mutes"]


@post("/notifications/mutes", operation_id="mutePost", summary="Mute a post", tags=_TAGS, status_code=204)
async def mute_post(request: Asker, notifications: Notifications, data: NewPostMute) -> None:
    """Be told nothing more about a post, for some days or until one says otherwise."""
    await notifications.mute_post(actor_of(request), data)


@get("/notifications/mutes", operation_id="mutedPosts", summary="Muted posts", tags=_TAGS)
async def muted_posts(
    request: Asker, notifications: Notifications, limit: Size = 20, cursor: Cursor = None
) -> Page[MutedPost]:
    """List the posts one mutes, the latest post first, and until when."""
    return await notifications.muted_posts(actor_of(request), limit, cursor)


@delete(
    "/notifications/mutes/{post_id:str}",
    operation_id="unmutePost",
    summary="Unmute a post",
    tags=_TAGS,
    status_code=204,
)
async def unmute_post(request: Asker, notifications: Notifications, post_id: str) -> None:
    """Be told about a post again."""
    await notifications.unmute_post(actor_of(request), post_id)


ROUTES = (
    Route(
        mute_post,
        Policy(permission="notifications.write", rule="posts one may see", limit=WRITES, once="natural"),
    ),
    Route(muted_posts, READ),
    Route(unmute_post, WRITE),
)
