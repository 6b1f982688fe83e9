"""Routes of follows."""

from typing import Annotated

from litestar import delete, get, post
from litestar.params import QueryParameter

from minifb.kernel.http.policy import WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.users.api.asks import OWN, Asker, Cursor, Size
from minifb.modules.users.rules.follows import Followed, Follower, NewFollow
from minifb.modules.users.service import Users

First = Annotated[bool | None, QueryParameter(name="first", description="Those one sees first, or those one does not.")]


@post("/users/follows", operation_id="follow", summary="Follow a member", tags=["follows"], status_code=204)
async def follow(request: Asker, users: Users, data: NewFollow) -> None:
    """Follow a member without being friends, or see their posts first."""
    await users.follow(actor_of(request), data)


@get("/users/follows", operation_id="follows", summary="Whom one follows", tags=["follows"])
async def follows(
    request: Asker, users: Users, first: First = None, limit: Size = 20, cursor: Cursor = None
) -> Page[Followed]:
    """List whom one follows, newest first."""
    return await users.followed(actor_of(request), first, limit, cursor)


@delete("/users/follows/{user_id:str}", operation_id="unfollow", summary="Unfollow", tags=["follows"], status_code=204)
async def unfollow(request: Asker, users: Users, user_id: str) -> None:
    """Follow somebody no more; friends stay friends."""
    await users.unfollow(actor_of(request), user_id)


@get("/users/followers", operation_id="followers", summary="Who follows one", tags=["follows"])
async def followers(request: Asker, users: Users, limit: Size = 20, cursor: Cursor = None) -> Page[Follower]:
    """List who follows one, newest first."""
    return await users.followers(actor_of(request), limit, cursor)


ROUTES = (
    Route(follow, Policy(permission="friends.write", rule="members one may see", limit=WRITES, once="natural")),
    Route(follows, OWN),
    Route(unfollow, Policy(permission="friends.write", rule="one's own follows", limit=WRITES, once="natural")),
    Route(followers, OWN),
)
