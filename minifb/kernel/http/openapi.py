"""OpenAPI 3.1 of what is really served: derived from handlers and structs, completed from the policy rows."""

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.config.app import AppConfig
from litestar.openapi.config import OpenAPIConfig

from minifb.kernel.http.etag import tagged
from minifb.kernel.http.policy import Limit, Policy, Route
from minifb.kernel.http.problems import ANSWERED, MEDIA_TYPE
from minifb.kernel.http.shapes import Problem

_TEXTS = {kind.status: (kind.__doc__ or "").strip() for kind in ANSWERED}
_READING = {"get", "head"}


class Routed(Protocol):
    """A part of the application that has routes."""

    @property
    def routes(self) -> tuple[Route, ...]:
        """Its routes."""
        ...


class Document:
    """The OpenAPI document, made when it is first asked for."""

    def __init__(self, parts: Sequence[Routed], *, version: str) -> None:
        """Describe these parts."""
        self._policies = {route.handler.fn: route.policy for part in parts for route in part.routes}
        self._version = version
        self._litestar: Litestar | None = None
        self._json = b""

    def describe(self, litestar: Litestar) -> None:
        """Take the application whose routes are meant."""
        self._litestar = litestar

    def routes(self) -> tuple[Route, ...]:
        """Serve it at /openapi.json."""

        @get("/openapi.json", operation_id="openapi", summary="This document", include_in_schema=False)
        async def openapi(request: Request[Any, Any, Any]) -> Response[bytes]:
            return tagged(request, self.json())

        policy = Policy(
            permission="openapi.read", role="anonymous", rule="anybody", limit=Limit("openapi", 60, 60, per="address")
        )
        return (Route(openapi, policy),)

    def json(self) -> bytes:
        """Give it as JSON."""
        self._json = self._json or msgspec.json.encode(self.schema())
        return self._json

    def schema(self) -> dict[str, Any]:
        """Give it as a value."""
        litestar = self._litestar
        if litestar is None:
            raise RuntimeError("the application is not built yet")
        # The framework's own plug-in writes the document; it is not given a route, so that ours is the only one.
        writer: Any = litestar.plugins.get("OpenAPIPlugin")
        writer.on_app_init(AppConfig(openapi_config=OpenAPIConfig(title="minifb", version=self._version)))
        schema: dict[str, Any] = msgspec.to_builtins(writer.provide_openapi_schema(), str_keys=True)
        by_operation = self._by_operation(litestar)
        for path in schema["paths"].values():
            for method, operation in path.items():
                if isinstance(operation, dict) and "responses" in operation:
                    _complete(operation, by_operation[operation["operationId"]], method)
        _add_components(schema)
        return schema

    def _by_operation(self, litestar: Litestar) -> dict[str, Policy]:
        found = {}
        for route in litestar.routes:
            for handler in getattr(route, "route_handlers", ()):
                if handler.fn in self._policies and isinstance(handler.operation_id, str):
                    found[handler.operation_id] = self._policies[handler.fn]
        return found


def statuses(*, method: str, takes_body: bool, has_parameters: bool) -> list[int]:
    """Say with which problems a route may answer; a key that was granted nothing is refused even what is open."""
    found = {400, 401, 403, 413, 429, 503}
    if takes_body:
        found |= {415, 422}
    if has_parameters:
        found |= {404, 422}
    if method not in _READING:
        found |= {404, 409, 422, 507}
    return sorted(found)


def _complete(operation: dict[str, Any], policy: Policy, method: str) -> None:
    """Write into an operation what its policy row says: problems, who may call it, the once-key."""
    good = {status: response for status, response in operation["responses"].items() if int(status) < 400}
    refused = statuses(
        method=method,
        takes_body="requestBody" in operation,
        has_parameters=bool(operation.get("parameters")),
    )
    problems = {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in refused}
    applying = {} if method in _READING else {"202": {"$ref": "#/components/responses/Applying"}}
    operation["responses"] = {**applying, **good, **problems}
    if policy.role == "anonymous":
        operation["security"] = [{}, {"bearer": []}, {"cookie": []}]
    else:
        operation["security"] = [{"bearer": []}, {"cookie": []}]
    operation["x-permission"] = policy.permission
    operation["x-role"] = policy.role
    if policy.once == "key":
        operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/IdempotencyKey"})


def _add_components(schema: dict[str, Any]) -> None:
    components = schema.setdefault("components", {})
    (problem,), shapes = msgspec.json.schema_components([Problem], ref_template="#/components/schemas/{name}")
    components.setdefault("schemas", {}).update(shapes)
    components["responses"] = {
        f"Problem{status}": {"description": text, "content": {MEDIA_TYPE: {"schema": problem}}}
        for status, text in _TEXTS.items()
    }
    components["responses"]["Applying"] = {
        "description": "The change is kept and is being applied; or what was asked for is under way.",
        "content": {
            "application/json": {
                "schema": {"type": "object", "required": ["status"], "properties": {"status": {"type": "string"}}}
            }
        },
    }
    components["parameters"] = {
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "16 to 64 visible ASCII characters; repeating a request with its key changes nothing.",
            "schema": {"type": "string", "minLength": 16, "maxLength": 64, "pattern": "^[!-~]{16,64}$"},
        }
    }
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "An access token, or an API key (mfb_…)."},
        "cookie": {
            "type": "apiKey",
            "in": "cookie",
            "name": "minifb",
            "description": "A browser's session; writes also need X-Minifb: 1 and the site's own Origin.",
        },
    }
