"""What the requests to search have in common."""

from typing import Annotated, Any

from litestar import Request
from litestar.params import QueryParameter

Size = Annotated[int, QueryParameter(name="limit", ge=1, le=100, description="How many at most.")]
Cursor = Annotated[str | None, QueryParameter(name="cursor", max_length=2048, description="`next` of the page before.")]
Asker = Request[Any, Any, Any]

OWN = "one's own"
