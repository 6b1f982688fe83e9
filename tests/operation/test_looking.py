"""What an operator sees: pages, health, figures."""

import pytest

from minifb.registry import MODULES
from tests.world import World, open_world

BUILT = [module.name for module in MODULES if module.status == "built"]


async def test_health_tells_of_every_module(world: World) -> None:
    """The whole and each module say how they are, in the shape that was promised."""
    whole = await world.stranger.get("/health")
    assert (whole["service"], whole["status"]) == ("minifb", "healthy")
    assert whole["modules"] == dict.fromkeys(BUILT, "healthy")
    posts = await world.stranger.get("/health/posts")
    assert posts["dependencies"] == {"database": "up", "bus": "up"}
    assert set(posts["metrics"]) == {"responseTime", "errorRate", "throughput"}
    media = await world.stranger.get("/health/media")
    assert media["dependencies"].items() >= {"database": "up", "bus": "up", "storage": "up"}.items()
    assert await world.stranger.refused("GET", "/health/nothing") == (404, "not_found")


async def test_a_module_without_its_database_is_unhealthy(world: World) -> None:
    """A database that is gone shows at once: 503, and which module it is."""
    await world.house.parts["posts"].db.close()
    response = await world.stranger.ask("GET", "/health")
    assert response.status_code == 503
    assert response.json()["modules"] == dict.fromkeys(BUILT, "healthy") | {"posts": "unhealthy"}
    assert (await world.stranger.ask("GET", "/readyz")).status_code == 503
    assert (await world.stranger.ask("GET", "/livez")).status_code == 200


async def test_a_server_that_leaves_is_not_ready(world: World) -> None:
    """Before connections are refused, load balancers are told to look elsewhere."""
    assert (await world.stranger.ask("GET", "/readyz")).status_code == 200
    world.house.leave()
    assert (await world.stranger.ask("GET", "/readyz")).status_code == 503
    assert (await world.stranger.ask("GET", "/livez")).status_code == 200


async def test_figures_count_by_route_and_never_by_id(world: World) -> None:
    """Prometheus sees route templates; ids do not become labels."""
    ann = await world.person("ann")
    await ann.get(f"/users/{ann.id}")
    text = (await world.stranger.ask("GET", "/metrics")).text
    assert 'route="/users/{id}"' in text
    assert ann.id not in text


@pytest.mark.parametrize("headers", [{"x-forwarded-for": "203.0.113.9"}, {"x-metrics-token": "wrong"}])
async def test_figures_are_for_this_machine_or_who_has_the_token(tmp_path, template, headers) -> None:
    """A proxy on the same machine does not open the figures to the world; the token does."""
    async with open_world(tmp_path / "data", template=template, metrics__token="hunter2") as world:
        proxied = {"x-forwarded-for": "203.0.113.9", **headers}
        assert (await world.stranger.ask("GET", "/metrics", headers=proxied)).status_code == 404
        allowed = {"x-forwarded-for": "203.0.113.9", "x-metrics-token": "hunter2"}
        assert (await world.stranger.ask("GET", "/metrics", headers=allowed)).status_code == 200


@pytest.mark.parametrize("path", ["/", "/docs", "/setup", "/verify", "/reset", "/docs/docs.js", "/sw.js"])
async def test_pages_need_nothing_from_elsewhere(world: World, path: str) -> None:
    """Every page works offline under a policy that allows only our own scripts, and holds no inline script or style."""
    response = await world.stranger.ask("GET", path)
    assert response.status_code == 200
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "https://" not in response.text
    assert "style=" not in response.text
    assert "<script>" not in response.text


async def test_the_api_page_finds_what_it_draws(world: World) -> None:
    """Each operation has what the page shows: an id, a group and a sentence."""
    document = await world.stranger.get("/openapi.json")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["operationId"], (method, path)
            assert operation["tags"], (method, path)
            assert operation["summary"], (method, path)


async def test_another_process_asks_only_with_the_secret(tmp_path, template) -> None:
    """Questions over HTTP are answered to who shows a token of this server; without a secret there is no such door."""
    body = {"json": {"user_ids": []}}
    async with open_world(tmp_path / "data", template=template, server__internal_token="s" * 40) as world:
        path = "/internal/users/cards"
        assert (await world.stranger.ask("POST", path, **body)).status_code == 401
        token = world.house.tokens.make("posts", "ask.users")
        told = await world.stranger.ask("POST", path, headers={"minifb-service": token}, **body)
        assert (told.status_code, told.json()) == (200, {})
        other = world.house.tokens.make("posts", "ask.auth")
        assert (await world.stranger.ask("POST", path, headers={"minifb-service": other}, **body)).status_code == 401
    async with open_world(tmp_path / "data") as world:
        assert (await world.stranger.ask("POST", path, **body)).status_code == 404
