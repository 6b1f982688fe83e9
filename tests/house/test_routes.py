"""Every route has its policy row, its words and its place in the documentation."""

import inspect
from typing import Any

import pytest

from minifb.catalogue import build
from minifb.registry import MODULES
from tests.world import World

CATALOGUE = build(MODULES)
ROUTES = [(module, route) for module, route in CATALOGUE.routes()]


@pytest.mark.parametrize(
    ("module", "route"), ROUTES, ids=lambda each: getattr(getattr(each, "handler", each), "name", "") or str(each)[:40]
)
def test_a_route_is_described(module: Any, route: Any) -> None:
    """Each route belongs to its module's paths and says who may do what to whose things."""
    policy, handler = route.policy, route.handler
    assert all(path.startswith(f"/{module.name}") for path in handler.paths)
    assert policy.permission.split(".")[0]
    assert policy.rule
    assert inspect.iscoroutinefunction(getattr(handler.fn, "func", handler.fn))


def test_every_live_route_has_a_row_and_every_row_a_route(world: World) -> None:
    """What answers is in the policy table; the table names nothing that does not answer."""
    document = world.house.application.document.schema()
    documented = {operation["operationId"] for methods in document["paths"].values() for operation in methods.values()}
    named = {
        route.handler.operation_id
        for _, route in ROUTES
        if getattr(route.handler, "include_in_schema", False) is not False
    }
    assert named <= documented


def test_reading_changes_nothing_and_writing_says_how_it_repeats() -> None:
    """A GET is `read`; anything else names how a repeat is harmless."""
    wrong = []
    for _, route in ROUTES:
        reading = getattr(route.handler, "http_methods", set()) <= {"GET", "HEAD", "OPTIONS"}
        if reading is not (route.policy.once == "read"):
            wrong.append((sorted(route.handler.paths), route.policy.once))
    assert not wrong


async def test_human_paths_are_no_api_paths(world: World) -> None:
    """The front's rule: an exact human path first; no API path is one."""
    human = {
        "/",
        "/n",
        "/friends",
        "/search",
        "/settings",
        "/login",
        "/setup",
        "/verify",
        "/reset",
        "/unsubscribe",
        "/admin",
    }
    api = {path for _, route in ROUTES for path in route.handler.paths}
    assert not human & api
    page = await world.stranger.ask("GET", "/")
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["content-security-policy"]
