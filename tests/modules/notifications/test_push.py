"""Push: what reaches the devices of members, what it says, and what it never does."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from minifb.kernel.clock import DAY, SECOND
from minifb.modules.notifications.backends.push.sealing import PLAIN_MAX, seal
from minifb.modules.notifications.rules.push import Push, payload
from tests.pushes import ALLOWED, PushService, data, push_service
from tests.world import Person, World, open_world


@pytest.fixture
async def world(tmp_path: Path, template: Path) -> AsyncIterator[World]:
    """A server that may send to a push service on this machine."""
    async with open_world(tmp_path / "data", template=template, **ALLOWED) as world:
        yield world


@pytest.fixture
async def pushes(tmp_path: Path, world: World) -> AsyncIterator[PushService]:
    """A push service of our own."""
    async with push_service(tmp_path, world.clock) as service:
        yield service


async def subscribe(person: Person, pushes: PushService, **more: Any) -> Any:
    """Subscribe one more device of somebody; give its browser and what the server says."""
    browser = pushes.browser()
    return browser, await person.post("/notifications/push/subscriptions", **browser.subscription, **more)


async def send(world: World, person: Person, topic: str = "one", **more: Any) -> Any:
    """Send somebody a push."""
    push = Push(kind="message", notification_id=topic, url="/n", badge=3, text=more.pop("text", None))
    return await world.service("notifications").send_push(person.id, push, topic=topic, **more)


def test_the_example_of_the_standard_comes_out() -> None:
    """What is sealed is what RFC 8291 shows in its appendix A, to the byte."""
    own = ec.derive_private_key(int.from_bytes(data("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), ec.SECP256R1())
    sealed = seal(
        b"When I grow up, I want to be a watermelon",
        data("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        data("BTBZMqHH6r4Tts7J_aSIgg"),
        own,
        data("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert sealed == data(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3"
        "jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_longest_words_fit_into_one_push() -> None:
    """However long a text is, its push is one record that every push service takes."""
    push = Push(kind="comment", notification_id="n" * 36, url="/", badge=999, text="😀" * 4_000)
    assert len(payload(push, "https://social.example/" + "p" * 200)) <= PLAIN_MAX


async def test_a_device_is_reached(world: World, pushes: PushService) -> None:
    """A device that subscribed shows what came, leads there when tapped, and nobody in between can read it."""
    ann = await world.person("ann")
    phone, shown = await subscribe(ann, pushes, device="Phone")
    assert (shown["device"], shown["current"], shown["usedAt"]) == ("Phone", True, None)
    sent = await send(world, ann, "conversation", urgency="high")
    assert (sent.delivered, sent.left) == (1, [])
    [push] = phone.shown
    assert (push["web_push"], push["app_badge"]) == (8030, "3")
    assert push["notification"]["title"] == "New message"
    assert push["notification"]["navigate"] == "http://127.0.0.1:3000/n"
    assert push["notification"]["tag"] == "conversation"
    assert phone.heads[0]["urgency"] == "high"
    assert phone.heads[0]["ttl"] == str(48 * 3600)
    assert b"message" not in phone.sealed[0]


async def test_a_push_says_who_and_what_only_where_that_is_wanted(world: World, pushes: PushService) -> None:
    """Without the member's wish a push carries ids and no words of anybody."""
    ann = await world.person("ann")
    phone, _ = await subscribe(ann, pushes)
    await send(world, ann)
    await send(world, ann, text="Bob: see you at eight")
    assert "body" not in phone.shown[0]["notification"]
    assert phone.shown[1]["notification"]["body"] == "Bob: see you at eight"


async def test_a_topic_tells_the_push_service_nothing(world: World, pushes: PushService) -> None:
    """What replaces what is told by a name that is the same each time, other for each member, and no id of ours."""
    ann, bob = await world.persons("ann", "bob")
    (phone, _), (other, _) = await subscribe(ann, pushes), await subscribe(bob, pushes)
    await send(world, ann, "conversation")
    await send(world, ann, "conversation")
    await send(world, bob, "conversation")
    topics = {head["topic"] for head in phone.heads}
    assert len(topics) == 1
    assert "conversation" not in topics
    assert other.heads[0]["topic"] not in topics


async def test_the_key_stays_the_same(world: World, pushes: PushService, tmp_path: Path) -> None:
    """Browsers are promised one key: it is made at the first run and is the same after a restart."""
    ann = await world.person("ann")
    key = (await ann.get("/notifications/push/key"))["publicKey"]
    await subscribe(ann, pushes)
    await send(world, ann)
    assert pushes.server_keys == {key}
    assert len(data(key)) == 65
    again = type(world.service("notifications").pusher)(
        world.house.outbound, world.house.keys, world.clock, hosts=(), contact=""
    )
    assert again.public_key == key


async def test_the_same_device_stays_one(world: World, pushes: PushService) -> None:
    """A browser that says again that it is there is not reached twice."""
    ann = await world.person("ann")
    phone, first = await subscribe(ann, pushes)
    again = await ann.ask("POST", "/notifications/push/subscriptions", json=phone.subscription)
    assert (again.status_code, again.json()["id"]) == (200, first["id"])
    await send(world, ann)
    assert len(phone.shown) == 1


async def test_a_browser_belongs_to_who_signed_in_last(world: World, pushes: PushService) -> None:
    """Two members who share a browser do not read each other's notifications on it."""
    ann, bob = await world.persons("ann", "bob")
    phone, _ = await subscribe(ann, pushes)
    await bob.post("/notifications/push/subscriptions", **phone.subscription)
    assert (await ann.get("/notifications/push/subscriptions"))["items"] == []
    assert (await send(world, ann)).delivered == 0
    assert (await send(world, bob)).delivered == 1


async def test_the_oldest_device_makes_room(world: World, pushes: PushService) -> None:
    """A member has ten devices at most; one more takes the place of the one that was silent longest."""
    ann = await world.person("ann")
    made = []
    for _ in range(11):
        made.append((await subscribe(ann, pushes))[1]["id"])
        world.clock.advance(SECOND)
    listed = [one["id"] for one in (await ann.get("/notifications/push/subscriptions"))["items"]]
    assert listed == made[:0:-1]


async def test_signing_out_ends_it(world: World, pushes: PushService) -> None:
    """Where a member is signed out nothing is shown any more; elsewhere it goes on."""
    ann = await world.person("ann")
    laptop = await world.login("ann")
    (phone, _), (desk, _) = await subscribe(ann, pushes), await subscribe(laptop, pushes)
    await ann.post("/auth/logout")
    await world.settle()
    await send(world, laptop)
    assert (len(phone.shown), len(desk.shown)) == (0, 1)


async def test_a_device_can_be_taken_off(world: World, pushes: PushService) -> None:
    """A member takes a device off the list, and only their own."""
    ann, bob = await world.persons("ann", "bob")
    _, shown = await subscribe(ann, pushes)
    await bob.delete(f"/notifications/push/subscriptions/{shown['id']}")
    assert (await send(world, ann)).delivered == 1
    await ann.delete(f"/notifications/push/subscriptions/{shown['id']}")
    assert (await send(world, ann)).delivered == 0


@pytest.mark.parametrize("status", [404, 410])
async def test_a_device_that_is_gone_is_forgotten(world: World, pushes: PushService, status: int) -> None:
    """When the push service says that a browser is no more, nothing is sent there again."""
    ann = await world.person("ann")
    phone, _ = await subscribe(ann, pushes)
    pushes.answer(phone, status)
    assert (await send(world, ann)).left == []
    assert (await ann.get("/notifications/push/subscriptions"))["items"] == []


async def test_a_device_that_is_silent_for_long_is_forgotten(world: World, pushes: PushService) -> None:
    """A device that did not say for ninety days that it is still there gets nothing any more."""
    ann = await world.person("ann")
    await subscribe(ann, pushes)
    world.clock.advance(91 * DAY)
    assert (await send(world, ann)).delivered == 0
    ann = await world.login("ann")
    assert (await ann.get("/notifications/push/subscriptions"))["items"] == []


async def test_who_asks_for_patience_gets_it(world: World, pushes: PushService) -> None:
    """A push service that is overrun is left alone, the device stays, and only it is tried again."""
    ann = await world.person("ann")
    (phone, told), (desk, _) = await subscribe(ann, pushes), await subscribe(ann, pushes)
    pushes.answer(phone, 429, retry_after="120")
    sent = await send(world, ann)
    assert (sent.delivered, sent.left, sent.after) == (1, [told["id"]], 120)
    asked = len(pushes.asked)
    assert (await send(world, ann, only=sent.left)).left == [told["id"]]
    assert len(pushes.asked) == asked
    world.clock.advance(121 * SECOND)
    pushes.answer(phone, 201)
    assert (await send(world, ann, only=sent.left)).delivered == 1
    assert (len(phone.shown), len(desk.shown)) == (1, 1)


@pytest.mark.parametrize("status", [400, 403, 413, 301])
async def test_what_a_push_service_refuses_is_not_sent_again(world: World, pushes: PushService, status: int) -> None:
    """A push that is refused for good is over, redirects are not followed, and the device stays."""
    ann = await world.person("ann")
    phone, _ = await subscribe(ann, pushes)
    pushes.answer(phone, status, location="https://localhost:1/")
    sent = await send(world, ann)
    assert (sent.delivered, sent.left) == (0, [])
    assert len(pushes.asked) == 1
    assert len((await ann.get("/notifications/push/subscriptions"))["items"]) == 1


async def test_a_push_service_that_does_not_answer_harms_nobody(world: World, tmp_path: Path) -> None:
    """When nobody answers, the push waits and nothing fails."""
    ann = await world.person("ann")
    async with push_service(tmp_path, world.clock) as pushes:
        _, told = await subscribe(ann, pushes)
    sent = await send(world, ann)
    assert (sent.delivered, sent.left) == (0, [told["id"]])
    assert sent.after >= 30


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://localhost/push/x",
        "https://push.example/x",
        "https://ann@localhost/push/x",
        "https://localhost.push.example/x",
        "https://localhost:99999/x",
        "https://localhost /x",
        "ftp://localhost/push/x",
        "https:///push/x",
    ],
)
async def test_a_member_cannot_send_the_server_elsewhere(world: World, pushes: PushService, endpoint: str) -> None:
    """Only push services that the operator knows are taken, over https alone."""
    ann = await world.person("ann")
    fields = pushes.browser().subscription | {"endpoint": endpoint}
    refusal = await ann.refused("POST", "/notifications/push/subscriptions", json=fields)
    assert refusal == (422, "push_service_unknown")


@pytest.mark.parametrize(
    "keys", [{"p256dh": "B" * 87, "auth": "A" * 22}, {"p256dh": "!" * 87, "auth": "A" * 22}, {"auth": "A" * 22}]
)
async def test_keys_that_are_none_are_refused(world: World, pushes: PushService, keys: dict[str, str]) -> None:
    """What could never be sealed is refused at once."""
    ann = await world.person("ann")
    fields = pushes.browser().subscription | {"keys": keys}
    assert (await ann.refused("POST", "/notifications/push/subscriptions", json=fields))[0] == 422


async def test_a_member_tries_it(world: World, pushes: PushService) -> None:
    """A member sends a test to their devices and is told how many were reached."""
    ann = await world.person("ann")
    phone, _ = await subscribe(ann, pushes)
    broken, _ = await subscribe(ann, pushes)
    pushes.answer(broken, 400)
    assert await ann.post("/notifications/push/test") == {"delivered": 1, "failed": 1}
    assert phone.shown[0]["notification"]["title"] == "This device gets your notifications"


async def test_nobody_reaches_devices_without_signing_in(world: World) -> None:
    """Who is not signed in has no devices here."""
    for method, path in (("GET", "key"), ("GET", "subscriptions"), ("POST", "subscriptions"), ("POST", "test")):
        assert (await world.stranger.refused(method, f"/notifications/push/{path}"))[0] == 401
