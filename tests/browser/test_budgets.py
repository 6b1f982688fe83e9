"""What a page may cost: bytes and requests and shifts, which do not depend on the machine. Times: `make budgets`."""

import re

import brotli
import pytest
from playwright.sync_api import Response

from minifb.web.static import Assets
from tests.browser.conftest import Join
from tests.pictures import encoded, photo

KB = 1000
FIRST = ("linked/main.js", "vendor/preact.js")


@pytest.fixture(scope="module")
def assets() -> Assets:
    """The files as they are served."""
    return Assets()


def size(assets: Assets, *names: str) -> int:
    """Weigh files as a browser gets them."""
    found = [assets.find(name) for name in names]
    assert all(found), names
    return sum(len(brotli.compress(file.content)) for file in found if file)


def test_scripts_are_small(assets: Assets) -> None:
    """A first visit fetches at most 45 kB of scripts, and another page at most 25 kB more."""
    assert size(assets, *FIRST) <= 45 * KB
    pages = [name for name in assets.modules if name.endswith("-page.js")]
    assert len(pages) > 5
    heavy = {name: size(assets, *needed(assets, name)) for name in pages}
    assert not {name: weight for name, weight in heavy.items() if weight > 25 * KB}


def needed(assets: Assets, name: str) -> list[str]:
    """List the files a page fetches that the first one did not."""
    found: list[str] = []
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found and one != "main.js":
            found.append(one)
            waiting += re.findall(r'^import .*from "\./([^"]+)";$', assets.modules[one], re.MULTILINE)
    return [f"linked/{one}" for one in found]


def test_styles_are_small(assets: Assets) -> None:
    """All styles together weigh at most 15 kB."""
    assert size(assets, "app.css") <= 15 * KB


def test_the_feed_costs_little_and_stands_still(join: Join) -> None:
    """A cold feed of ten posts with photos takes at most 12 requests and 75 kB beside the photos, and nothing jumps."""
    ana = join("Ana")
    for number in range(10):
        picture = [ana.upload(encoded(photo(1600, 1100 + number), "JPEG"))] if number % 3 == 0 else []
        ana.ask("POST", "/posts", {"text": f"Number {number}: " + "a day by the lake " * (number + 1), "mediaIds": picture})
    page = ana.page
    page.add_init_script(
        "window.shifted = 0; new PerformanceObserver(list => { for (const one of list.getEntries()) "
        "if (!one.hadRecentInput) window.shifted += one.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    answers: list[Response] = []
    page.on("response", answers.append)
    ana.goto("/").get_by_role("article").nth(3).wait_for()
    page.wait_for_load_state("networkidle")
    asked = [one for one in answers if one.request.resource_type not in {"image", "other"} or "/s/" not in one.url]
    asked = [one for one in asked if "/media/" not in one.url and "sw.js" not in one.url and "files.json" not in one.url]
    weight = sum(one.request.sizes()["responseBodySize"] for one in asked)
    print(len(asked), weight, [one.url.rpartition("/")[2] for one in asked])
    assert len(asked) <= 12
    assert weight <= 75 * KB
    assert page.evaluate("window.shifted") <= 0.05
