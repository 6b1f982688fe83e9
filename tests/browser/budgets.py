"""`make budgets`: how quick the feed is in a real browser, with photos of twelve megapixels, beside what it may take.

Medians of RUNS visits. Times depend on the machine, so nothing fails here: compare with an empty page of the same run.
"""

import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from tests.bench.media.photos import photo
from tests.browser.conftest import CHROMIUM, FLAGS, QUICK
from tests.browser.people import PHONE, Person
from tests.journeys.server import Server

RUNS = 5
FAST_4G: dict[str, Any] = {"offline": False, "latency": 165, "downloadThroughput": 1e6, "uploadThroughput": 1e6}
WATCH = """
window.seen = {lcp: 0};
new PerformanceObserver(list => { for (const one of list.getEntries()) window.seen.lcp = one.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
new MutationObserver(() => { if (!window.seen.posts && document.querySelector('article')) {
  window.seen.posts = performance.now(); } }).observe(document, {childList: true, subtree: true});
"""
TOLD = """() => ({...window.seen,
  fcp: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0})"""
TAP = """(button) => new Promise(done => { const began = performance.now(); button.click();
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began))); })"""


def main() -> None:
    """Fill a server, visit it, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "data", environ=QUICK)
        server.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                _table(_measured(browser, server.url))
                browser.close()
        finally:
            server.stop()


def _measured(browser: Browser, url: str) -> list[tuple[str, str, str]]:
    ana = Person(browser, url, "Ana", viewport=PHONE).register("ana_of_budgets")
    for number in range(6):
        ana.ask("POST", "/posts", {"text": f"Number {number} by the lake", "mediaIds": [ana.upload(photo(number))]})
    state = ana.context.storage_state()

    def visits(*, network: dict[str, Any] | None = None, cpu: int = 1, path: str = "/") -> list[dict[str, float]]:
        return [_visit(browser, url, state, network, cpu, path) for _ in range(RUNS)]

    empty = visits(path="/docs")
    local, mobile = visits(), visits(network=FAST_4G, cpu=2)
    taps = {cpu: _taps(browser, url, state, cpu) for cpu in (1, 4)}
    return [
        ("an empty page of this server, first paint", _ms(empty, "fcp"), ""),
        ("feed, cold: first paint", _ms(local, "fcp"), "400 ms"),
        ("feed, cold: first posts", _ms(local, "posts"), "700 ms"),
        ("feed, cold: largest paint (a photo)", _ms(local, "lcp"), ""),
        ("Fast 4G, CPU x2: first paint", _ms(mobile, "fcp"), "900 ms"),
        ("Fast 4G, CPU x2: first posts", _ms(mobile, "posts"), "1,500 ms"),
        ("Fast 4G, CPU x2: largest paint (a photo)", _ms(mobile, "lcp"), ""),
        ("with the service worker: first paint", f"{_again(browser, url, state):,.0f} ms", "200 ms"),
        ("tap Like until it is seen", f"{taps[1]:,.0f} ms", "50 ms"),
        ("tap Like until it is seen, CPU x4", f"{taps[4]:,.0f} ms", "200 ms"),
    ]


def _visit(
    browser: Browser, url: str, state: Any, network: dict[str, Any] | None, cpu: int, path: str
) -> dict[str, float]:
    """Come for the first time; gives milliseconds since the address was opened."""
    context = browser.new_context(viewport=PHONE, storage_state=state, service_workers="block", base_url=url)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
    if network:
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", network)
    page.add_init_script(WATCH)
    page.goto(path)
    page.wait_for_timeout(2_500 if not network else 5_000)
    told: dict[str, float] = page.evaluate(TOLD)
    context.close()
    return told


def _again(browser: Browser, url: str, state: Any) -> float:
    """Come again when the service worker holds the app."""
    context = browser.new_context(viewport=PHONE, storage_state=state, base_url=url)
    page = context.new_page()
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_timeout(2_000)
    found = []
    for _ in range(RUNS):
        page.goto("/")
        page.wait_for_timeout(800)
        found.append(page.evaluate(TOLD.replace("...window.seen,", ""))["fcp"])
    context.close()
    return statistics.median(found)


def _taps(browser: Browser, url: str, state: Any, cpu: int) -> float:
    context = browser.new_context(viewport=PHONE, storage_state=state, service_workers="block", base_url=url)
    page: Page = context.new_page()
    page.goto("/")
    button = page.get_by_role("article").first.locator("button[aria-pressed]").first
    button.wait_for()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": cpu})
    found = []
    for _ in range(RUNS * 2):
        found.append(float(button.evaluate(TAP)))
        page.wait_for_timeout(300)
    context.close()
    return statistics.median(found)


def _ms(visits: list[dict[str, float]], what: str) -> str:
    return f"{statistics.median(visit.get(what) or 0 for visit in visits):,.0f} ms"


def _table(rows: list[tuple[str, str, str]]) -> None:
    table = Table("what", "measured", "goal", title="The feed in Chromium, on a phone's screen")
    for row in rows:
        table.add_row(*row)
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
