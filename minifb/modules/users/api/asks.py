"""What the requests to users have in common."""

from typing import Annotated, Any

from litestar import Request
from litestar.params import QueryParameter

from minifb.kernel.http.policy import READS, Policy

Size = Annotated[int, QueryParameter(name="limit", ge=1, le=100, description="How many at most.")]
Cursor = Annotated[str | None, QueryParameter(name="cursor", max_length=1024, description="`next` of the page before.")]
ViewAs = Annotated[
    str | None,
    QueryParameter(
        name="viewAs", max_length=36, description="See one's own as this member would; `public`: as who is no friend."
    ),
]
Asker = Request[Any, Any, Any]

OTHERS = Policy(permission="users.read", rule="members who are neither hidden nor blocked", limit=READS)
OWN = Policy(permission="users.read", rule="one's own", limit=READS)
