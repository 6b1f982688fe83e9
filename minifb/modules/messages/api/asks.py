"""What the requests to messages have in common."""

from typing import Annotated, Any

from litestar import Request
from litestar.params import QueryParameter

from minifb.kernel.http.policy import READS, WRITES, Policy

Size = Annotated[int, QueryParameter(name="limit", ge=1, le=100, description="How many at most.")]
Cursor = Annotated[str | None, QueryParameter(name="cursor", max_length=1024, description="`next` of the page before.")]
Asker = Request[Any, Any, Any]

OWN = Policy(permission="messages.read", rule="one's own conversations", limit=READS)
CHANGE = Policy(permission="messages.write", rule="one's own conversations", limit=WRITES, once="natural")
