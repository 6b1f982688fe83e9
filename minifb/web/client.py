"""The types of the API for whoever writes the web app: every route with what it takes and answers, from OpenAPI."""

import json
from typing import Any

_HEAD = "// Written by `minifb docs` from the API; changes here are lost.\n"


def types(document: dict[str, Any]) -> str:
    """Write `schema.d.ts`: an interface per schema, and `Routes` from "GET /posts/{id}" to its types."""
    schemas = document["components"]["schemas"]
    lines = [_HEAD]
    lines += [f"export type {name} = {_type(schema)};" for name, schema in sorted(schemas.items())]
    lines.append("\nexport interface Routes {")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                lines.append(f'  "{method.upper()} {path}": {_route(document, operation)};')
    return "\n".join([*lines, "}", ""])


def _route(document: dict[str, Any], operation: dict[str, Any]) -> str:
    given = [_resolved(document, parameter) for parameter in operation.get("parameters", ())]
    places = (f"{place}: {_fields(given, place)}" for place in ("path", "query"))
    return f"{{ {'; '.join(places)}; body: {_body(operation)}; answer: {_answer(operation)} }}"


def _resolved(document: dict[str, Any], parameter: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in parameter:
        return parameter
    found: dict[str, Any] = document["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[-1]]
    return found


def _fields(given: list[dict[str, Any]], place: str) -> str:
    wanted = (one for one in given if one["in"] == place)
    found = [f"{one['name']}{'' if one.get('required') else '?'}: {_type(one['schema'])}" for one in wanted]
    return f"{{ {'; '.join(found)} }}" if found else "{}"


def _body(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return _type(content["schema"]) if content else "unknown"


def _answer(operation: dict[str, Any]) -> str:
    """Give the type of the first answer that says something; 202 says only that the rest is on its way."""
    for status in ("200", "201"):
        content = operation["responses"].get(status, {}).get("content", {}).get("application/json")
        if content:
            return _type(content["schema"])
    return "any" if "204" not in operation["responses"] else "null"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "enum" in schema:
        return " | ".join(json.dumps(one) for one in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if parts := schema.get("anyOf") or schema.get("oneOf"):
        return " | ".join(dict.fromkeys(_type(part) for part in parts))
    match schema.get("type"):
        case "object":
            return _object(schema)
        case "array":
            return f"({_type(schema['items'])})[]" if "items" in schema else "any[]"
        case "integer" | "number":
            return "number"
        case "string" | "boolean" | "null":
            return str(schema["type"])
        case _:
            return "any"


def _object(schema: dict[str, Any]) -> str:
    if "properties" not in schema:
        more = schema.get("additionalProperties")
        return f"{{ [key: string]: {_type(more) if isinstance(more, dict) else 'any'} }}"
    needed = set(schema.get("required", ()))
    fields = (f"{name}{'' if name in needed else '?'}: {_type(one)}" for name, one in schema["properties"].items())
    return f"{{ {'; '.join(fields)} }}"
