"""The link in a mail that ends mails of its kind: one click, no sign-in, and never by looking at it."""

from urllib.parse import quote

import pytest

from minifb.kernel.clock import MINUTE
from tests.modules.notifications.test_deliveries import mails, proven
from tests.world import URL, World


async def link(world: World) -> str:
    """Give the link of a mail to Bob."""
    ann, bob = await proven(world, "ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    await world.advance(MINUTE)
    [mail] = await mails(world, "bob")
    return str(mail["List-Unsubscribe"]).strip("<>").removeprefix(URL)


async def test_one_click(world: World) -> None:
    """A mail program's button ends mails of the kind, without cookies or sign-in; again is no harm."""
    path = await link(world)
    for _ in "12":
        response = await world.client.post(
            path,
            content="List-Unsubscribe=One-Click",
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert (response.status_code, response.json()) == (200, {"categories": ["friend.request"]})
    kinds = (await world.people["bob"].get("/notifications/preferences"))["kinds"]
    assert kinds["friend.request"] == {"inApp": True, "email": False, "push": True}
    assert kinds["mention"]["email"]


async def test_looking_is_not_clicking(world: World) -> None:
    """A program that looks at every link of a mail changes nothing; a person comes to a page that asks first."""
    path = await link(world)
    before = await world.people["bob"].get("/notifications/preferences")
    for method in ("GET", "HEAD"):
        response = await world.client.request(method, path)
        assert response.status_code in {303, 405}
    shown = await world.client.get(path)
    assert shown.headers["location"].startswith("/unsubscribe#token=")
    assert '<div id="app">' in (await world.client.get("/unsubscribe")).text
    assert await world.people["bob"].get("/notifications/preferences") == before


@pytest.mark.parametrize("how", ["forged", "other kind", "cut", "nonsense"])
async def test_a_link_that_is_not_ours(world: World, how: str) -> None:
    """A link that was made up is answered like any other and changes nothing."""
    path = await link(world)
    bob = world.people["bob"]
    before = await bob.get("/notifications/preferences")
    wrong = {
        "forged": path[:-4] + ("AAAA" if path[-4:] != "AAAA" else "BBBB"),
        "other kind": path.replace("friend.request", "mention"),
        "cut": path[:-10],
        "nonsense": path.split("=")[0] + "=x",
    }[how]
    response = await world.client.post(wrong)
    assert (response.status_code, response.json()) == (200, {"categories": []})
    assert await bob.get("/notifications/preferences") == before


async def test_the_end_of_digests(world: World) -> None:
    """The link of a digest ends digests and nothing else."""
    [ann] = await proven(world, "ann")
    before = await ann.get("/notifications/preferences")
    url = world.service("notifications").unsubscribe_link(ann.id, "digest")
    assert (await world.client.post(url.removeprefix(URL))).json() == {"categories": ["digest"]}
    assert await ann.get("/notifications/preferences") == {**before, "digest": "off"}


async def test_a_link_to_nobody(world: World) -> None:
    """The link of somebody who was never here is answered like any other, and nobody comes to be by it."""
    url = world.service("notifications").unsubscribe_link("01999999-0000-7000-8000-000000000000", "mention")
    assert (await world.client.post(url.removeprefix(URL))).json() == {"categories": ["mention"]}


async def test_a_mail_of_several_kinds(world: World) -> None:
    """The button of a mail that tells of several kinds ends the mails of each of them."""
    [ann] = await proven(world, "ann")
    url = world.service("notifications").unsubscribe_link(ann.id, "mention", "friend.request", "mention")
    told = (await world.client.post(url.removeprefix(URL))).json()
    assert told == {"categories": ["friend.request", "mention"]}
    kinds = (await ann.get("/notifications/preferences"))["kinds"]
    assert [kind for kind in kinds if kinds[kind]["email"]] == ["welcome", "moderation"]


@pytest.mark.parametrize("token", ["x\nSet-Cookie: a=b", "…", "x y&z"])
async def test_nothing_of_a_link_becomes_a_header(world: World, token: str) -> None:
    """Whatever stands in a made-up link only leads to the page, and adds nothing to the answer."""
    response = await world.client.get("/notifications/unsubscribe", params={"token": token})
    assert (response.status_code, response.headers["location"]) == (303, f"/unsubscribe#token={quote(token)}")
    assert "set-cookie" not in response.headers
