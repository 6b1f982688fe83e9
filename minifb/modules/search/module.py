"""Search: finding posts and people. Planned: this is its face, nothing answers yet."""

from minifb.kernel.module import Module
from minifb.modules.search import public

MODULE = Module(
    name="search",
    summary="Finding posts and people.",
    port=3600,
    status="planned",
    public=public,
    answers=public.SearchQuestions,
    synchronous="NORMAL",
)
