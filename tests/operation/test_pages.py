"""What a browser is given: the app on every human path, files it may keep for good, and nothing from elsewhere."""

import json
import re

import pytest

from minifb.web.pages import HUMAN
from minifb.web.shell import Look, preferred
from tests.world import World

HTML = {"Accept": "text/html"}


async def test_every_human_path_is_the_app(world: World) -> None:
    """A person who types an address, or follows a printed or mailed link, is in the app."""
    paths = [re.sub(r"\{\w+:str\}", "x", path) for path in HUMAN]
    for path in [*paths, "/@ana", "/@ana/photos"]:
        response = await world.stranger.ask("GET", path, headers=HTML)
        assert response.status_code == 200, path
        assert '<div id="app">' in response.text, path


async def test_nobody_lives_at_a_wrong_address(world: World) -> None:
    """A wrong address is a page that says so for a person, and a problem for a program."""
    page = await world.stranger.ask("GET", "/nonsense", headers=HTML)
    assert (page.status_code, page.headers["content-type"].partition(";")[0]) == (404, "text/html")
    problem = await world.stranger.ask("GET", "/nonsense")
    assert (problem.status_code, problem.json()["code"]) == (404, "not_found")


async def test_pages_may_load_nothing_from_elsewhere(world: World) -> None:
    """No script but ours runs on a page, nobody may put it into a frame, and text never becomes markup."""
    policy = (await world.stranger.ask("GET", "/", headers=HTML)).headers["content-security-policy"]
    for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for"):
        assert part in policy
    assert "unsafe" not in policy
    assert "http" not in policy


async def test_files_are_kept_for_good_and_sent_small(world: World) -> None:
    """What a page needs has an address of its content's, may be kept for a year, and comes compressed as asked."""
    page = (await world.stranger.ask("GET", "/", headers=HTML)).text
    addresses = re.findall(r'"(/s/[^"]+)"', page)
    assert len(addresses) >= 4
    for address in addresses:
        sizes = {}
        for accepted in ("br, gzip", "gzip", "identity"):
            response = await world.stranger.ask("GET", address, headers={"Accept-Encoding": accepted})
            assert response.status_code == 200, address
            assert "immutable" in response.headers["cache-control"]
            assert response.headers["vary"] == "Accept-Encoding"
            sizes[accepted] = int(response.headers["content-length"])
        if sizes["identity"] > 4096 and not address.endswith(".png"):
            assert sizes["br, gzip"] <= sizes["gzip"] < sizes["identity"], address


async def test_an_old_address_still_answers(world: World) -> None:
    """A tab that was open while the server got a new version finds its files, but keeps them no longer."""
    response = await world.stranger.ask("GET", "/s/0123456789ab/app.css")
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize("path", ["../static.py", "nothing.js", "linked/../../static.py", "jsconfig.json.bak", "sw.js"])
async def test_only_files_of_the_app_are_served(world: World, path: str) -> None:
    """Nothing of the server's own is fetched by a clever address."""
    assert (await world.stranger.ask("GET", f"/s/x/{path}")).status_code in {400, 404}


async def test_the_worker_and_the_manifest_name_this_build(world: World) -> None:
    """The app can be installed under the community's name, and its worker knows of which version it is."""
    build = re.search(r"/s/(\w+)/", (await world.stranger.ask("GET", "/", headers=HTML)).text)
    assert build
    assert build[1] in (await world.stranger.ask("GET", "/sw.js")).text
    manifest = json.loads((await world.stranger.ask("GET", "/manifest.webmanifest")).text)
    assert manifest["name"] == "minifb"
    for icon in manifest["icons"]:
        assert (await world.stranger.ask("GET", icon["src"])).status_code == 200
    for address in json.loads((await world.stranger.ask("GET", f"/s/{build[1]}/files.json")).text):
        assert (await world.stranger.ask("GET", address)).status_code == 200, address


async def test_a_page_speaks_the_readers_language(world: World) -> None:
    """A page comes in the language the browser prefers, and in the one the member chose."""
    german = await world.stranger.ask("GET", "/", headers=HTML | {"Accept-Language": "de-AT, en;q=0.5"})
    assert '<html lang="de"' in german.text
    chosen = await world.stranger.ask(
        "GET", "/", headers=HTML | {"Accept-Language": "de", "Cookie": "minifb-look=dark.en.l"}
    )
    assert '<html lang="en" dir="ltr" data-theme="dark" data-size="l">' in chosen.text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "en"), ("de", "de"), ("fr, de;q=0.8, en;q=0.9", "en"), ("de;q=0", "en"), ("*", "en"), ("de;q=x,,;;", "en")],
)
def test_languages_are_weighed(accepted: str, language: str) -> None:
    """Of the languages a browser names, the one it likes best that we have; nonsense counts as not said."""
    assert preferred(accepted) == language


def test_a_forged_look_is_no_markup() -> None:
    """What stands in the cookie of the looks never reaches the page but by known words."""
    assert Look.of('"><script>.xx"><b.9', "en") == Look()
