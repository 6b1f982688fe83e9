"""Search in the web app: people while one types, posts by half a word, and all of it in the address."""

import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Route, expect

from tests.browser.people import DESK, PHONE, Person, befriend
from tests.pictures import encoded, photo

Join = Callable[..., Person]


def write(person: Person, text: str) -> str:
    """Post something for friends and wait until it can be found; gives its id."""
    post = str(person.ask("POST", "/posts", {"text": text, "audience": {"kind": "friends"}})["id"])
    findable(person, f"/search/posts?q={text.split(maxsplit=1)[0]}")
    return post


def findable(person: Person, path: str) -> None:
    """Wait until the index knows what was just said; it is never more than a moment behind."""
    for _ in range(300):
        if person.ask("GET", path)["items"]:
            return
        time.sleep(0.1)
    raise AssertionError(path)


def test_people_are_found_while_one_types(join: Join) -> None:
    """The key / leads to the box, half a name suggests people, and arrow and Enter open the profile."""
    ana, zora = join("Ana", viewport=DESK), join("Zorabella")
    findable(ana, "/search/suggestions?q=zorab")
    page = ana.goto("/friends")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search people, posts and comments")
    expect(box).to_be_focused()
    page.keyboard.type("zorab")
    option = page.get_by_role("option", name=f"Zorabella Berg @{zora.username}")
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert ana.violations() == []
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/@{zora.username}$"))


def test_suggestions_are_of_what_stands_there_now(join: Join) -> None:
    """An answer that comes late, to letters that were typed over, is not shown."""
    ana = join("Ana", viewport=DESK)
    page = ana.page
    join("Quirina")
    findable(ana, "/search/suggestions?q=quiri")

    def late(route: Route) -> None:
        time.sleep(1)
        route.continue_()

    page.route("**/search/suggestions?q=qui&*", late)
    ana.goto("/friends")
    box = page.get_by_role("combobox")
    box.fill("qui")
    page.wait_for_timeout(250)
    box.fill("xxyyzz")
    page.wait_for_timeout(1500)
    expect(page.get_by_role("option")).to_have_count(0)


def test_posts_are_found_marked_and_narrowed(join: Join) -> None:
    """Found posts show where the words stand; filters stand in the address, and Back leads to the results again."""
    ana, ben = join("Ana", viewport=DESK), join("Ben")
    befriend(ana, ben)
    post = write(ben, "Kingfishers nest at the old mill")
    write(ana, "Kingfishers are blue")
    page = ana.goto("/search?q=kingfisher")
    found = page.get_by_role("main").get_by_role("article")
    expect(found).to_have_count(2)
    expect(found.first.locator("mark")).to_have_text("Kingfishers")
    page.get_by_role("navigation", name="Kinds of results").get_by_role("link", name="Posts").click()
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name=re.compile("^Ben Berg")).click()
    expect(page).to_have_url(re.compile(f"from={ben.username}"))
    expect(found).to_have_count(1)
    assert ana.violations() == []
    page.get_by_role("button", name="Photo").click()
    expect(page.get_by_text("Nothing found for “kingfisher”.")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Clear the filters").last.click()
    expect(found).to_have_count(2)
    with page.expect_request(lambda request: request.url.endswith("/search/analytics")) as told:
        found.filter(has_text="old mill").get_by_role("link").click()
    said = told.value.post_data_json or {}
    assert (said["event"], said["resultId"]) == ("click", post)
    expect(page).to_have_url(re.compile(f"/p/{post}"))
    page.go_back()
    expect(found).to_have_count(2)


def test_people_and_comments_have_results_too(join: Join) -> None:
    """One look shows the best of each kind, and a comment leads to its place under the post."""
    ana, ben = join("Ana", viewport=DESK), join("Ludovika")
    befriend(ana, ben)
    post = write(ana, "Elderflower")
    comment = ben.ask("POST", f"/posts/{post}/comments", {"text": "Ludovika makes syrup of it"})["id"]
    findable(ana, "/search/comments?q=ludovika")
    page = ana.goto("/search?q=ludovika")
    people = page.get_by_role("region", name="People")
    expect(people.get_by_role("link", name=re.compile("Ludovika Berg"))).to_be_visible()
    comments = page.get_by_role("region", name="Comments")
    comments.get_by_role("link", name=re.compile("makes syrup")).click()
    expect(page).to_have_url(re.compile(f"/p/{post}\\?comment={comment}"))


@pytest.mark.parametrize(("theme", "viewport"), [("light", PHONE), ("dark", DESK)])
def test_photos_are_found_in_a_grid_of_their_own(join: Join, theme: Any, viewport: Any) -> None:
    """The photos of posts that were found stand side by side and open large with their post; without any it says so."""
    ana, ben = join("Ana", viewport=viewport, color_scheme=theme), join("Ben")
    befriend(ana, ben)
    word = f"regatta{uuid4().hex[:6]}"
    pictures = [ben.upload(encoded(photo(800, 600 + seed), "JPEG"), alt=f"boat {seed}") for seed in range(2)]
    ben.ask("POST", "/posts", {"text": f"{word} in the rain", "mediaIds": pictures})
    ben.ask("POST", "/posts", {"text": f"{word} without a picture"})
    findable(ana, f"/search/posts?q={word}&has=photo")
    page = ana.goto(f"/search?q={word}&tab=posts")
    page.get_by_role("link", name="Photos", exact=True).click()
    grid = page.get_by_role("region", name="Photos")
    expect(grid.get_by_role("img")).to_have_count(2)
    assert not ana.sideways()
    assert ana.violations() == []
    grid.get_by_role("link", name="boat 1").click()
    viewer = page.get_by_role("dialog", name="Photo")
    expect(viewer.get_by_text("Photo 2 of 2")).to_be_visible()
    expect(viewer.get_by_text(f"{word} in the rain")).to_be_attached()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(f"q={word}&tab=photos"))
    page = ana.goto("/search?q=xylophagous&tab=photos")
    expect(page.get_by_text("No photos found for “xylophagous”.")).to_be_visible()
    expect(page.get_by_role("link", name="Search everywhere")).to_be_visible()


def test_last_searches_are_kept_and_forgotten(join: Join) -> None:
    """What one looked for last is offered again, and can be forgotten one by one."""
    ana = join("Ana", viewport=DESK)
    for query in ("teapots", "saucers"):
        ana.goto(f"/search?q={query}&tab=posts")
        expect(ana.page.get_by_text(f"Nothing found for “{query}”.")).to_be_visible()
    findable(ana, "/search/recent")
    page = ana.goto("/search")
    expect(page.get_by_role("link", name="saucers")).to_be_visible()
    assert ana.violations() == []
    with page.expect_response(re.compile("/search/recent/")):
        page.get_by_role("button", name="Forget “saucers”").click()
    page.reload()
    expect(page.get_by_role("link", name="teapots")).to_be_visible()
    expect(page.get_by_role("link", name="saucers")).to_have_count(0)
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("heading", name="Your last searches")).to_have_count(0)


def test_nothing_found_helps_on(join: Join) -> None:
    """Where nothing is found the page says what to try, and what a search understands."""
    ana = join("Ana")
    page = ana.goto("/search?q=xylophagous")
    expect(page.get_by_text("Nothing found for “xylophagous”.")).to_be_visible()
    page.get_by_text("What you can type").click()
    expect(page.get_by_role("link", name="has:photo")).to_be_visible()
    assert ana.violations() == []


def test_on_a_phone_the_search_has_the_whole_screen(join: Join) -> None:
    """On a phone a button opens the search over the page, ready to type; it closes with what is chosen."""
    ana, yva = join("Ana", viewport=PHONE), join("Yvaine")
    findable(ana, "/search/suggestions?q=yvaine")
    page = ana.goto("/friends")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Search").click()
    sheet = page.get_by_role("dialog", name="Search")
    expect(sheet.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("yvaine")
    option = sheet.get_by_role("option")
    expect(option).to_have_count(1)
    assert ana.violations() == []
    assert ana.violations(by_night=True) == []
    option.click()
    expect(page).to_have_url(re.compile(f"/@{yva.username}$"))
    expect(sheet).to_be_hidden()


def test_the_same_is_looked_for_again(join: Join) -> None:
    """Who looks for the same words again is shown what was found again."""
    ana = join("Ana", viewport=DESK)
    write(ana, "Quinces from the garden")
    page = ana.goto("/search?q=quinces")
    found = page.get_by_role("main").get_by_role("article").filter(has_text="from the garden")
    expect(found).to_be_visible()
    box = page.get_by_role("combobox", name="Search people, posts and comments").first
    with page.expect_response(re.compile("/search/posts")):
        box.press("Enter")
    expect(found).to_be_visible()
