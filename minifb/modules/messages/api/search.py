"""Routes of search."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from minifb.kernel.http.policy import Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.messages.api.asks import Asker, Cursor, Size
from minifb.modules.messages.public import Found
from minifb.modules.messages.service import Messages

SEARCH = Limit("messageSearch", 30, 60)
Words = Annotated[str, QueryParameter(name="q", min_length=1, max_length=200, description="Words; of the last a part.")]
Within = Annotated[
    str | None, QueryParameter(name="conversationId", max_length=36, description="Only in this conversation.")
]


@get("/messages/search", operation_id="searchMessages", summary="Search messages", tags=["messages"])
async def search(
    request: Asker, messages: Messages, q: Words, within: Within = None, limit: Size = 20, cursor: Cursor = None
) -> Page[Found]:
    """Find what was said with all of these words in one's own conversations, the latest first.

    Capitals and accents do not matter; the last word may be the beginning of one.
    """
    return await messages.search(actor_of(request), q, within, limit, cursor)


ROUTES = (Route(search, Policy(permission="messages.read", rule="one's own conversations", limit=SEARCH)),)
