"""The application: the modules' routes, each behind its policy row, under one edge, documented as OpenAPI."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Litestar
from litestar.di import Provide
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Scope

from minifb.kernel.clock import Clock
from minifb.kernel.http import body, openapi, problems
from minifb.kernel.http.edge import App, Edge, Escaped, Observe
from minifb.kernel.http.guard import Desk, Guard, desks
from minifb.kernel.http.headers import Proxies
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
    document: openapi.Document
    """Its OpenAPI."""


class Compiled(msgspec.Struct, frozen=True):
    """Routes as the framework serves them. Nothing of one server is in it: that comes with each request."""

    litestar: Litestar
    desks: Mapping[Any, Desk]


class Serving(msgspec.Struct, frozen=True):
    """What of one server a request takes along: the guard in front of it, services for its handler."""

    guard: Guard
    desks: Mapping[Any, Desk]
    services: Mapping[str, Any]
    escaped: Escaped


def build(parts: Sequence[Part], guard: Guard, clock: Clock, outside: Outside) -> Application:
    """Put parts together; a live route without a policy row, or a row without a route, stops start-up."""
    services = {part.name: part.service for part in parts if part.service is not None}
    routes = (*(route for part in parts for route in part.routes), *openapi.ROUTES)
    compiled = compile_routes(routes, (*services, "document"))
    policies = {fn: desk.policy for fn, desk in compiled.desks.items()}
    services["document"] = document = openapi.Document(compiled.litestar, policies, version=outside.version)
    edge = Edge(
        compiled.litestar,
        clock,
        proxies=Proxies(outside.trusted_proxies),
        https=outside.site.https,
        observe=outside.observe,
        escaped=outside.escaped,
        serving=Serving(guard, compiled.desks, services, outside.escaped),
    )
    return Application(edge, compiled.litestar, document)


def compile_routes(routes: tuple[Route, ...], services: tuple[str, ...]) -> Compiled:
    """Let the framework read all handlers, which may ask for these services: the long part of a start."""
    litestar = Litestar(
        # Not a router for each part: Litestar copies routers with all that is in them, which takes half of a start.
        [route.handler for route in routes],
        dependencies={name: _giving(name) for name in services},
        debug=False,
        openapi_config=None,
        logging_config=None,
        request_class=body.Incoming,
        request_max_body_size=None,  # the guard keeps the size each policy row allows
        middleware=[_guarded],
        exception_handlers={Exception: problems.handler(_note)},
    )
    return Compiled(litestar, desks({route.handler.fn: route for route in routes}, live_handlers(litestar)))


def _guarded(app: App) -> App:
    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        serving: Serving = scope["state"]["serving"]
        await serving.guard.let(app, serving.desks[scope["route_handler"].fn], scope, receive, send)

    return guarded


def _note(scope: Any, error: BaseException) -> None:
    scope["state"]["serving"].escaped(error, scope["state"].get("request_id", ""))


def _giving(name: str) -> Provide:
    async def give(scope: Scope) -> Any:
        return scope["state"]["serving"].services[name]

    return Provide(give)


def live_handlers(litestar: Litestar) -> list[BaseRouteHandler]:
    """Walk the routes that really answer."""
    several = [getattr(route, "route_handlers", None) or [route.route_handler] for route in litestar.routes]  # type: ignore[union-attr]
    return [handler for handlers in several for handler in handlers]
