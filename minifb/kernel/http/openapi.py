"""OpenAPI 3.1 of what is really served: paths from the live routes, shapes from the very types that decode and encode.

The framework could write it too, but from a reading of its own: it loses limits inside lists, sentences and refused
fields. Here msgspec writes every schema, so that what is documented is what is taken.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import ParameterKwarg
from litestar.routes import HTTPRoute
from litestar.typing import FieldDefinition

from minifb.kernel.http.body import Intake
from minifb.kernel.http.etag import tagged
from minifb.kernel.http.policy import Limit, Policy, Route
from minifb.kernel.http.problems import ANSWERED, MEDIA_TYPE
from minifb.kernel.http.shapes import Problem

READING = {"GET", "HEAD"}
_REFERENCE = "#/components/schemas/{name}"
_BOUNDS = ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern", "description")
# Two modules may have a shape of the same name; msgspec then calls them by where they are in the code.
_IN_THE_CODE = re.compile(r"minifb\.(?:modules|kernel)\.(\w+)(?:\.\w+)*\.(\w+)")


class Operation(msgspec.Struct, frozen=True):
    """One method of one path."""

    path: str
    method: str
    handler: HTTPRouteHandler
    policy: Policy
    in_path: frozenset[str]

    @property
    def body(self) -> Intake:
        """What it takes."""
        return Intake.of(self.handler)

    def parameters(self) -> Iterator[tuple[dict[str, Any], Any]]:
        """Give each parameter and its type."""
        given = {"data", "request", *self.handler.resolve_dependencies()}
        for name, field in self.handler.parsed_fn_signature.parameters.items():
            if name in given:
                continue
            told = field.kwarg_definition if isinstance(field.kwarg_definition, ParameterKwarg) else None
            if name in self.in_path:
                yield {"name": name, "in": "path", "required": True}, _bounded(field, told)
            else:
                wire_name = getattr(told, "name", None) or name
                where = told.param_type.value if told is not None else "query"
                usual = {"default": field.default} if field.has_default and field.default is not None else {}
                yield (
                    {"name": wire_name, "in": where, "required": not field.has_default, **usual},
                    _bounded(field, told),
                )

    def results(self) -> dict[int, Any]:
        """Give each good status and the type of its answer."""
        returned = self.handler.parsed_fn_signature.return_type
        kind = returned.annotation
        if returned.is_subclass_of(Response):
            kind = returned.inner_types[0].annotation if returned.inner_types else Any
        more = {int(status): spec.data_container for status, spec in (self.handler.responses or {}).items()}
        return {self.handler.status_code: kind, **more}


def _bounded(field: FieldDefinition, told: ParameterKwarg | None) -> Any:
    """Put a parameter's limits on its type; one that is left out is absent, never null."""
    kinds = [inner.annotation for inner in field.inner_types if not inner.is_none_type] if field.is_optional else []
    kind = kinds[0] if len(kinds) == 1 else field.annotation
    bounds = {name: value for name in _BOUNDS if (value := getattr(told, name, None)) is not None}
    return Annotated[kind, msgspec.Meta(**bounds)] if bounds else kind


def statuses(*, method: str, takes_body: bool, has_parameters: bool) -> list[int]:
    """Say with which problems a route may answer; a key that was granted nothing is refused even what is open."""
    found = {400, 401, 403, 413, 429, 503}
    if takes_body:
        found |= {415, 422}
    if has_parameters:
        found |= {404, 422}
    if method not in READING:
        found |= {404, 409, 422, 507}
    return sorted(found)


class Document:
    """The OpenAPI document, made when it is first asked for."""

    def __init__(self, litestar: Litestar, policies: Mapping[Any, Policy], *, version: str) -> None:
        """Describe what is served, by handler function with its policy."""
        self._litestar, self._policies, self._version = litestar, policies, version
        self._json = b""

    def json(self) -> bytes:
        """Give it as JSON."""
        if not self._json:
            self._json = _IN_THE_CODE.sub(r"\1_\2", msgspec.json.encode(self._written()).decode()).encode()
        return self._json

    def schema(self) -> dict[str, Any]:
        """Give it as a value."""
        value: dict[str, Any] = msgspec.json.decode(self.json())
        return value

    def _operations(self) -> Iterator[Operation]:
        for route in self._litestar.routes:
            if isinstance(route, HTTPRoute):
                for handler in route.route_handlers:
                    if handler.fn in self._policies and handler.resolve_include_in_schema():
                        policy, names = self._policies[handler.fn], frozenset(route.path_parameters)
                        for method in handler.http_methods:
                            yield Operation(route.path_format, str(method), handler, policy, names)

    def _written(self) -> dict[str, Any]:
        operations = sorted(self._operations(), key=lambda one: (one.path, one.method))
        kinds: list[Any] = [Problem]

        def place(kind: Any) -> Callable[[], Any]:
            """Remember a type; its schema is there when all types are known."""
            kinds.append(kind)
            at = len(kinds) - 1
            return lambda: schemas[at]

        drawn = [(one, _draft(one, place)) for one in operations]
        schemas, shapes = msgspec.json.schema_components(kinds, ref_template=_REFERENCE)
        paths: dict[str, Any] = {}
        for one, draft in drawn:
            paths.setdefault(one.path, {})[one.method.lower()] = _filled(draft)
        return {
            "openapi": "3.1.0",
            "info": {"title": "minifb", "version": self._version},
            "servers": [{"url": "/"}],
            "paths": paths,
            "components": {"schemas": shapes, **_components(schemas[0])},
        }


def _filled(value: Any) -> Any:
    if callable(value):
        return value()
    if isinstance(value, dict):
        return {name: _filled(item) for name, item in value.items()}
    return [_filled(item) for item in value] if isinstance(value, list) else value


def _parameter(told: dict[str, Any], schema: Callable[[], Any]) -> dict[str, Any]:
    usual = {"default": told.pop("default")} if "default" in told else {}
    return {**told, "schema": lambda: {**schema(), **usual}}


def _draft(one: Operation, place: Callable[[Any], Any]) -> dict[str, Any]:
    """Write an operation, its schemas still to be filled in."""
    handler, policy, body = one.handler, one.policy, one.body
    parameters: list[dict[str, Any]] = [_parameter(told, place(kind)) for told, kind in one.parameters()]
    responses: dict[str, Any] = {}
    if one.method not in READING:
        responses["202"] = {"$ref": "#/components/responses/Applying"}
    for status, kind in one.results().items():
        responses[str(status)] = answered = {"description": HTTPStatus(status).phrase}
        if kind is not type(None) and kind is not None:
            # Bytes that nobody described may be anything.
            usual = "*/*" if kind is bytes else "application/json"
            media_type = str(getattr(handler.media_type, "value", handler.media_type) or usual)
            written = place(kind) if media_type == "application/json" else {"type": "string"}
            answered["content"] = {media_type: {"schema": written}}  # type: ignore[assignment]
    # What is no JSON is described by the handler itself: `@post(…, takes={media_type: {"schema": …}})`.
    content = handler.opt.get("takes") or (body.kind and {"application/json": {"schema": place(body.kind)}})
    refused = statuses(method=one.method, takes_body=content is not None, has_parameters=bool(parameters))
    responses |= {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in refused}
    if policy.once == "key":
        parameters.append({"$ref": "#/components/parameters/IdempotencyKey"})
    signed_in: list[dict[str, Any]] = [{"bearer": []}, {"cookie": []}]
    draft = {
        "operationId": handler.operation_id,
        "summary": handler.summary,
        "description": " ".join((handler.description or handler.fn.__doc__ or "").split()),
        "tags": sorted(handler.resolve_tags()),
        "parameters": parameters,
        "responses": responses,
        "security": [{}, *signed_in] if policy.role == "anonymous" else signed_in,
        "x-permission": policy.permission,
        "x-role": policy.role,
    }
    if content is not None:
        draft["requestBody"] = {"required": not body.optional, "content": content}
    return {name: value for name, value in draft.items() if value not in (None, "")}


def _components(problem: Any) -> dict[str, Any]:
    """Write what operations refer to beside shapes."""
    problems = {
        f"Problem{kind.status}": {
            "description": " ".join((kind.__doc__ or "").split()),
            "content": {MEDIA_TYPE: {"schema": problem}},
        }
        for kind in ANSWERED
    }
    status = {"type": "object", "required": ["status"], "properties": {"status": {"type": "string"}}}
    applying = {
        "description": "The change is kept and is being applied; or what was asked for is under way.",
        "content": {"application/json": {"schema": status}},
    }
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "16 to 64 visible ASCII characters; repeating a request with its key changes nothing.",
        "schema": {"type": "string", "minLength": 16, "maxLength": 64, "pattern": "^[!-~]{16,64}$"},
    }
    bearer = {"type": "http", "scheme": "bearer", "description": "An access token, or an API key (mfb_…)."}
    told = "A browser's session; writes also need X-Minifb: 1 and the site's own Origin."
    cookie = {"type": "apiKey", "in": "cookie", "name": "minifb", "description": told}
    return {
        "responses": {"Applying": applying, **problems},
        "parameters": {"IdempotencyKey": key},
        "securitySchemes": {"bearer": bearer, "cookie": cookie},
    }


@get("/openapi.json", operation_id="openapi", summary="This document", include_in_schema=False)
async def _openapi(request: Request[Any, Any, Any], document: NamedDependency[Document]) -> Response[bytes]:
    return tagged(request, document.json())


_LIMIT = Limit("openapi", 60, 60, per="address")
ROUTES = (Route(_openapi, Policy(permission="openapi.read", role="anonymous", rule="anybody", limit=_LIMIT)),)
