"""Routes of friendships."""

from typing import Annotated, Literal

from litestar import delete, get, post, put
from litestar.params import QueryParameter

from minifb.kernel.http.policy import WRITES, Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Card, Page
from minifb.modules.users.api.asks import OTHERS, Asker, Cursor, Size
from minifb.modules.users.public import Friendship
from minifb.modules.users.rules.members import Whom
from minifb.modules.users.service import Users

FRIEND_REQUESTS = Limit("friend-requests", 50, 3600)


@post("/users/friends/request", operation_id="askFriend", summary="Ask to be friends", tags=["friends"])
async def ask_friend(request: Asker, users: Users, data: Whom) -> Friendship:
    """Ask a member to be friends; if they asked already, you are friends now."""
    return await users.ask_friend(actor_of(request), data.user_id)


@put("/users/friends/{id:str}/accept", operation_id="acceptFriend", summary="Accept a request", tags=["friends"])
async def accept_friend(request: Asker, users: Users, id: str) -> Friendship:
    """Say yes to a request, named by its id or by who sent it."""
    return await users.accept_friend(actor_of(request), id)


@delete(
    "/users/friends/{id:str}",
    operation_id="removeFriend",
    summary="Unfriend, cancel or decline",
    tags=["friends"],
    status_code=204,
)
async def remove_friend(request: Asker, users: Users, id: str) -> None:
    """End a friendship, take a request back, or decline one; the other is not told."""
    await users.remove_friend(actor_of(request), id)


@get("/users/friends", operation_id="friends", summary="Friends and requests", tags=["friends"])
async def friends(
    request: Asker,
    users: Users,
    status: Literal["friends", "requests", "sent"] = "friends",
    user_id: Annotated[str | None, QueryParameter(name="userId", max_length=36, description="Whose friends.")] = None,
    limit: Size = 20,
    cursor: Cursor = None,
) -> Page[Friendship]:
    """List friends, the requests that wait, or those one sent; newest first."""
    return await users.friends(actor_of(request), status, user_id, limit, cursor)


@get(
    "/users/{id:str}/mutual-friends",
    operation_id="mutualFriends",
    summary="Friends in common with a member",
    tags=["friends"],
)
async def mutual_friends(request: Asker, users: Users, id: str, limit: Size = 20, cursor: Cursor = None) -> Page[Card]:
    """List the friends one has in common with another member, by username, as far as one may see them."""
    return await users.mutual_friends(actor_of(request), id, limit, cursor)


ROUTES = (
    Route(
        ask_friend,
        Policy(permission="friends.write", rule="members one may see", limit=FRIEND_REQUESTS, once="key"),
    ),
    Route(accept_friend, Policy(permission="friends.write", rule="requests to oneself", limit=WRITES, once="natural")),
    Route(remove_friend, Policy(permission="friends.write", rule="one's own pairs", limit=WRITES, once="natural")),
    Route(friends, OTHERS),
    Route(mutual_friends, OTHERS),
)
