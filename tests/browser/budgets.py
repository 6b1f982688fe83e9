"""`make budgets`: how quick the app is in a real browser, with photos of twelve megapixels, beside what it may take.

Medians of RUNS visits, then a feed of 1,000 posts that is really scrolled, and a conversation of 1,000 messages. Times
depend on the machine, so nothing fails here: compare with an empty page of the same run.
"""

import argparse
import re
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from tests.bench.media.photos import photo
from tests.browser.conftest import CHROMIUM, FLAGS, QUICK
from tests.browser.people import PHONE, Person, befriend
from tests.journeys.server import Server

RUNS = 5
MANY = 1_000
FAST_4G: dict[str, Any] = {"offline": False, "latency": 165, "downloadThroughput": 1e6, "uploadThroughput": 1e6}
WATCH = """
window.seen = {lcp: 0, shifted: 0, blocked: 0};
new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) {
  window.seen.shifted += one.value; } }).observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => { for (const one of list.getEntries()) window.seen.blocked += one.duration - 50; })
  .observe({type: 'longtask', buffered: true});
new PerformanceObserver(list => { for (const one of list.getEntries()) window.seen.lcp = one.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
new MutationObserver(() => { if (!window.seen.posts && document.querySelector('article')) {
  window.seen.posts = performance.now(); } }).observe(document, {childList: true, subtree: true});
"""
TOLD = """() => ({...window.seen,
  fcp: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0})"""
TAP = """(button) => new Promise(done => { const began = performance.now(); button.click();
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began))); })"""

NEAR_TAP = """async () => {
  const seen = (one) => { const { top } = one.getBoundingClientRect(); return top > 64 && top < innerHeight - 64; };
  const button = [...document.querySelectorAll('article [data-act=like]')].find(seen), began = performance.now();
  button.click();
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const took = performance.now() - began;
  await new Promise(done => setTimeout(done, 300));
  return took; }"""
SENT = """(text) => new Promise(done => {
  const button = document.querySelector('.composer .send'), began = performance.now();
  const look = () => document.querySelector('.lines').lastElementChild.parentElement.textContent.includes(text)
    ? requestAnimationFrame(() => done(performance.now() - began)) : requestAnimationFrame(look);
  button.click(); requestAnimationFrame(look); })"""


def main() -> None:
    """Fill a server, visit it, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.budgets", description=__doc__)
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--short", action="store_true", help="leave the long lists out")
    part.add_argument("--long", action="store_true", help="only the long lists")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "data", environ=QUICK)
        server.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                ana = Person(browser, server.url, "Ana", viewport=PHONE).register("ana_of_budgets")
                rows = [] if told.long else _measured(browser, server.url, ana)
                if not told.short:
                    rows += _long_feed(ana) + _long_talk(browser, server.url, ana)
                _table(rows)
                browser.close()
        finally:
            server.stop()


def _measured(browser: Browser, url: str, ana: Person) -> list[tuple[str, str, str]]:
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
        ("feed, cold: blocking time", _ms(local, "blocked"), "200 ms"),
        ("feed, cold: shifts", f"{max(one['shifted'] for one in local):.3f}", "0.05"),
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
    found = _tapped(page, button)
    context.close()
    return found


def _long_feed(ana: Person) -> list[tuple[str, str, str]]:
    """Scroll through a long feed as a person does, then react to what is there."""
    for number in range(MANY):
        ana.ask("POST", "/posts", {"text": f"Number {number}: " + "a day by the lake " * (1 + number % 20)})
    ana.ask("PUT", "/posts/feed/preferences", {"mode": "latest"})
    page, posts = ana.goto("/"), ana.page.locator("article")
    session = ana.context.new_cdp_session(page)
    posts.first.wait_for()
    last = page.get_by_text(re.compile("^Number 0: "))
    while not last.count():
        page.mouse.wheel(0, 3_000)
        page.wait_for_timeout(60)
    page.wait_for_timeout(1_000)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    tap = statistics.median(float(page.evaluate(NEAR_TAP)) for _ in range(RUNS * 2))
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    mounted = posts.count()
    session.send("HeapProfiler.collectGarbage")
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    page.goto("about:blank")
    return [
        (f"feed of {MANY:,} posts, scrolled ({mounted} in the page): Like, CPU x4", f"{tap:,.0f} ms", "250 ms"),
        (f"feed of {MANY:,} posts, scrolled: heap", f"{heap:,.0f} MB", "60 MB"),
    ]


def _long_talk(browser: Browser, url: str, ana: Person) -> list[tuple[str, str, str]]:
    """Read far back in a long conversation, then write."""
    ben = Person(browser, url, "Ben").register("ben_of_budgets")
    befriend(ana, ben)
    talk = ana.ask("POST", "/messages/conversations", {"participantIds": [ben.id]})["id"]
    for number in range(MANY):
        said = {"text": f"Word {number} of many", "clientId": f"word-{number}"}
        (ana, ben)[number % 3 == 0].ask("POST", f"/messages/conversations/{talk}/messages", said)
    page = ana.goto(f"/m/{talk}")
    lines = page.locator(".line")
    lines.first.wait_for()
    first = page.get_by_text("Word 0 of many", exact=True)
    while not first.count():
        page.locator(".log").evaluate("log => { log.scrollTop = 0; }")
        page.wait_for_timeout(60)
    read = lines.count()
    page.locator(".log").evaluate("log => { log.scrollTop = log.scrollHeight; }")
    page.wait_for_timeout(1_000)
    field, found = page.get_by_role("textbox", name=re.compile("Message")), []
    for number in range(RUNS):
        field.fill(f"Sent {number}")
        found.append(float(page.evaluate(SENT, f"Sent {number}")))
        page.wait_for_timeout(500)
    return [(f"conversation of {MANY:,} ({read} read, {lines.count()} kept): send until seen", _median(found), "50 ms")]


def _tapped(page: Page, button: Locator) -> float:
    found = []
    for _ in range(RUNS * 2):
        found.append(float(button.evaluate(TAP)))
        page.wait_for_timeout(300)
    return statistics.median(found)


def _median(found: list[float]) -> str:
    return f"{statistics.median(found):,.0f} ms"


def _ms(visits: list[dict[str, float]], what: str) -> str:
    return f"{statistics.median(visit.get(what) or 0 for visit in visits):,.0f} ms"


def _table(rows: list[tuple[str, str, str]]) -> None:
    table = Table("what", "measured", "goal", title="The feed in Chromium, on a phone's screen")
    for row in rows:
        table.add_row(*row)
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
