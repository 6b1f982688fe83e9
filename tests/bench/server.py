"""The server that is measured: the real one, with constants beside its routes that only the bench has.

They go through the same edge, router and guard as every route, so that a ratio to them says what the product adds.
With `BENCH_DEAF=1` no module listens to any event, to see what listening costs.
"""

import os
from typing import Any

import msgspec
from litestar import Response, WebSocket, get, websocket
from litestar.exceptions import WebSocketDisconnect

from minifb.kernel.http.policy import READS, Policy, Role, Route
from tests.bench.measure import SIZES, STEP

HOUSES: list[Any] = []
"""The house that is served."""


def route(path: str, size: int, role: Role) -> Route:
    """Make a route that answers so many bytes of JSON."""
    body = b'{"text":"' + b"x" * (size - 11) + b'"}'

    @get(path, include_in_schema=False, name=f"bench {path}")
    async def answer() -> Response[bytes]:
        return Response(body, media_type="application/json")

    return _bench(answer, role)


def _bench(handler: Any, role: Role) -> Route:
    return Route(handler, Policy(permission="bench.read", role=role, rule="anyone", limit=READS))


ROOMS: dict[str, set[WebSocket[Any, Any, Any]]] = {}
"""Who is in which room of the bare sockets."""


@websocket("/bench/rooms/{names:str}", name="bench rooms")
async def rooms(socket: WebSocket[Any, Any, Any], names: str) -> None:
    """Send every text to all in the room that it names, and do nothing else: what a socket costs without a product."""
    await socket.accept()
    mine = names.split("-")
    for name in mine:
        ROOMS.setdefault(name, set()).add(socket)
    try:
        while True:
            text = await socket.receive_data("text")
            for each in list(ROOMS[text[: text.index(" ")]]):
                await each.send_data(text, "text")
    except WebSocketDisconnect:
        for name in mine:
            ROOMS[name].discard(socket)


@get("/bench/behind", include_in_schema=False, name="bench behind")
async def behind() -> Response[bytes]:
    """Tell how many events are not applied yet."""
    waiting = sum(standing.lag for standing in HOUSES[0].bus.status())
    return Response(str(waiting).encode(), media_type="text/plain")


def routes() -> tuple[Route, ...]:
    """Make all of them: a constant of each size for anybody, and one for members."""
    return (
        *(route(f"/bench/{size}", size, "anonymous") for size in SIZES),
        route("/bench/token", STEP, "member"),
        _bench(behind, "anonymous"),
        _bench(rooms, "member"),
    )


def main() -> None:
    """Serve, with the bench's routes."""
    from minifb import registry

    if os.environ.get("BENCH_DEAF"):
        registry.MODULES = tuple(msgspec.structs.replace(module, consumes=()) for module in registry.MODULES)
    from minifb import app, front
    from minifb.cli import main as serve

    build = app.build
    front.ROUTES = (*front.ROUTES, *routes())

    def kept(*given: Any, **told: Any) -> Any:
        HOUSES.append(build(*given, **told))
        return HOUSES[0]

    app.build = kept
    serve()


if __name__ == "__main__":
    main()
