"""Routes of messages."""

from typing import Annotated

from litestar import Response, delete, get, post, put
from litestar.params import QueryParameter

from minifb.kernel.http.policy import WRITES, Limit, Policy, Route, actor_of
from minifb.modules.messages.api.asks import CHANGE, OWN, Asker
from minifb.modules.messages.public import Message
from minifb.modules.messages.rules.messages import For, Forwarded, MessageChange, NewForward, NewMessage
from minifb.modules.messages.service import Messages

MESSAGES = Limit("messages", 300, 600)
Whose = Annotated[For, QueryParameter(name="for", description="Unsend one's own for everybody, or remove for oneself.")]


@post(
    "/messages/conversations/{id:str}/messages",
    operation_id="sendMessage",
    summary="Send a message",
    tags=["messages"],
)
async def send(request: Asker, messages: Messages, id: str, data: NewMessage) -> Response[Message]:
    """Send a message. The same `clientId` again gives the same message (200)."""
    sent = await messages.send(actor_of(request), id, data)
    headers = {"Location": f"/messages/{sent.message.id}"}
    return Response(sent.message, status_code=201 if sent.new else 200, headers=headers)


@get("/messages/{id:str}", operation_id="message", summary="A message", tags=["messages"])
async def message(request: Asker, messages: Messages, id: str) -> Message:
    """Show a message of a conversation of one's own."""
    return await messages.message(actor_of(request), id)


@put("/messages/{id:str}", operation_id="editMessage", summary="Edit a message", tags=["messages"])
async def change(request: Asker, messages: Messages, id: str, data: MessageChange) -> Message:
    """Change what one's own message says, for a while after it was sent; what it said before is kept."""
    return await messages.edit(actor_of(request), id, data)


@delete("/messages/{id:str}", operation_id="removeMessage", summary="Unsend or remove", tags=["messages"])
async def remove(request: Asker, messages: Messages, id: str, whose: Whose = "everyone") -> None:
    """Unsend one's own message for everybody, which leaves its bare place; or remove any for oneself alone."""
    await messages.delete_message(actor_of(request), id, whose)


@post("/messages/{id:str}/forward", operation_id="forwardMessage", summary="Forward a message", tags=["messages"])
async def forward(request: Asker, messages: Messages, id: str, data: NewForward) -> Forwarded:
    """Send what a message says to up to five other conversations; to all of them, or to none."""
    sent = await messages.forward(actor_of(request), id, data)
    return Forwarded(items=[one.message for one in sent])


_SEND = Policy(permission="messages.write", rule="conversations one may write in", limit=MESSAGES, once="key")
_OWN = Policy(permission="messages.write", rule="one's own messages", limit=WRITES, once="key")

ROUTES = (
    Route(send, _SEND),
    Route(message, OWN),
    Route(change, _OWN),
    Route(remove, CHANGE),
    Route(forward, _SEND),
)
