"""Routes of what one lets others know."""

from litestar import get, put

from minifb.kernel.http.policy import WRITES, Policy, Route, actor_of
from minifb.modules.messages.api.asks import OWN, Asker
from minifb.modules.messages.rules.choices import Choices, ChoicesChange
from minifb.modules.messages.service import Messages


@get("/messages/settings", operation_id="messageSettings", summary="What one lets others know", tags=["settings"])
async def choices(request: Asker, messages: Messages) -> Choices:
    """Show whether others learn what one has read, and that one is there."""
    return await messages.choices(actor_of(request))


@put("/messages/settings", operation_id="changeMessageSettings", summary="Change it", tags=["settings"])
async def choose(request: Asker, messages: Messages, data: ChoicesChange) -> Choices:
    """Change either; who does not tell, is not told."""
    return await messages.choose(actor_of(request), data)


ROUTES = (
    Route(choices, OWN),
    Route(choose, Policy(permission="messages.write", rule="one's own", limit=WRITES, once="natural")),
)
