"""The server that is measured: the real one, with constants beside its routes that only the bench has.

They go through the same edge, router and guard as every route, so that a ratio to them says what the product adds.
"""

from typing import Any

from litestar import Response, get

from minifb import front
from minifb.cli import main
from minifb.kernel.http.policy import READS, Policy, Role, Route

STEP = 512
SIZES = range(STEP, 40 * 1024 + 1, STEP)


def constant(size: int) -> str:
    """Name the constant that is as big as an answer of this size."""
    return f"/bench/{min(SIZES, key=lambda each: abs(each - size))}"


def route(path: str, size: int, role: Role) -> Route:
    """Make a route that answers so many bytes of JSON."""
    body = b'{"text":"' + b"x" * (size - 11) + b'"}'

    @get(path, include_in_schema=False, name=f"bench {path}")
    async def answer() -> Response[bytes]:
        return Response(body, media_type="application/json")

    handler: Any = answer
    return Route(handler, Policy(permission="bench.read", role=role, rule="anyone", limit=READS))


def routes() -> tuple[Route, ...]:
    """Make all of them: a constant of each size for anybody, and one for members."""
    return (
        *(route(f"/bench/{size}", size, "anonymous") for size in SIZES),
        route("/bench/token", STEP, "member"),
    )


if __name__ == "__main__":
    pages = front.page_routes
    front.page_routes = lambda: (*pages(), *routes())
    main()
