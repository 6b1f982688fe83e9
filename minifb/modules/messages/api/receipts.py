"""Routes of receipts and unread counts."""

from typing import Annotated

from litestar import get, put
from litestar.params import QueryParameter

from minifb.kernel.http.policy import Route, actor_of
from minifb.modules.messages.api.asks import CHANGE, OWN, Asker
from minifb.modules.messages.rules.receipts import SeenBy, UnreadCount
from minifb.modules.messages.service import Messages

Private = Annotated[bool, QueryParameter(name="private", description="Tell nobody that it was read.")]


@put("/messages/{id:str}/read", operation_id="readMessage", summary="Mark as read", tags=["receipts"], status_code=204)
async def read(request: Asker, messages: Messages, id: str, private: Private = False) -> None:
    """Mark a conversation as read up to a message; it never goes back."""
    await messages.mark_read(actor_of(request), id, private=private)


@get("/messages/{id:str}/seen", operation_id="messageSeenBy", summary="Who has read it", tags=["receipts"])
async def seen(request: Asker, messages: Messages, id: str) -> SeenBy:
    """Show who has read a message; in a conversation of more than fifty only how many."""
    return await messages.seen_by(actor_of(request), id)


@get("/messages/unread-count", operation_id="unreadMessages", summary="How much is unread", tags=["receipts"])
async def unread_count(request: Asker, messages: Messages) -> UnreadCount:
    """Count what is unread in the conversations that one did not mute, up to 999."""
    return await messages.unread_count(actor_of(request))


ROUTES = (Route(read, CHANGE), Route(seen, OWN), Route(unread_count, OWN))
