"""The door in the browser: becoming a member, signing in and out of trouble, and what links in mails lead to."""

import base64
import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from minifb.kernel.clock import SystemClock
from minifb.modules.auth.rules.totp import code, step_at
from tests.browser.conftest import Join
from tests.browser.people import DESK, PASSWORD, PHONE, Person
from tests.journeys.server import Server
from tests.pictures import encoded, photo


def link(server: Server, to: str, path: str) -> str:
    """Wait for the mail with this kind of link, and give the path and secret of it."""
    for _ in range(100):
        files = sorted((server.data / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime)
        for file in reversed(files):
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            assert isinstance(mail, EmailMessage)
            text = mail.get_body(("plain",))
            if mail["To"] == to and text and (found := re.search(rf"({path}#token=\S+)", text.get_content())):
                return found[1]
        time.sleep(0.1)
    raise AssertionError(f"no mail to {to} with a link to {path}")


def fill(page: Page, **fields: str) -> None:
    """Fill in what somebody tells of themselves."""
    labels = {"first": "First name", "last": "Last name", "name": "Username", "email": "E-mail", "password": "Password"}
    for field, text in fields.items():
        page.get_by_label(labels[field], exact=True).fill(text)


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Type name and password and press the button."""
    page.get_by_label("Username or e-mail").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def out(person: Person) -> None:
    """Sign somebody out who came in beside the page."""
    person.context.clear_cookies()


def press(page: Page, name: str) -> None:
    """Press a button as long as a person does: what is saved meanwhile may not take it away under the finger."""
    box = page.get_by_role("button", name=name).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 4)
    page.mouse.down()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.mouse.up()


# ── becoming a member ──


def test_a_newcomer_is_led_to_picture_friends_and_a_first_post(visit: Any, join: Join) -> None:
    """Whoever registers gets a handle from their name, and three steps later their first post is in the feed."""
    join("Wanda", username="wanda_here")
    nora = visit("Nora")
    page = nora.goto("/register")
    fill(page, first="Nóra", last="Weiß")
    expect(page.get_by_label("Username", exact=True)).to_have_value("nora_weiss")
    fill(page, email="nora@example.org", password=PASSWORD)
    page.get_by_role("button", name="Create your account").click()
    expect(page.get_by_role("heading", name="Welcome, Nóra!")).to_be_visible()
    picture = encoded(photo(640, 480), "JPEG")
    page.locator("input[type=file]").set_input_files({"name": "me.jpg", "mimeType": "image/jpeg", "buffer": picture})
    expect(page.get_by_text("That is you!")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Find your friends")).to_be_focused()
    page.get_by_role("searchbox", name="Search for a name").fill("wanda")
    page.get_by_role("button", name="Add friend Wanda Berg").click()
    expect(page.get_by_role("button", name="Requested Wanda Berg")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Say hello").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox").first).to_have_value("Hello, I am new here!")
    dialog.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("article").filter(has_text="Hello, I am new here!")).to_be_visible()
    expect(page.get_by_role("button", name="You and your settings").locator("img")).to_be_attached(timeout=20_000)
    assert nora.ask("GET", "/users/friends?status=sent")["items"]


def test_steps_can_be_left_out_and_gone_back_to(join: Join) -> None:
    """Nothing of the welcome must be done now, and Back leads to the step before."""
    page = join("Ana").goto("/welcome")
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_text("Step 2 of 3")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Step 1 of 3")).to_be_visible()
    for _ in range(2):
        page.get_by_role("button", name="Not now").click()
    page.get_by_role("button", name="Go to the start page").click()
    expect(page).to_have_url(re.compile(r"/$"))


def test_what_is_wrong_is_said_where_it_is_wrong(visit: Any, join: Join) -> None:
    """A name that is taken and a password that is known stand at their fields, and a free name is offered."""
    ben = join("Ben")
    guest = visit("Guest")
    guest.expect(409, "/auth/register")
    guest.expect(422, "/auth/register")
    page = guest.goto("/register")
    fill(page, first="Ben", last="Other", name=ben.username, email="ben.other@example.org", password="password1234")
    page.get_by_role("button", name="Create your account").click()
    password = page.get_by_label("Password", exact=True)
    expect(password).to_be_focused()
    expect(password).to_have_accessible_description(re.compile("Anybody would try this one first"))
    fill(page, password=PASSWORD)
    page.get_by_role("button", name="Create your account").click()
    expect(page.get_by_text("Somebody has this name already.")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Take ben_")).click()
    page.get_by_role("button", name="Create your account").click()
    expect(page.get_by_role("heading", name="Welcome, Ben!")).to_be_visible()


def test_an_invite_link_that_is_over_says_so(visit: Any) -> None:
    """Who comes with an old invitation is told to ask for a new one, and what they typed stays."""
    guest = visit("Guest")
    guest.expect(403, "/auth/register")
    page = guest.goto("/invite/nonsense")
    expect(page.get_by_text("You are invited")).to_be_visible()
    fill(page, first="Ida", last="Late", email="ida@example.org", password=PASSWORD)
    page.get_by_role("button", name="Create your account").click()
    expect(page.get_by_role("alert")).to_have_text("This invite link does not work any more. Ask for a new one.")
    expect(page.get_by_label("First name")).to_have_value("Ida")


# ── signing in ──


def test_signing_in_leads_where_one_wanted_to_go(join: Join) -> None:
    """A page that is for members asks who one is first, and then opens; a foreign address is not followed."""
    ana = join("Ana")
    out(ana)
    ana.expect(401, "/auth/login")
    page = ana.goto("/friends")
    expect(page).to_have_url(re.compile(r"/login\?to=%2Ffriends"))
    sign_in(page, ana.username, "not the password")
    expect(page.get_by_role("alert")).to_contain_text("Check the name and the password")
    sign_in(page, f"{ana.username}@example.org")
    expect(page).to_have_url(re.compile(r"/friends$"))
    out(ana)
    sign_in(ana.goto("/login?to=https://evil.example/"), ana.username)
    expect(page).to_have_url(f"{ana.url}/")


def test_whoever_tries_too_often_is_told_how_long_to_wait(visit: Any) -> None:
    """After some wrong passwords the page says how many seconds to wait, in words."""
    guest = visit("Guest")
    guest.expect(401, "/auth/login")
    guest.expect(429, "/auth/login")
    page = guest.goto("/login")
    for _ in range(15):  # the time to wait grows from try to try, and a slow machine has waited for the first ones
        with page.expect_response("**/auth/login") as answer:
            sign_in(page, "somebody_who_is_not_here", "not the password")
        if answer.value.status == 429:
            break
    expect(page.get_by_role("alert")).to_have_text(re.compile(r"Please wait \d+ seconds?\."))


def test_a_code_is_asked_after_the_password_alone(join: Join) -> None:
    """With a second factor the password leads to the code; a recovery code does as well, and nothing is typed twice."""
    ana = join("Ana")
    offer = ana.ask("POST", "/auth/totp")
    secret = base64.b32decode(offer["secret"])
    now = lambda: code(secret, step_at(SystemClock().now()))  # noqa: E731 - of this secret
    recovery = ana.ask("POST", "/auth/totp/confirm", {"code": now()})["recoveryCodes"]
    out(ana)
    ana.expect(401, "/auth/login")
    page = ana.goto("/login?to=/friends")
    sign_in(page, ana.username)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("This code is not right")
    page.get_by_role("button", name="I do not have my phone").click()
    page.get_by_label("Recovery code").fill(recovery[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile(r"/friends$"))


# ── links in mails ──


def test_a_forgotten_password_is_set_anew(server: Server, join: Join) -> None:
    """The link of the mail opens a page that sets a new password, and its secret is not in the address any more."""
    ana = join("Ana")
    out(ana)
    page = ana.goto("/login")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail").fill(f"{ana.username}@example.org")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_focused()
    way = link(server, f"{ana.username}@example.org", "/reset")
    page = ana.goto(way)
    expect(page.get_by_role("heading", name="Set a new password")).to_be_visible()
    assert page.url == f"{ana.url}/reset"
    page.get_by_label("New password").fill("a brand new secret phrase")
    page.get_by_role("button", name="Set the password").click()
    page.get_by_role("link", name="Sign in").click()
    sign_in(page, ana.username, "a brand new secret phrase")
    expect(page).to_have_url(f"{ana.url}/")
    ana.expect(422, "/auth/reset-password")
    page = ana.goto(way)
    page.get_by_label("New password").fill("yet another secret phrase")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", name="This link does not work")).to_be_visible()


def test_an_address_is_proven_by_a_button(server: Server, join: Join) -> None:
    """Opening the link proves nothing, since programs open links too; the button does."""
    ana = join("Ana")
    page = ana.goto(link(server, f"{ana.username}@example.org", "/verify"))
    page.get_by_role("button", name="Yes, it is mine").wait_for()
    assert page.url == f"{ana.url}/verify"
    assert ana.ask("GET", "/auth/account")["user"]["emailVerified"] is False
    page.get_by_role("button", name="Yes, it is mine").click()
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert ana.ask("GET", "/auth/account")["user"]["emailVerified"] is True


@pytest.mark.parametrize("path", ["/verify", "/unsubscribe", "/reset", "/setup"])
def test_a_link_that_was_cut_off_says_so(visit: Any, path: str) -> None:
    """A link without its secret leads to a page that says what to do instead."""
    page = visit("Guest").goto(path)
    expect(page.get_by_role("heading", name="This link does not work")).to_be_visible()


def test_mails_are_stopped_only_by_a_good_link(visit: Any) -> None:
    """A secret that is not one of ours stops nothing, and the page says so."""
    page = visit("Guest").goto("/unsubscribe#token=nonsense")
    page.get_by_role("button", name="Stop them").click()
    expect(page.get_by_role("heading", name="This link does not work")).to_be_visible()


# ── a server of one's own ──


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A server that nobody owns yet, reached by a name, as passkeys want it."""
    from tests.browser.conftest import QUICK
    from tests.journeys.server import free_port

    port = free_port()
    folder: Path = tmp_path_factory.mktemp("own") / "data"
    environ = QUICK | {"MINIFB_SERVER_PUBLIC_URL": f"http://localhost:{port}"}
    running = Server(folder, port=port, environ=environ)
    running.start()
    running.url = f"http://localhost:{port}"
    yield running
    running.stop()


@pytest.fixture(scope="module")
def owner(own: Server, browser: Any) -> Any:
    """The first owner, who has just come through all steps of the set-up."""
    olga = Person(browser, own.url, "Olga", viewport=DESK)
    found = re.search(r"/setup#token=\S+", own.said.read_text(encoding="utf-8"))
    assert found
    page = olga.goto(found[0])
    expect(page.get_by_role("heading", name="Make this place yours")).to_be_visible()
    assert page.url == f"{own.url}/setup"
    fill(page, first="Olga", last="Berg", email="olga@example.org", password=PASSWORD)
    page.get_by_role("button", name="Become the owner").click()
    page.get_by_label("Name of the community").fill("Riverside Garden")
    press(page, "Next")
    page.get_by_role("radio", name="Whoever is invited").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Send me a test mail").click()
    expect(page.get_by_text("Mails go nowhere yet")).to_be_visible()
    expect(page.get_by_text("your account needs a second key beside the password by")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="Welcome, Olga!")).to_be_visible()
    yield olga
    olga.context.close()
    assert not olga.faults


def test_an_owner_sets_the_community_up(browser: Any, own: Server, owner: Person) -> None:
    """What the owner said holds at once: the name stands over the door, which is closed; the set-up link is spent."""
    told = owner.ask("GET", "/auth/community")
    assert told == {"name": "Riverside Garden", "signUp": "invite", "verificationRequired": False}
    assert list((own.data / "mail").glob("test-*.eml"))
    guest = Person(browser, own.url, "Guest")
    page = guest.goto("/register")
    expect(page.get_by_role("heading", name="By invitation")).to_be_visible()
    expect(page).to_have_title("Create your account · Riverside Garden")
    assert not guest.violations()
    guest.context.close()


@pytest.mark.parametrize(("scheme", "size"), [("light", DESK), ("dark", PHONE)])
def test_who_runs_the_community_changes_it_in_the_settings(
    browser: Any, own: Server, owner: Person, scheme: Any, size: Any
) -> None:
    """Name, door and mail stand in the settings of who runs the place; a member finds none of it there."""
    owner.page.set_viewport_size(size)
    owner.page.emulate_media(color_scheme=scheme)
    page = owner.goto("/settings/community")
    expect(page.get_by_role("heading", name="Community", level=1)).to_be_visible()
    name = page.get_by_label("Name of the community")
    name.fill("Riverside Orchard")
    name.blur()
    expect(page.get_by_role("main").get_by_text("Saved", exact=True)).to_be_visible()
    page.get_by_role("radio", name="Whoever you let in").check()
    page.get_by_role("button", name="Send me a test mail").click()
    expect(page.get_by_text("Mails go nowhere yet")).to_be_visible()
    assert not owner.violations()
    told = owner.ask("GET", "/auth/community")
    assert (told["name"], told["signUp"]) == ("Riverside Orchard", "approval")
    owner.ask("PUT", "/auth/community", {"name": "Riverside Garden", "signUp": "open"})
    member = Person(browser, own.url, "Max").register(f"max_{scheme}")
    page = member.goto("/settings")
    expect(page.get_by_role("link", name="Invitations")).to_be_visible()
    expect(page.get_by_role("link", name="Community")).to_have_count(0)
    page = member.goto("/settings/community")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not here")
    member.context.close()
    assert not member.faults
    owner.page.set_viewport_size(DESK)
    owner.ask("PUT", "/auth/community", {"signUp": "invite"})


def test_an_invitation_opens_the_door(browser: Any, own: Server, owner: Person) -> None:
    """With a member's link one comes in where others cannot."""
    owner.ask("PUT", "/auth/community", {"signUp": "invite"})
    made = owner.ask("POST", "/auth/invites", {"uses": 1})
    guest = Person(browser, own.url, "Ivy")
    page = guest.goto(made["link"].removeprefix(own.url))
    expect(page.get_by_text("You are invited to Riverside Garden")).to_be_visible()
    fill(page, first="Ivy", last="Berg", email="ivy@example.org", password=PASSWORD)
    page.get_by_role("button", name="Create your account").click()
    expect(page.get_by_role("heading", name="Welcome, Ivy!")).to_be_visible()
    guest.context.close()
    assert not guest.faults


def test_who_must_wait_is_told_so(browser: Any, own: Server, owner: Person) -> None:
    """Where the owner decides, a newcomer is told that they wait, and comes in after the yes."""
    owner.ask("PUT", "/auth/community", {"signUp": "approval"})
    guest = Person(browser, own.url, "Wim")
    page = guest.goto("/register")
    expect(page.get_by_text("reads every request")).to_be_visible()
    fill(page, first="Wim", last="Berg", email="wim@example.org", password=PASSWORD)
    page.get_by_role("button", name="Create your account").click()
    expect(page.get_by_role("heading", name="Your request is in")).to_be_focused()
    assert not guest.violations()
    (waiting,) = owner.ask("GET", "/auth/registrations")["items"]
    owner.ask("PUT", f"/auth/registrations/{waiting['id']}/approve")
    page.get_by_role("link", name="Sign in").click()
    page.wait_for_timeout(1_000)
    sign_in(page, "wim_berg")
    expect(page).to_have_url(f"{own.url}/")
    guest.context.close()
    assert not guest.faults


def test_a_passkey_opens_the_door(browser: Any, own: Server, owner: Person) -> None:
    """A passkey signs in with one press, without a name or password."""
    owner.ask("PUT", "/auth/community", {"signUp": "open"})
    ana = Person(browser, own.url, "Ana", viewport=DESK).register("ana_passkey")
    devices = ana.context.new_cdp_session(ana.page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page = ana.goto("/settings/security")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("dialog").get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Never used", exact=False)).to_be_visible()
    out(ana)
    page = ana.goto("/login?to=/friends")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile(r"/friends$"))
    ana.context.close()
    assert not ana.faults


def test_staff_secure_their_account_first(browser: Any, own: Server, owner: Person) -> None:
    """Who became a moderator sets up a second factor at the door, and then goes on to where they wanted."""
    owner.ask("PUT", "/auth/community", {"signUp": "open"})
    mia = Person(browser, own.url, "Mia", viewport=DESK).register("mia_mod")
    owner.ask("PUT", f"/auth/members/{mia.id}/role", {"role": "moderator"})
    out(mia)
    mia.expect(403, "/users/profile")
    page = mia.goto("/login?to=/friends")
    sign_in(page, "mia_mod")
    expect(page.get_by_role("heading", name="Secure your account first")).to_be_visible()
    page.wait_for_timeout(500)
    assert not mia.violations()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Set up one of the two first.")).to_be_visible()
    secret = base64.b32decode(mia.ask("POST", "/auth/totp")["secret"])
    mia.ask("POST", "/auth/totp/confirm", {"code": code(secret, step_at(SystemClock().now()))})
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile(r"/friends$"))
    mia.context.close()
    assert not mia.faults


def test_an_owner_is_reminded_of_a_second_key(own: Server, owner: Person) -> None:
    """The settings say until when the owner needs a second key, and no more when there is one."""
    owner.expect(401, "/")  # what proves one was changed: the session is renewed
    page = owner.goto("/settings/account")
    told = page.get_by_text("your account needs a second key beside the password by")
    expect(told).to_be_visible()
    page.get_by_role("link", name="Set it up").click()
    page.get_by_role("button", name="Set up codes").click()
    dialog = page.get_by_role("dialog", name="Set up codes")
    secret = dialog.get_by_role("group", name="Secret for the app").inner_text().replace(" ", "")
    typed = code(base64.b32decode(secret), step_at(SystemClock().now()))
    dialog.get_by_label("The code that the app shows now").fill(typed)
    dialog.get_by_role("button", name="Turn on").click()
    page.get_by_role("dialog").get_by_label("I have kept them safe").check()
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(told).to_have_count(0)
