"""Writing a post: with friends' names, photos, an audience, a time; and what happens when something goes wrong."""

import time
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests import pictures
from tests.browser.conftest import Join
from tests.browser.people import DESK, Person, befriend


def photo(side: int = 600, name: str = "garden.jpg") -> Any:
    """A photo, as a file chooser is given it."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": pictures.encoded(pictures.photo(side, 400), "jpeg")}


def composer(page: Page, name: str = "New post") -> Locator:
    """The composer."""
    return page.get_by_role("dialog", name=name)


def text(page: Page) -> Locator:
    """Where one writes."""
    return page.get_by_role("textbox", name="Your post")


def begin(who: Person) -> Page:
    """Open the composer on the feed."""
    page = who.goto("/")
    page.get_by_role("button", name="on your mind").click()
    expect(text(page)).to_be_focused()
    return page


def sent(page: Page) -> None:
    """Wait until all files are sent; the server makes pictures fit to be shown before it answers."""
    expect(composer(page).get_by_role("progressbar")).to_have_count(0, timeout=30_000)


def publish(page: Page) -> None:
    """Press the button that posts, and wait until the composer is gone."""
    composer(page).get_by_role("button", name="Post", exact=True).click()
    expect(composer(page)).to_have_count(0, timeout=30_000)


def first(page: Page, said: str) -> Locator:
    """The first post of the feed, which says this."""
    expect(page.get_by_role("article").first).to_contain_text(said)
    return page.get_by_role("article").first


def only(who: Person) -> Any:
    """The one post that somebody wrote, when its pictures are ready."""
    for _ in range(300):
        (post,) = who.ask("GET", f"/posts/user/{who.id}")["items"]
        if all(one["status"] == "ready" for one in post["media"]):
            return post
        time.sleep(0.1)
    raise AssertionError("its pictures are not ready")


def known(who: Person, query: str) -> None:
    """Wait until somebody is suggested for what is typed."""
    for _ in range(100):
        if who.ask("GET", f"/search/suggestions?q=@{query}")["items"]:
            return
        time.sleep(0.1)
    raise AssertionError(f"nobody is suggested for {query}")


def test_names_and_tags_are_completed_while_one_types(join: Join) -> None:
    """After @ friends are offered, arrows and Enter choose one; the post stands on top and names them."""
    ana, ben, cleo = join("Ana", viewport=DESK), join("Ben"), join("Cleo")
    befriend(ana, ben)
    befriend(ana, cleo)
    known(ana, "cle")
    page = begin(ana)
    page.keyboard.type("Up the hill with @")
    choices = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(choices).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(choices.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(choices.first).to_be_hidden()
    page.keyboard.type("cl")
    expect(choices).to_contain_text(["Cleo Berg"])
    page.keyboard.press("Enter")
    expect(text(page)).to_have_value(f"Up the hill with @{cleo.username} ")
    page.keyboard.type("#morning")
    page.keyboard.press("Control+Enter")
    expect(composer(page)).to_have_count(0)
    post = first(page, "Up the hill")
    expect(post.get_by_role("link", name=f"@{cleo.username}")).to_be_visible()
    expect(post.get_by_role("link", name="#morning")).to_be_visible()


def test_photos_are_described_and_put_in_order(join: Join) -> None:
    """Photos show how far they are, are described, put in order by buttons, and stand so in the post."""
    ana = join("Ana")
    page = begin(ana)
    text(page).fill("In the garden")
    composer(page).locator("input[type=file]").set_input_files([photo(700), photo(800), photo(900)])
    sent(page)
    composer(page).get_by_role("button", name="Describe: Photo 3 of 3").click()
    page.get_by_role("textbox", name="Description").fill("Three pears on a plate")
    page.get_by_role("button", name="Done").click()
    composer(page).get_by_role("button", name="Move to the front: Photo 3 of 3").click()
    composer(page).get_by_role("button", name="Move to the front: Photo 2 of 3").click()
    composer(page).get_by_role("button", name="Remove: Photo 3 of 3").click()
    publish(page)
    first(page, "In the garden")
    post = only(ana)
    assert [(one["width"], one["alt"]) for one in post["media"]] == [(900, "Three pears on a plate"), (700, None)]


def test_a_large_photo_is_made_smaller_and_loses_what_the_camera_wrote(join: Join) -> None:
    """Of a photo with more than 2048 points on a side a smaller copy is sent, and nothing else."""
    ana = join("Ana")
    page = begin(ana)
    with page.expect_request("**/media/upload") as request:
        composer(page).locator("input[type=file]").set_input_files([photo(3000)])
    sent(page)
    publish(page)
    assert request.value.method == "POST"
    post = only(ana)
    assert post["media"][0]["width"] == 2048


def test_what_cannot_be_sent_says_why_and_can_be_tried_again(join: Join) -> None:
    """A drawing is refused before it is sent; a photo whose line broke is sent again by its own button."""
    ana = join("Ana")
    page = begin(ana)
    text(page).fill("Still here")
    files = composer(page).locator("input[type=file]")
    files.set_input_files([{"name": "plan.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}])
    expect(composer(page).get_by_role("alert")).to_contain_text("Files of this kind are not taken")
    expect(composer(page).get_by_role("button", name="Try again")).to_have_count(0)
    composer(page).get_by_role("button", name="Remove: Photo 1 of 1").click()
    page.route("**/media/upload", lambda route: route.abort())
    files.set_input_files([photo()])
    expect(composer(page).get_by_role("alert")).to_contain_text("The connection broke off")
    composer(page).get_by_role("button", name="Post", exact=True).click()
    expect(composer(page).get_by_role("alert").first).to_contain_text("A photo could not be sent")
    page.unroute("**/media/upload")
    composer(page).get_by_role("button", name="Try again").click()
    sent(page)
    publish(page)
    expect(first(page, "Still here").get_by_role("button", name="Photo")).to_be_visible()


def test_a_large_file_goes_on_where_it_broke_off(join: Join) -> None:
    """A large file is sent in parts: when the line breaks in the middle, it goes on by itself and is whole."""
    ana = join("Ana")
    page = begin(ana)
    noise = pictures.encoded(Image.merge("RGB", [Image.effect_noise((1500, 1200), 90) for _ in range(3)]), "png")
    assert len(noise) > 4 * 1024 * 1024
    broken: list[str] = []

    def once(route: Route) -> None:
        if route.request.method == "PATCH" and not broken:
            broken.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/media/uploads/*", once)
    composer(page).locator("input[type=file]").set_input_files(
        [{"name": "noise.png", "mimeType": "image/png", "buffer": noise}]
    )
    sent(page)
    assert broken
    publish(page)
    post = only(ana)
    assert post["media"][0]["bytes"] == len(noise)


def test_a_post_that_fails_keeps_everything(join: Join) -> None:
    """When the server does not answer, text and photo stay and it says so; sent again, the post is there once."""
    ana = join("Ana")
    ana.expect(503, "/posts")
    page = begin(ana)
    text(page).fill("Do not lose me")
    composer(page).locator("input[type=file]").set_input_files([photo()])
    sent(page)
    page.route(
        "**/posts",
        lambda route: route.fulfill(
            status=503, json={"status": 503, "code": "unavailable", "detail": "This is not available right now."}
        ),
    )
    composer(page).get_by_role("button", name="Post", exact=True).click()
    expect(composer(page).get_by_role("alert")).to_be_visible()
    expect(text(page)).to_have_value("Do not lose me")
    page.unroute("**/posts")
    publish(page)
    first(page, "Do not lose me")
    assert len(ana.ask("GET", f"/posts/user/{ana.id}")["items"]) == 1


def test_what_was_written_is_still_there_after_a_reload(join: Join) -> None:
    """A reload loses nothing that was written; what is thrown away does not come back."""
    ana = join("Ana")
    page = begin(ana)
    text(page).fill("Half a thought")
    composer(page).get_by_role("button", name="Poll", exact=True).click()
    composer(page).get_by_role("textbox", name="Choice 1").fill("Whole")
    page.wait_for_timeout(600)  # it is kept a moment after the last key
    begin(ana)
    expect(text(page)).to_have_value("Half a thought")
    expect(composer(page).get_by_role("textbox", name="Choice 1")).to_have_value("Whole")
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Keep what you wrote?").get_by_role("button", name="Throw away").click()
    expect(composer(page)).to_have_count(0)
    begin(ana)
    page.wait_for_timeout(300)
    expect(text(page)).to_have_value("")
    page.keyboard.press("Escape")
    expect(composer(page)).to_have_count(0)


def test_a_draft_waits_on_the_server_and_is_published_later(join: Join) -> None:
    """Esc asks first; what is kept as a draft is found on another device, and is no draft once it is posted."""
    ana = join("Ana")
    page = begin(ana)
    text(page).fill("Not yet")
    composer(page).locator("input[type=file]").set_input_files([photo()])
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keep as draft").click()
    expect(composer(page)).to_have_count(0)
    page = begin(ana)
    composer(page).get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Drafts").click()
    page.get_by_role("button", name="Not yet").click()
    expect(text(page)).to_have_value("Not yet")
    expect(composer(page).get_by_role("img", name="Photo 1 of 1")).to_be_visible()
    text(page).fill("Now")
    publish(page)
    first(page, "Now")
    assert ana.ask("GET", "/posts/drafts")["items"] == []


def test_a_post_is_scheduled_and_its_draft_deleted(join: Join) -> None:
    """With a time a post waits among the drafts and tells when it appears; deleted there, it never does."""
    ana = join("Ana")
    page = begin(ana)
    text(page).fill("Happy new year")
    composer(page).get_by_role("button", name="Post later").click()
    composer(page).get_by_label("Day and time").fill("2020-01-01T00:00")
    expect(composer(page).get_by_text("This time has passed.")).to_be_visible()
    composer(page).get_by_role("button", name="Tomorrow morning").click()
    composer(page).get_by_role("button", name="Schedule", exact=True).click()
    expect(composer(page)).to_have_count(0)
    (draft,) = ana.ask("GET", "/posts/drafts")["items"]
    assert draft["publishAt"]
    page = begin(ana)
    composer(page).get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Drafts").click()
    drafts = page.get_by_role("dialog", name="Drafts and scheduled posts")
    expect(drafts.get_by_role("button", name="Happy new year")).to_contain_text("9:00")
    assert ana.violations() == []
    drafts.get_by_role("button", name="Delete draft").click()
    page.get_by_role("dialog", name="Delete draft").get_by_role("button", name="Delete", exact=True).click()
    expect(drafts.get_by_text("No drafts.")).to_be_visible()
    assert ana.ask("GET", "/posts/drafts")["items"] == []


def test_the_audience_is_in_words_and_shows_the_very_people(join: Join) -> None:
    """Friends except one: the words name them, the people are listed, and the one left out does not see the post."""
    ana, ben, cleo = join("Ana"), join("Ben"), join("Cleo")
    befriend(ana, ben)
    befriend(ana, cleo)
    known(ana, "ben")
    page = begin(ana)
    text(page).fill("A secret for Cleo")
    audience = composer(page).get_by_role("button", name="Who can see this: Friends.")
    audience.click()
    chooser = page.get_by_role("dialog", name="Who can see this?")
    expect(chooser.get_by_text("2 people can see this")).to_be_visible()
    chooser.get_by_role("radio", name="Friends, except some").check()
    chooser.get_by_role("searchbox", name="Who cannot see it").fill("ben")
    chooser.get_by_role("button", name=f"Ben Berg @{ben.username}").click()
    chooser.get_by_text("1 person can see this").click()
    expect(chooser.get_by_role("link", name="Cleo Berg")).to_be_visible()
    chooser.get_by_role("combobox", name="Who can comment").select_option("nobody")
    assert ana.violations() == []
    chooser.get_by_role("button", name="Done").click()
    expect(composer(page).get_by_role("button", name="Who can see this: Friends except Ben.")).to_be_visible()
    publish(page)
    post = only(ana)
    assert post["audience"] == {"kind": "friendsExcept", "ids": [ben.id]}
    assert post["commentsFrom"] == "nobody"
    assert ben.ask("GET", f"/posts/user/{ana.id}")["items"] == []


def test_the_audience_is_remembered_but_never_people(join: Join) -> None:
    """Who last wrote for everybody does so again next time; chosen people are chosen anew for each post."""
    ana = join("Ana")
    page = begin(ana)
    text(page).fill("For all to see")
    composer(page).get_by_role("button", name="Who can see this").click()
    page.get_by_role("radio", name="Public").check()
    expect(page.get_by_text("Everybody can see this, also people without an account.")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    publish(page)
    begin(ana)
    expect(composer(page).get_by_role("button", name="Who can see this: Public.")).to_be_visible()


def test_a_poll_is_asked(join: Join) -> None:
    """A poll needs two different choices before it can be posted; then friends can vote."""
    ana, ben = join("Ana"), join("Ben")
    befriend(ana, ben)
    page = begin(ana)
    text(page).fill("Where to?")
    composer(page).get_by_role("button", name="Poll", exact=True).click()
    expect(composer(page).get_by_role("textbox", name="Choice 1")).to_be_focused()
    page.keyboard.type("Lake")
    composer(page).get_by_role("textbox", name="Choice 2").fill("Lake")
    expect(composer(page).get_by_role("button", name="Post", exact=True)).to_have_attribute("aria-disabled", "true")
    composer(page).get_by_role("textbox", name="Choice 2").fill("Mountains")
    composer(page).get_by_role("button", name="Add a choice").click()
    composer(page).get_by_role("combobox", name="Open for").select_option("3")
    publish(page)
    first(page, "Where to?")
    (post,) = ben.ask("GET", f"/posts/user/{ana.id}")["items"]
    assert [one["text"] for one in post["poll"]["options"]] == ["Lake", "Mountains"]
    assert post["poll"]["closesAt"]


def test_a_post_is_edited_in_the_composer(join: Join) -> None:
    """Edit opens the composer with all that the post has, and sends what changed; the card shows it at once."""
    ana = join("Ana")
    media = [ana.upload(photo()["buffer"]), ana.upload(photo(500)["buffer"])]
    post = ana.ask("POST", "/posts", {"text": "Bevor", "mediaIds": media})
    page = ana.goto("/")
    page.get_by_role("article").first.get_by_role("button", name="More").first.click()
    page.get_by_role("menuitem", name="Edit").click()
    editor = composer(page, "Edit post")
    expect(text(page)).to_have_value("Bevor")
    text(page).fill("Before")
    editor.get_by_role("button", name="Remove: Photo 1 of 2").click()
    editor.get_by_role("button", name="Save").click()
    expect(editor).to_have_count(0)
    first(page, "Before")
    after = ana.ask("GET", f"/posts/{post['id']}")
    assert [one["id"] for one in after["media"]] == media[1:]
    assert after["audience"] == post["audience"]


def test_a_post_is_shared_with_its_quote(join: Join) -> None:
    """Sharing shows the original below one's own words, and needs no words."""
    ana, ben = join("Ana"), join("Ben")
    befriend(ana, ben)
    ben.ask("POST", "/posts", {"text": "The ferry runs again.", "audience": {"kind": "public"}})
    page = ana.goto("/")
    page.get_by_role("article").first.get_by_role("button", name="Share").first.click()
    if page.get_by_role("menuitem").count():
        page.get_by_role("menuitem", name="Share").first.click()
    share = composer(page, "Share post")
    expect(share.get_by_label("Shared post")).to_contain_text("The ferry runs again.")
    assert ana.violations() == []
    share.get_by_role("button", name="Share", exact=True).click()
    expect(share).to_have_count(0)
    post = only(ana)
    assert post["sharedPost"]["text"] == "The ferry runs again."


def test_an_emoji_is_found_by_a_german_word(join: Join) -> None:
    """The emoji picker is searched in one's language, put in by Enter where one wrote, and remembered."""
    ana = join("Ana", viewport=DESK, locale="de")
    page = ana.goto("/")
    page.get_by_role("button", name="Was gibt es Neues").click()
    box = page.get_by_role("textbox", name="Dein Beitrag")
    box.fill("Oben ")
    page.get_by_role("button", name="Emoji einfügen").click()
    page.get_by_role("searchbox", name="Emoji suchen").fill("berg")
    expect(page.get_by_role("button", name="Berg", exact=True)).to_be_visible()
    page.get_by_role("button", name="Berg", exact=True).click()
    expect(box).to_have_value("Oben ⛰️")
    expect(box).to_be_focused()
    page.get_by_role("button", name="Emoji einfügen").click()
    expect(page.get_by_role("button", name="Zuletzt benutzt")).to_have_attribute("aria-pressed", "true")
    assert ana.violations() == []


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, DESK], ids=["smallest", "desk"])
def test_the_composer_fits_every_window(join: Join, viewport: Any) -> None:
    """Everything in the composer is in sight or in reach, readable and named, on a phone as on a wide screen."""
    ana = join("Ana", viewport=viewport)
    page = begin(ana)
    text(page).fill("All at once")
    composer(page).locator("input[type=file]").set_input_files(
        [photo(), photo(), {"name": "no.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}]
    )
    composer(page).get_by_role("button", name="Poll", exact=True).click()
    composer(page).get_by_role("button", name="Post later").click()
    sent(page)
    assert ana.violations() == []
    assert ana.violations(by_night=True) == []
    assert not ana.sideways()
    expect(composer(page).get_by_role("button", name="Schedule", exact=True)).to_be_in_viewport()
    expect(composer(page).get_by_role("button", name="More")).to_be_in_viewport()
