"""The routes of users: decode, one use case, encode."""

from typing import Annotated, Any, Literal

from litestar import Request, delete, get, post, put
from litestar.params import QueryParameter

from minifb.kernel.http.policy import READS, WRITES, Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Card, Page
from minifb.modules.users.public import Friendship, Person, Profile
from minifb.modules.users.rules import ProfileChange, Whom
from minifb.modules.users.service import Users

FRIEND_REQUESTS = Limit("friend-requests", 50, 3600)
SEARCHES = Limit("member-search", 30, 60)

Size = Annotated[int, QueryParameter(name="limit", ge=1, le=100, description="How many at most.")]
Cursor = Annotated[str | None, QueryParameter(name="cursor", max_length=1024, description="`next` of the page before.")]
Asker = Request[Any, Any, Any]


@get("/users/profile", operation_id="ownProfile", summary="One's own profile", tags=["users"])
async def own_profile(request: Asker, users: Users) -> Profile:
    """Show the signed-in member's own profile."""
    return await users.own_profile(actor_of(request))


@put("/users/profile", operation_id="changeProfile", summary="Change one's own profile", tags=["users"])
async def change_profile(request: Asker, users: Users, data: ProfileChange) -> Profile:
    """Change any part of the signed-in member's profile."""
    return await users.change_profile(actor_of(request), data)


@get("/users/{id:str}", operation_id="profile", summary="A member's profile", tags=["users"])
async def profile(request: Asker, users: Users, id: str) -> Profile:
    """Show a member, by id or `@username`, as the signed-in member may see them."""
    return await users.profile(actor_of(request), id)


@get("/users/search", operation_id="searchMembers", summary="Find members by name", tags=["users"])
async def search(
    request: Asker,
    users: Users,
    q: Annotated[str, QueryParameter(name="q", min_length=1, max_length=200, description="Beginnings of names.")],
    limit: Size = 20,
    cursor: Cursor = None,
) -> Page[Person]:
    """Find members whose username or names begin like the words of the query."""
    return await users.search(actor_of(request), q, limit, cursor)


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


@post("/users/blocks", operation_id="block", summary="Block a member", tags=["blocks"], status_code=204)
async def block(request: Asker, users: Users, data: Whom) -> None:
    """Block a member: neither sees the other anywhere, and they are no longer friends."""
    await users.block(actor_of(request), data.user_id)


@get("/users/blocks", operation_id="blocks", summary="Whom one blocked", tags=["blocks"])
async def blocks(request: Asker, users: Users, limit: Size = 20, cursor: Cursor = None) -> Page[Card]:
    """List whom the signed-in member blocked."""
    return await users.blocked(actor_of(request), limit, cursor)


@delete("/users/blocks/{user_id:str}", operation_id="unblock", summary="Lift a block", tags=["blocks"], status_code=204)
async def unblock(request: Asker, users: Users, user_id: str) -> None:
    """Lift a block; nothing else comes back."""
    await users.unblock(actor_of(request), user_id)


_READ = Policy(permission="users.read", rule="members who are neither hidden nor blocked", limit=READS)
_OWN = Policy(permission="users.read", rule="one's own", limit=READS)

ROUTES = (
    Route(own_profile, _OWN),
    Route(change_profile, Policy(permission="users.write", rule="one's own profile", limit=WRITES, once="key")),
    Route(profile, _READ),
    Route(search, Policy(permission="users.read", rule=_READ.rule, limit=SEARCHES)),
    Route(
        ask_friend,
        Policy(permission="friends.write", rule="members one may see", limit=FRIEND_REQUESTS, once="key"),
    ),
    Route(accept_friend, Policy(permission="friends.write", rule="requests to oneself", limit=WRITES, once="natural")),
    Route(remove_friend, Policy(permission="friends.write", rule="one's own pairs", limit=WRITES, once="natural")),
    Route(friends, _READ),
    Route(block, Policy(permission="blocks.write", rule="any member", limit=WRITES, once="natural")),
    Route(blocks, _OWN),
    Route(unblock, Policy(permission="blocks.write", rule="one's own blocks", limit=WRITES, once="natural")),
)
