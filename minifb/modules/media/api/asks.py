"""What the requests to media have in common."""

from typing import Annotated, Any

from litestar import Request
from litestar.params import QueryParameter

from minifb.kernel.http.policy import READS, WRITES, Limit, Policy

Size = Annotated[int, QueryParameter(name="limit", ge=1, le=100, description="How many at most.")]
Cursor = Annotated[str | None, QueryParameter(name="cursor", max_length=2048, description="`next` of the page before.")]
Asker = Request[Any, Any, Any]

OWN = "one's own"
SEEN = "what one may see"
UPLOADS = Limit("uploads", 120, 1_800)
READ = Policy(permission="media.read", role="anonymous", rule=SEEN, limit=READS)
MEMBERS_READ = Policy(permission="media.read", rule=SEEN, limit=READS)
WRITE = Policy(permission="media.write", rule=OWN, limit=WRITES, once="natural")
BODY_BYTES_MAX = 4_100 * 1_048_576
"""More than any setting allows for a file: how large one may be is media's own to say."""
