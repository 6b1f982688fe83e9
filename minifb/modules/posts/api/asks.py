"""What the routes of posts ask for in the same words: sizes, cursors, the row of a read."""

from typing import Annotated, Any

from litestar import Request
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from minifb.kernel.http.policy import READS, Policy

Asker = Request[Any, Any, Any]
Size = Annotated[int, QueryParameter(name="limit", ge=1, le=100, description="How many at most.")]
Cursor = Annotated[str | None, QueryParameter(name="cursor", max_length=2048, description="`next` of the page before.")]
CommentId = Annotated[str | None, QueryParameter(name="commentId", max_length=36, description="A comment of the post.")]
ViewAs = Annotated[
    str | None,
    QueryParameter(name="viewAs", max_length=36, description="See one's own as this member would, or as `public`."),
]

VISIBLE = "posts one may see"
READ = Policy(permission="posts.read", role="anonymous", rule=VISIBLE, limit=READS)
MEMBERS_READ = Policy(permission="posts.read", rule=VISIBLE, limit=READS)


def drawn(kind: Any) -> dict[int, ResponseSpec]:
    """Say in the documentation what the bytes of a hot route are, and that a client which has them is told so."""
    return {
        200: ResponseSpec(data_container=kind, generate_examples=False),
        304: ResponseSpec(data_container=None, generate_examples=False, description="You have these very bytes."),
    }
