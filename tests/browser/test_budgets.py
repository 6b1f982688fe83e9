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
    """All styles together weigh at most 14 kB."""
    assert size(assets, "app.css") <= 14 * KB


def test_the_feed_costs_little_and_stands_still(join: Join) -> None:
    """A cold feed takes 12 requests and 75 kB beside its photos at most, and stands still while it is drawn."""
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
    # The words of other pages are fetched when this one has stood for three seconds, which a busy machine may need.
    beside = re.compile(r"/media/|/icons/|sw\.js|files\.json|manifest|\.more\.json")
    asked = [one for one in answers if not beside.search(one.url)]
    weight = sum(one.request.sizes()["responseBodySize"] for one in asked)
    print(len(asked), "requests,", weight, "bytes:", [one.url.rpartition("/")[2] for one in asked])
    assert len(asked) <= 12
    assert weight <= 75 * KB
    assert page.evaluate("window.shifted") <= 0.05
