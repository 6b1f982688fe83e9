"""The application: the modules' routes, each behind its policy row, under one edge, documented as OpenAPI."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Litestar
from litestar.di import Provide
from litestar.handlers.base import BaseRouteHandler

from minifb.kernel.clock import Clock
from minifb.kernel.http import body, problems
from minifb.kernel.http.edge import Edge, Escaped, Observe
from minifb.kernel.http.guard import Guard
from minifb.kernel.http.headers import Proxies
from minifb.kernel.http.openapi import Document
from minifb.kernel.http.policy import Route
from minifb.kernel.http.site import Site


class Part(msgspec.Struct, frozen=True):
    """What one module brings: its name, its routes, and the service its handlers ask for by that name."""

    name: str
    routes: tuple[Route, ...]
    service: Any = None


class Outside(msgspec.Struct, frozen=True, kw_only=True):
    """What surrounds the application: where it lives, whom it trusts, whom it tells."""

    site: Site
    trusted_proxies: tuple[str, ...] = ()
    observe: Observe = lambda *_: None
    escaped: Escaped = lambda *_: None
    version: str = "0"


class Application(msgspec.Struct, frozen=True):
    """The finished application: an ASGI app, and what it is made of."""

    edge: Edge
    """Serve this."""
    litestar: Litestar
    document: Document
    """Its OpenAPI."""


def build(parts: Sequence[Part], guard: Guard, clock: Clock, outside: Outside) -> Application:
    """Put parts together; a live route without a policy row, or a row without a route, stops start-up."""
    document = Document(parts, version=outside.version)
    own = Part("document", document.routes())
    every = [*parts, own]

    def note(scope: Any, error: BaseException) -> None:
        outside.escaped(error, scope["state"].get("request_id", ""))

    litestar = Litestar(
        # Not a router for each part: Litestar copies routers with all that is in them, which takes half of a start.
        [route.handler for part in every for route in part.routes],
        dependencies={part.name: _giving(part.service) for part in every if part.service is not None},
        debug=False,
        openapi_config=None,
        logging_config=None,
        request_class=body.Incoming,
        request_max_body_size=None,  # the guard keeps the size each policy row allows
        middleware=[guard.middleware],
        exception_handlers={Exception: problems.handler(note)},
    )
    edge = Edge(
        litestar,
        clock,
        proxies=Proxies(outside.trusted_proxies),
        https=outside.site.https,
        observe=outside.observe,
        escaped=outside.escaped,
    )
    document.describe(litestar)
    guard.learn({route.handler.fn: route for part in every for route in part.routes}, live_handlers(litestar))
    return Application(edge, litestar, document)


def _giving(service: Any) -> Provide:
    async def give() -> Any:
        return service

    return Provide(give)


def live_handlers(litestar: Litestar) -> list[BaseRouteHandler]:
    """Walk the routes that really answer."""
    found: list[BaseRouteHandler] = []
    for route in litestar.routes:
        found += getattr(route, "route_handlers", None) or [route.route_handler]  # type: ignore[union-attr]
    return found
