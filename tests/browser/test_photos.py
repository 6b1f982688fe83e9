"""Pictures in posts, and the viewer that shows them large."""

import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests import pictures
from tests.browser.conftest import Join
from tests.browser.people import DESK, PHONE, Person, befriend
from tests.modules.media.films import film


def album(who: Person, count: int, text: str = "In the garden") -> str:
    """A post with so many pictures."""
    made = [pictures.encoded(pictures.photo(900 + 40 * at, 600), "jpeg") for at in range(count)]
    ids = [who.upload(content, alt=f"Flower {at}") for at, content in enumerate(made)]
    return str(who.ask("POST", "/posts", {"text": text, "mediaIds": ids})["id"])


def late(route: Route) -> None:
    """Let pictures come late."""
    time.sleep(0.15)
    route.continue_()


def viewer(page: Page) -> Any:
    """The viewer."""
    return page.get_by_role("dialog", name="Photo")


def test_nothing_moves_when_pictures_come(join: Join) -> None:
    """The frame has its size before the pictures are here, at most five are shown, and the last tells of more."""
    ana = join("Ana")
    page = ana.page
    page.add_init_script("""
      window.moved = 0;
      const add = (list) => { for (const one of list.getEntries()) window.moved += one.value; };
      new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
    """)
    for count in (1, 2, 3, 4, 5, 7):
        post = album(ana, count)
        page.route("**/media/**", late)
        ana.goto(f"/p/{post}")
        tiles = page.get_by_role("button", name=re.compile("^Photo"))
        expect(tiles).to_have_count(min(count, 5))
        expect(tiles.first.locator("img")).to_have_js_property("complete", True)
        expect(page.get_by_role("textbox", name="Write a comment")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.moved") < 0.05, count
        assert page.locator(".media img").first.get_attribute("loading") == "eager"
        if count > 2:
            assert page.locator(".media img").nth(2).get_attribute("loading") == "lazy"
        if count == 7:
            expect(page.get_by_role("button", name="and 2 more")).to_be_visible()
        page.unroute("**/media/**")


def test_the_viewer_goes_from_picture_to_picture(join: Join) -> None:
    """Arrow keys and buttons change the picture, Esc closes, and the focus is where it was."""
    ana = join("Ana", viewport=DESK)
    page = ana.goto(f"/p/{album(ana, 3)}")
    tile = page.get_by_role("button", name="Photo 2 of 3, Flower 1")
    tile.click()
    shown = viewer(page)
    expect(shown.get_by_role("img", name="Flower 1")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(shown.get_by_role("img", name="Flower 2")).to_be_visible()
    shown.get_by_role("button", name="Photo before").click()
    page.keyboard.press("ArrowLeft")
    expect(shown.get_by_role("img", name="Flower 0")).to_be_visible()
    assert not ana.violations()
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    expect(tile).to_be_focused()


def test_one_can_look_closer(join: Join) -> None:
    """Plus and minus, by key or button, make the picture larger and smaller within bounds."""
    ana = join("Ana", viewport=DESK)
    page = ana.goto(f"/p/{album(ana, 1)}")
    page.get_by_role("button", name="Photo, Flower 0").click()
    image = viewer(page).get_by_role("img", name="Flower 0")
    small = image.bounding_box()
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.wait_for_timeout(100)
    large = image.bounding_box()
    assert small
    assert large
    assert large["width"] > 1.9 * small["width"]
    for _ in range(3):
        page.keyboard.press("-")
    page.wait_for_timeout(100)
    again = image.bounding_box()
    assert again
    assert abs(again["width"] - small["width"]) < 2


def test_a_finger_turns_the_page(join: Join) -> None:
    """A swipe shows the next picture, and the sheet with the comments opens over it."""
    ana = join("Ana", viewport=PHONE, has_touch=True)
    page = ana.goto(f"/p/{album(ana, 2)}")
    page.get_by_role("button", name="Photo 1 of 2, Flower 0").click()
    shown = viewer(page)
    expect(shown.get_by_role("img", name="Flower 0")).to_be_visible()
    page.mouse.move(300, 400)
    page.mouse.down()
    page.mouse.move(100, 405, steps=6)
    page.mouse.up()
    expect(shown.get_by_role("img", name="Flower 1")).to_be_visible()
    shown.get_by_role("button", name="0 comments").click()
    field = shown.get_by_role("textbox", name="Write a comment")
    field.fill("Beautiful")
    shown.get_by_role("button", name="Send").click()
    expect(shown.get_by_text("Beautiful")).to_be_visible()
    assert not ana.violations()


def test_the_sheet_of_comments_comes_and_goes(join: Join) -> None:
    """On a phone the comments are a sheet: it takes the focus, Esc and a tap beside it put it away, and it is back."""
    ana = join("Ana", viewport=PHONE)
    page = ana.goto(f"/p/{album(ana, 2)}")
    page.get_by_role("button", name="Photo 1 of 2, Flower 0").click()
    shown = viewer(page)
    talk = shown.get_by_role("button", name="0 comments")
    field = shown.get_by_role("textbox", name="Write a comment")
    for away in ("key", "button", "tap"):
        talk.click()
        expect(field).to_be_visible()
        hide = shown.get_by_role("button", name="Back to the photo")
        expect(hide).to_be_focused()
        if away == "key":
            page.keyboard.press("Escape")
        elif away == "button":
            hide.click()
        else:
            page.mouse.click(195, 120)
        expect(field).to_be_hidden()
        expect(talk).to_be_focused()
    shown.get_by_role("button", name="Next photo").click()
    expect(shown.get_by_role("img", name="Flower 1")).to_be_visible()


def test_a_picture_has_an_address(join: Join) -> None:
    """The viewer opens by its address, follows what is shown, and closing it leads to the post."""
    ana = join("Ana", viewport=DESK)
    post = album(ana, 2)
    first, second = (one["id"] for one in ana.ask("GET", f"/posts/{post}")["media"])
    page = ana.goto(f"/photo/{first}?post={post}")
    expect(viewer(page).get_by_role("img", name="Flower 0")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(f"/photo/{second}\\?post={post}"))
    viewer(page).get_by_role("button", name="Close").first.click()
    expect(page).to_have_url(re.compile(f"/p/{post}$"))
    ana.expect(404, "/media/")
    ana.goto("/photo/0199b7c0-0000-7000-8000-000000000000")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_each_of_a_members_photos_has_its_talk_beside_it(join: Join) -> None:
    """Photos on a profile show the comments of the post each is in; one commented there has it, the next its own."""
    ana, ben = join("Ana", viewport=DESK), join("Ben", viewport=DESK)
    befriend(ana, ben)
    album(ana, 1, "The older one")
    post = album(ana, 1, "The newer one")
    ana.ask("POST", f"/posts/{post}/comments", {"text": "Mine, said first"})
    page = ben.goto(f"/@{ana.username}/photos")
    page.get_by_role("main").get_by_role("link", name="Flower 0").first.click()
    shown = viewer(page)
    expect(shown.get_by_text("The newer one")).to_be_visible()
    expect(shown.get_by_text("Mine, said first")).to_be_visible()
    assert not ben.violations()
    shown.get_by_role("button", name="Next photo").click()
    expect(shown.get_by_text("The older one")).to_be_visible()
    expect(shown.get_by_text("Mine, said first")).to_have_count(0)
    shown.get_by_role("textbox", name="Write a comment").fill("Lovely")
    shown.get_by_role("button", name="Send").click()
    expect(shown.get_by_text("Lovely")).to_be_visible()
    shown.get_by_role("button", name="Close").first.click()
    expect(page).to_have_url(re.compile("/photos$"))
    medium = ana.ask("GET", f"/posts/{post}")["media"][0]["id"]
    ben.goto(f"/photo/{medium}")
    expect(shown.get_by_text("Mine, said first")).to_be_visible()
    shown.get_by_role("button", name="Close").first.click()
    expect(page).to_have_url(re.compile(f"/p/{post}$"))


def test_a_picture_that_did_not_load_can_be_tried_again(join: Join) -> None:
    """What failed says so, with a way to try again."""
    ana = join("Ana", viewport=DESK)
    post = album(ana, 1)
    page = ana.page
    ana.expect(500, "/media/")
    broken = re.compile(r"/media/[^/]+/\d+\.")
    page.route(broken, lambda route: route.fulfill(status=500))
    ana.goto(f"/p/{post}")
    page.get_by_text("Not loaded").wait_for()
    page.unroute(broken)
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("button", name="Photo, Flower 0").click()
    expect(viewer(page).get_by_role("img", name="Flower 0")).to_be_visible()


def test_film_waits_to_be_asked(join: Join, tmp_path: Path) -> None:
    """A film is announced while it is made, comes by itself when it is ready, and does not play on its own."""
    ana = join("Ana", viewport=DESK)
    content = film(tmp_path / "film.mp4").read_bytes()
    medium = ana.upload(content, name="film.mp4", alt="The dog")
    post = ana.ask("POST", "/posts", {"text": "Look", "mediaIds": [medium]})["id"]
    page = ana.goto(f"/p/{post}")
    film_ = page.locator("video")
    expect(film_).to_be_visible(timeout=30_000)
    expect(film_).to_have_attribute("preload", "metadata")
    assert film_.evaluate("one => one.paused && !one.autoplay && one.controls && one.hasAttribute('playsinline')")
    assert not ana.violations()


def test_moving_pictures_can_be_stopped(join: Join) -> None:
    """A picture that moves stands still in the post; in the viewer it moves and can be stopped."""
    ana = join("Ana", viewport=DESK, reduced_motion="no-preference")
    medium = ana.upload(pictures.moving("gif"), name="wave.gif", alt="A wave")
    post = ana.ask("POST", "/posts", {"text": "Hello", "mediaIds": [medium]})["id"]
    page = ana.goto(f"/p/{post}")
    expect(page.get_by_text("Moving")).to_be_visible()
    page.get_by_role("button", name="Photo, A wave").click()
    image = viewer(page).get_by_role("img", name="A wave")
    expect(image).to_have_attribute("src", re.compile(r"animated\.webp"))
    viewer(page).get_by_role("button", name="Pause").click()
    expect(image).to_have_attribute("src", re.compile(r"\d+\.jpg"))
