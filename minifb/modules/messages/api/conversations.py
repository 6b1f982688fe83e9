"""Routes of conversations."""

from typing import Annotated

from litestar import Response, get, post
from litestar.params import QueryParameter

from minifb.kernel.http.policy import Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.messages.api.asks import OWN, Asker, Cursor, Size
from minifb.modules.messages.public import Conversation
from minifb.modules.messages.rules.conversations import Box, NewConversation
from minifb.modules.messages.service import Messages

CONVERSATIONS = Limit("conversations", 120, 3600)
InBox = Annotated[Box, QueryParameter(name="box", description="Which of them.")]


@post(
    "/messages/conversations",
    operation_id="beginConversation",
    summary="Begin a conversation",
    tags=["conversations"],
)
async def begin(request: Asker, messages: Messages, data: NewConversation) -> Response[Conversation]:
    """Begin a conversation with a member, or a group; the same two always have the same one (200)."""
    conversation, new = await messages.begin(actor_of(request), data)
    headers = {"Location": f"/messages/conversations/{conversation.id}"}
    return Response(conversation, status_code=201 if new else 200, headers=headers)


@get("/messages/conversations", operation_id="conversations", summary="Conversations", tags=["conversations"])
async def conversations(
    request: Asker, messages: Messages, box: InBox = "inbox", limit: Size = 20, cursor: Cursor = None
) -> Page[Conversation]:
    """List one's conversations: pinned ones first, then by the last that was said."""
    return await messages.conversations(actor_of(request), box, limit, cursor)


@get("/messages/conversations/{id:str}", operation_id="conversation", summary="A conversation", tags=["conversations"])
async def conversation(request: Asker, messages: Messages, id: str) -> Conversation:
    """Show a conversation."""
    return await messages.conversation(actor_of(request), id)


ROUTES = (
    Route(begin, Policy(permission="messages.write", rule="members one may see", limit=CONVERSATIONS, once="key")),
    Route(conversations, OWN),
    Route(conversation, OWN),
)
