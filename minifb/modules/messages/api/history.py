"""Routes of history: what was said, and what a message said before."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from minifb.kernel.http.policy import Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.messages.api.asks import OWN, Asker, Cursor, Size
from minifb.modules.messages.public import History, MessageEdition
from minifb.modules.messages.rules.history import asked
from minifb.modules.messages.service import Messages

Before = Annotated[str | None, QueryParameter(name="before", max_length=36, description="What was said before this.")]
After = Annotated[str | None, QueryParameter(name="after", max_length=36, description="What was said after this.")]
Around = Annotated[str | None, QueryParameter(name="around", max_length=36, description="This, and what is around it.")]


@get(
    "/messages/conversations/{id:str}/messages",
    operation_id="history",
    summary="What was said",
    tags=["messages"],
)
async def history(
    request: Asker,
    messages: Messages,
    id: str,
    before: Before = None,
    after: After = None,
    around: Around = None,
    limit: Size = 20,
    cursor: Cursor = None,
) -> History:
    """List what was said in a conversation, the latest first: all of it, or from one message on.

    Name a message by its id or its `seq`. What comes `after` one is listed earliest first.
    """
    return await messages.history(actor_of(request), id, asked(before, after, around), limit, cursor)


@get("/messages/{id:str}/edits", operation_id="messageEdits", summary="What a message said before", tags=["messages"])
async def edits(
    request: Asker, messages: Messages, id: str, limit: Size = 20, cursor: Cursor = None
) -> Page[MessageEdition]:
    """List what a message said before it was edited, the latest first."""
    return await messages.edits(actor_of(request), id, limit, cursor)


ROUTES = (Route(history, OWN), Route(edits, OWN))
