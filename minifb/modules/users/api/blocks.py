"""Routes of blocks."""

from litestar import delete, get, post

from minifb.kernel.http.policy import WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Card, Page
from minifb.modules.users.api.asks import OWN, Asker, Cursor, Size
from minifb.modules.users.rules.members import Whom
from minifb.modules.users.service import Users


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


ROUTES = (
    Route(block, Policy(permission="blocks.write", rule="any member", limit=WRITES, once="natural")),
    Route(blocks, OWN),
    Route(unblock, Policy(permission="blocks.write", rule="one's own blocks", limit=WRITES, once="natural")),
)
