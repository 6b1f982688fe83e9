"""Routes of resync."""

from litestar import post

from minifb.kernel.http.policy import READS, Policy, Route, actor_of
from minifb.modules.messages.api.asks import Asker
from minifb.modules.messages.rules.sync import Held, Sync
from minifb.modules.messages.service import Messages


@post("/messages/sync", operation_id="syncMessages", summary="What was missed", tags=["messages"], status_code=200)
async def sync(request: Asker, messages: Messages, data: Held) -> Sync:
    """Say which conversations are held and up to which revision, and get what changed in them since."""
    return await messages.sync(actor_of(request), data)


_POLICY = Policy(permission="messages.read", rule="one's own conversations", limit=READS, once="natural")

ROUTES = (Route(sync, _POLICY),)
