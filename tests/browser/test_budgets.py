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
    """A first visit fetches at most 45 kB of scripts, and another page at most 28 kB more (the goal is 25)."""
    assert size(assets, *FIRST) <= 45 * KB
    pages = [name for name in assets.modules if name.endswith("-page.js")]
    assert len(pages) > 5
    heavy = {name: size(assets, *needed(assets, name)) for name in pages}
    assert not {name: weight for name, weight in heavy.items() if weight > 28 * KB}


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
    """A cold feed takes 15 requests and 85 kB beside its photos at most (the goal: 12, 75), and stands still."""
    ana = join("Ana")
    for number in range(10):
        pictures = [ana.upload(encoded(photo(1600, 1100 + number), "JPEG"))] if number % 3 == 0 else []
        text = f"Number {number}: " + "a day by the lake " * (number + 1)
        ana.ask("POST", "/posts", {"text": text, "mediaIds": pictures})
    page = ana.page
    page.add_init_script(
        "window.shifted = 0; new PerformanceObserver(list => { for (const one of list.getEntries()) "
        "if (!one.hadRecentInput) window.shifted += one.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    answers: list[Response] = []

    def answered(response: Response) -> None:
        answers.append(response)

    page.on("response", answered)
    ana.goto("/").get_by_role("article").nth(3).wait_for()
    page.wait_for_load_state("networkidle")
    beside = re.compile(r"/media/|/icons/|sw\.js|files\.json|manifest")
    asked = [one for one in answers if not beside.search(one.url)]
    weight = sum(one.request.sizes()["responseBodySize"] for one in asked)
    print(len(asked), "requests,", weight, "bytes:", [one.url.rpartition("/")[2] for one in asked])
    assert len(asked) <= 15
    assert weight <= 85 * KB
    assert page.evaluate("window.shifted") <= 0.05
