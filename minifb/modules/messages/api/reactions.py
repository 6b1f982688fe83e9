"""Routes of reactions."""

from typing import Annotated

from litestar import delete, get, put
from litestar.params import QueryParameter

from minifb.kernel.http.policy import Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.messages.api.asks import OWN, Asker, Cursor, Size
from minifb.modules.messages.public import MessageReactor, Reactions, ReactionType
from minifb.modules.messages.rules.reactions import NewReaction
from minifb.modules.messages.service import Messages

REACTIONS = Limit("messageReactions", 120, 60)
Only = Annotated[ReactionType | None, QueryParameter(name="type", description="Only this reaction.")]


@put("/messages/{id:str}/reaction", operation_id="reactToMessage", summary="React", tags=["messages"])
async def react(request: Asker, messages: Messages, id: str, data: NewReaction) -> Reactions:
    """React to a message; it takes the place of an earlier reaction."""
    return await messages.react(actor_of(request), id, data)


@delete(
    "/messages/{id:str}/reaction",
    operation_id="unreactToMessage",
    summary="Take a reaction back",
    tags=["messages"],
    status_code=200,
)
async def unreact(request: Asker, messages: Messages, id: str) -> Reactions:
    """Take one's reaction back."""
    return await messages.unreact(actor_of(request), id)


@get("/messages/{id:str}/reactions", operation_id="messageReactors", summary="Who reacted", tags=["messages"])
async def reactors(
    request: Asker, messages: Messages, id: str, type: Only = None, limit: Size = 20, cursor: Cursor = None
) -> Page[MessageReactor]:
    """List who reacted to a message, the latest first."""
    return await messages.reactors(actor_of(request), id, type or "", limit, cursor)


_REACT = Policy(permission="messages.write", rule="messages one may read", limit=REACTIONS, once="natural")

ROUTES = (Route(react, _REACT), Route(unreact, _REACT), Route(reactors, OWN))
