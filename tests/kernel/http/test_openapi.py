"""What is documented is what is served."""

import pytest

from minifb.kernel.http.openapi import statuses
from tests.kernel.http.world import ROUTES


@pytest.fixture
async def document(world):
    async with world.client() as anybody:
        return (await anybody.get("/openapi.json")).json()


def operations(document):
    return {
        operation["operationId"]: operation
        for path in document["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict)
    }


def test_every_route_is_documented(document):
    """Each HTTP route has its operation, under the id it was given."""
    served = {route.handler.operation_id for route in ROUTES if hasattr(route.handler, "operation_id")}
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "minifb"
    assert set(operations(document)) == served


def test_errors_are_problems(document):
    """Every error of every operation is a problem, never the framework's own form."""
    for operation in operations(document).values():
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert response == {"$ref": f"#/components/responses/Problem{status}"}
    for name, response in document["components"]["responses"].items():
        if name.startswith("Problem"):
            assert response["content"] == {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            }
    required = {"type", "title", "status", "detail", "instance", "code", "requestId"}
    assert set(document["components"]["schemas"]["Problem"]["required"]) == required


def test_who_may_call_is_documented(document):
    """Operations say what they demand: how to sign in, which role, which permission."""
    found = operations(document)
    assert found["newThing"]["security"] == [{"bearer": []}, {"cookie": []}]
    assert found["open"]["security"][0] == {}
    assert (found["staff"]["x-role"], found["staff"]["x-permission"]) == ("moderator", "things.moderate")


def test_once_keys_are_documented(document):
    """Where a once-key is taken, the header is a parameter."""
    key = {"$ref": "#/components/parameters/IdempotencyKey"}
    taken = {name for name, one in operations(document).items() if key in one.get("parameters", [])}
    assert taken == {"newThing"}


def test_every_reference_leads_somewhere(document):
    """No reference in the document is dead."""

    def walk(value):
        if isinstance(value, dict):
            if isinstance(reference := value.get("$ref"), str):
                place = document
                for step in reference.removeprefix("#/").split("/"):
                    place = place[step]
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    walk(document)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (("GET", False, False), {400, 401, 403, 413, 429, 503}),
        (("GET", False, True), {400, 401, 403, 404, 413, 422, 429, 503}),
        (("POST", True, False), {400, 401, 403, 404, 409, 413, 415, 422, 429, 503, 507}),
    ],
)
def test_the_errors_follow_from_what_is_taken(told, expected):
    """The errors of an operation follow from its method and what it takes."""
    method, takes_body, has_parameters = told
    assert set(statuses(method=method, takes_body=takes_body, has_parameters=has_parameters)) == expected
