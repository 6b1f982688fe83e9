"""Routes of presence."""

from litestar import get

from minifb.kernel.http.policy import READS, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.messages.api.asks import Asker
from minifb.modules.messages.rules.presence import Present
from minifb.modules.messages.service import Messages


@get("/messages/presence", operation_id="presence", summary="Who is there", tags=["presence"])
async def presence(request: Asker, messages: Messages) -> Page[Present]:
    """List the friends who are there now; changes of it come over the socket."""
    return await messages.present_friends(actor_of(request))


ROUTES = (Route(presence, Policy(permission="messages.read", rule="friends who let it be seen", limit=READS)),)
