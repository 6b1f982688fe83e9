"""The route of friends' birthdays."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from minifb.kernel.http.policy import READS, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.users.api.asks import Asker, Cursor, Size
from minifb.modules.users.public import Birthday
from minifb.modules.users.service import Users

Days = Annotated[int, QueryParameter(name="days", ge=1, le=366, description="How many days from today (UTC) on.")]


@get("/users/birthdays", operation_id="birthdays", summary="Friends' coming birthdays", tags=["friends"])
async def birthdays(
    request: Asker, users: Users, days: Days = 30, limit: Size = 20, cursor: Cursor = None
) -> Page[Birthday]:
    """List the coming birthdays of friends who show them, the next one first; 29 February is on the 28th without."""
    return await users.birthdays(actor_of(request), days, limit, cursor)


ROUTES = (Route(birthdays, Policy(permission="users.read", rule="friends who show it", limit=READS)),)
