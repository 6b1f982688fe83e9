"""The app in Firefox and in WebKit: the first steps, live talk, and a long feed that stays where it is."""

from collections.abc import Callable
from random import choice
from string import ascii_lowercase
from typing import Any
from uuid import uuid4

from tests.engines.windows import Window, until
from tests.journeys.people import PASSWORD, Person


def come(find: Callable[[], list[Any]], what: str) -> Any:
    """Wait for what is on its way: the page shows some things before the server has answered."""
    found: list[Any] = []
    until(lambda: bool(found.extend(find()) or found), what)
    return found[0]


def test_the_first_steps(window: Window) -> None:
    """One signs up, makes a friend, posts, likes, talks live, finds what was said and turns the lights out."""
    family = "".join(choice(ascii_lowercase) for _ in range(8)).title()
    ben = Person(window.url, f"ben{uuid4().hex[:6]}").register()
    window.go("/register")
    for label, text in {
        "First name": "Ana", "Last name": family, "E-mail": f"{family}@example.org", "Password": PASSWORD,
    }.items():  # fmt: skip
        window.write(label, text)
    window.press("Create your account")
    window.see("Welcome, Ana!")

    window.go(f"/@{ben.name}")
    window.press("Add friend…")
    window.see("Requested")
    asked = come(lambda: ben.items("/users/friends?status=requests"), "for the request")
    ben.put(f"/users/friends/{asked['user']['id']}/accept")

    window.go("/")
    window.press("New post")
    window.write("Your post", "A day by the lake")
    window.press("Post")
    window.see("A day by the lake")
    window.press("Like")
    window.see("1 reaction: Like 1")
    post = come(lambda: ben.items(f"/posts/user/{asked['user']['id']}"), "for the post")
    ben.post(f"/posts/{post['id']}/comments", {"text": "How fine!"})

    talk = ben.post("/messages/conversations", {"participantIds": [asked["user"]["id"]]})["id"]
    ben.post(f"/messages/conversations/{talk}/messages", {"text": "Are you there?"})
    window.go(f"/m/{talk}")
    window.see("Are you there?")
    window.write(f"Message to {ben.name.title()} Test", "I am")
    window.press("Send")
    until(
        lambda: "I am" in [one["text"] for one in ben.items(f"/messages/conversations/{talk}/messages")], "for a line"
    )
    ben.post(f"/messages/conversations/{talk}/messages", {"text": "Then come down"})
    window.see("Then come down")  # nothing was loaded anew

    window.go(f"/p/{post['id']}")
    window.see("How fine!")
    window.go("/search?q=lak&tab=posts")
    window.see("A day by the")
    window.go("/settings/appearance")
    window.press("Dark")
    until(lambda: window.run("return document.documentElement.dataset.theme") == "dark", "for the dark")


def test_a_long_feed_stays_where_it_is(window: Window) -> None:
    """What is below the window has about its height before it is drawn, so nothing jumps when it comes into sight."""
    ana = Person(window.url, f"ana{uuid4().hex[:6]}").register()
    for number in range(40):
        ana.post("/posts", {"text": f"Number {number}. {'All that was said by the lake. ' * 4}"})
    window.go("/login")
    window.write("Username or e-mail", ana.name)
    window.write("Password", PASSWORD)
    window.press("Sign in")
    window.see("Number 39.")
    heights = "return [...document.querySelectorAll('.post')].map((one) => one.getBoundingClientRect().height)"
    until(lambda: len(window.run(heights)) >= 8, "for the feed")
    assert min(window.run(heights)) > 150
    until(lambda: window.run("scrollBy(0, 900); return scrollY") > 4000, "to scroll")
    assert min(window.run(heights)) > 150
