"""Routes of mutes."""

from litestar import delete, get, post

from minifb.kernel.http.policy import WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.users.api.asks import OWN, Asker, Cursor, Size
from minifb.modules.users.rules.mutes import Muted, NewMute
from minifb.modules.users.service import Users


@post("/users/mutes", operation_id="mute", summary="Mute or snooze a member", tags=["mutes"], status_code=204)
async def mute(request: Asker, users: Users, data: NewMute) -> None:
    """Hear nothing from a member, for some days or until one says otherwise; they are never told."""
    await users.mute(actor_of(request), data)


@get("/users/mutes", operation_id="mutes", summary="Whom one mutes", tags=["mutes"])
async def mutes(request: Asker, users: Users, limit: Size = 20, cursor: Cursor = None) -> Page[Muted]:
    """List whom one mutes, and until when."""
    return await users.muted(actor_of(request), limit, cursor)


@delete("/users/mutes/{user_id:str}", operation_id="unmute", summary="Unmute", tags=["mutes"], status_code=204)
async def unmute(request: Asker, users: Users, user_id: str) -> None:
    """Hear from a member again."""
    await users.unmute(actor_of(request), user_id)


ROUTES = (
    Route(mute, Policy(permission="friends.write", rule="members one may see", limit=WRITES, once="natural")),
    Route(mutes, OWN),
    Route(unmute, Policy(permission="friends.write", rule="one's own mutes", limit=WRITES, once="natural")),
)
