"""Routes of friend lists."""

from litestar import delete, get, post, put

from minifb.kernel.http.policy import WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Card, Page
from minifb.modules.users.api.asks import OWN, Asker, Cursor, Size
from minifb.modules.users.rules.lists import Everybody, FriendList, ListName
from minifb.modules.users.service import Users


@get("/users/lists", operation_id="friendLists", summary="One's friend lists", tags=["friend lists"])
async def friend_lists(request: Asker, users: Users, limit: Size = 20, cursor: Cursor = None) -> Page[FriendList]:
    """List one's friend lists; that of close friends comes first and is always there."""
    return await users.lists(actor_of(request), limit, cursor)


@post("/users/lists", operation_id="createFriendList", summary="Begin a friend list", tags=["friend lists"])
async def create_list(request: Asker, users: Users, data: ListName) -> FriendList:
    """Begin a friend list."""
    return await users.create_list(actor_of(request), data)


@get("/users/lists/{id:str}", operation_id="friendList", summary="A friend list", tags=["friend lists"])
async def friend_list(request: Asker, users: Users, id: str) -> FriendList:
    """Show one of one's lists."""
    return await users.friend_list(actor_of(request), id)


@put("/users/lists/{id:str}", operation_id="renameFriendList", summary="Rename a friend list", tags=["friend lists"])
async def rename_list(request: Asker, users: Users, id: str, data: ListName) -> FriendList:
    """Call a list something else."""
    return await users.rename_list(actor_of(request), id, data)


@delete(
    "/users/lists/{id:str}",
    operation_id="deleteFriendList",
    summary="Delete a friend list",
    tags=["friend lists"],
    status_code=204,
)
async def drop_list(request: Asker, users: Users, id: str) -> None:
    """Delete a list; what was shown to it is for oneself alone from now on."""
    await users.drop_list(actor_of(request), id)


@get("/users/lists/{id:str}/members", operation_id="listMembers", summary="Who is on a list", tags=["friend lists"])
async def list_members(request: Asker, users: Users, id: str, limit: Size = 20, cursor: Cursor = None) -> Page[Card]:
    """List who is on one of one's lists."""
    return await users.list_members(actor_of(request), id, limit, cursor)


@put("/users/lists/{id:str}/members", operation_id="putListMembers", summary="Fill a list", tags=["friend lists"])
async def put_list_members(request: Asker, users: Users, id: str, data: Everybody) -> FriendList:
    """Say who is on a list, all at once; everybody must be a friend."""
    return await users.put_list_members(actor_of(request), id, data)


@put(
    "/users/lists/{id:str}/members/{user_id:str}",
    operation_id="putListMember",
    summary="Put a friend on a list",
    tags=["friend lists"],
    status_code=204,
)
async def put_list_member(request: Asker, users: Users, id: str, user_id: str) -> None:
    """Put a friend on a list; they are not told."""
    await users.put_list_member(actor_of(request), id, user_id)


@delete(
    "/users/lists/{id:str}/members/{user_id:str}",
    operation_id="dropListMember",
    summary="Take a friend off a list",
    tags=["friend lists"],
    status_code=204,
)
async def drop_list_member(request: Asker, users: Users, id: str, user_id: str) -> None:
    """Take a friend off a list; they are not told."""
    await users.drop_list_member(actor_of(request), id, user_id)


_CHANGE = Policy(permission="friends.write", rule="one's own lists", limit=WRITES, once="natural")

ROUTES = (
    Route(friend_lists, OWN),
    Route(create_list, Policy(permission="friends.write", rule="one's own lists", limit=WRITES, once="key")),
    Route(friend_list, OWN),
    Route(rename_list, _CHANGE),
    Route(drop_list, _CHANGE),
    Route(list_members, OWN),
    Route(put_list_members, _CHANGE),
    Route(put_list_member, _CHANGE),
    Route(drop_list_member, _CHANGE),
)
