"""A long list: however far one reads, the page holds a part of it, and what one reads stays where it is."""

import json
from typing import Any
from uuid import UUID

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Join

PAGES, EACH = 4, 100
END = "scrollY + innerHeight > document.documentElement.scrollHeight - 400"
TOPS = """() => Object.fromEntries([...document.querySelectorAll("article")].map((one) => [one.dataset.anchor,
  one.getBoundingClientRect().top]).filter(([, top]) => top > 0 && top < innerHeight))"""


def answer_long(page: Page, post: dict[str, Any]) -> None:
    """Answer for the feed with many posts like this one, some of them long."""

    def answer(route: Route) -> None:
        asked = route.request.url.partition("cursor=")[2].partition("&")[0]
        begin = int(asked or 0)
        items = [
            post | {"id": str(UUID(int=number + 1)), "text": f"Number {number}. " + "By the lake. " * (1 + number % 30)}
            for number in range(begin, begin + EACH)
        ]
        following = str(begin + EACH) if begin + EACH < PAGES * EACH else None
        route.fulfill(content_type="application/json", body=json.dumps({"items": items, "next": following}))

    page.route("**/posts/feed?**", answer)


def test_a_long_feed_is_not_all_in_the_page_and_keeps_its_place(join: Join) -> None:
    """After 400 posts fewer than 300 are in the page; on the way back each stands where it stood, to the first."""
    ana = join("Ana")
    post = ana.ask("POST", "/posts", {"text": "The first"})
    page = ana.page
    page.route("**/posts/feed/seen", lambda route: route.fulfill(status=204))
    answer_long(page, post)
    ana.goto("/").get_by_text("Number 0.").wait_for()
    last = page.get_by_text(f"Number {PAGES * EACH - 1}.")
    for _ in range(200):
        page.mouse.wheel(0, 12_000)
        page.wait_for_timeout(80)
        if page.evaluate(END) and last.count():
            break
    assert last.is_visible()
    expect(page.get_by_role("article").nth(299)).to_have_count(0)
    for _ in range(400):
        if page.evaluate("scrollY") == 0:
            break
        before = page.evaluate(TOPS)
        page.evaluate("scrollBy(0, -600)")
        page.wait_for_timeout(40)
        moved = {top - before[one] for one, top in page.evaluate(TOPS).items() if one in before}
        assert all(0 <= by <= 602 for by in moved), moved
    assert page.get_by_text("Number 0.").is_visible()
