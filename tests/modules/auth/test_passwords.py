"""Passwords: forgetting, setting anew, changing, and what a good one is."""

import asyncio

import pytest

from minifb.kernel.clock import MINUTE, SECOND
from minifb.modules.auth.rules.passwords import BadPassword, check
from tests.modules.auth.letters import letters, link_secret, subjects
from tests.modules.auth.people import authenticator, credentials
from tests.world import PASSWORD, World

NEW = "a brand new secret"


async def ask_link(world: World, name: str) -> str:
    """Forget a password and give the secret of the link."""
    await world.stranger.post("/auth/forgot-password", email=f"{name}@example.org")
    return await link_secret(world, f"{name}@example.org", "/reset")


async def test_forgetting_tells_nothing(world: World) -> None:
    """A known and an unknown address are answered with the same words, and only the known one gets mail."""
    await world.person("ann")
    answers = [
        await world.stranger.ask("POST", "/auth/forgot-password", json={"email": email})
        for email in ("ann@example.org", "nobody@example.org", "not an address")
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(202, '{"status":"sent"}')}
    assert "Set a new password" in await subjects(world, "ann@example.org")
    assert not await letters(world, "nobody@example.org")


async def test_forgetting_does_the_same_work(world: World) -> None:
    """Before it is answered, a request does nothing that depends on whether the address is known."""
    await world.person("ann")
    await world.settle()
    runner = world.house.parts["auth"].runner
    assert runner is not None
    await runner.stop()  # what is done later, by a job, must not fall between the two
    counted = []
    db = world.house.parts["auth"].db
    for email in ("ann@example.org", "nobody@example.org"):
        before = await db.read(lambda tx: len(world.house.parts["auth"].outbox.read(tx, 0, 1000)))
        await world.service("auth").passwords.forget(email)
        counted.append(await db.read(lambda tx: len(world.house.parts["auth"].outbox.read(tx, 0, 1000))) - before)
    assert counted == [0, 0]


async def test_a_link_sets_a_new_password_once(world: World) -> None:
    """The link works once, ends every session, tells the member, and keeps the second factor."""
    ann = await world.person("ann")
    app = await authenticator(world, ann)
    secret = await ask_link(world, "ann")
    await world.stranger.post("/auth/verify-email", token=await link_secret(world, "ann@example.org", "/verify"))
    await world.stranger.post("/auth/reset-password", token=secret, password=NEW)
    again = {"token": secret, "password": NEW}
    assert await world.stranger.refused("POST", "/auth/reset-password", json=again) == (422, "link_invalid")
    assert (await ann.refused("GET", "/auth/account"))[0] == 401
    world.clock.advance(31 * SECOND)
    assert await world.stranger.refused("POST", "/auth/login", json=credentials("ann", NEW)) == (401, "totp_required")
    assert await world.stranger.post("/auth/login", **credentials("ann", NEW), totp=app.code())
    assert "Your account was changed" in await subjects(world, "ann@example.org")


async def test_an_old_link_is_worth_nothing(world: World) -> None:
    """A link is good for half an hour, and not after the password was changed."""
    ann = await world.person("ann")
    secret = await ask_link(world, "ann")
    await ann.put("/auth/password", currentPassword=PASSWORD, password=NEW)
    refused = await world.stranger.refused("POST", "/auth/reset-password", json={"token": secret, "password": NEW})
    assert refused == (422, "link_invalid")
    secret = await ask_link(world, "ann")
    world.clock.advance(31 * MINUTE)
    refused = await world.stranger.refused("POST", "/auth/reset-password", json={"token": secret, "password": NEW})
    assert refused == (422, "link_invalid")


@pytest.mark.parametrize("token", ["", ".", "x.y", "01a2052d-c04f-7528-bb20-e16743249f83.AAAA", "ü.ü"])
async def test_a_made_up_link_is_refused(world: World, token: str) -> None:
    """Whatever is sent as a link, the answer is the same."""
    refused = await world.stranger.refused("POST", "/auth/reset-password", json={"token": token, "password": NEW})
    assert refused == (422, "link_invalid")


async def test_of_many_who_use_a_link_one_succeeds(world: World) -> None:
    """32 who use a link at the same time set one password."""
    await world.person("ann")
    secret = await ask_link(world, "ann")
    tries = [
        world.stranger.ask("POST", "/auth/reset-password", json={"token": secret, "password": f"{NEW} {n}"})
        for n in range(32)
    ]
    statuses = [answer.status_code for answer in await asyncio.gather(*tries)]
    assert statuses.count(204) == 1
    assert set(statuses) == {204, 422}


async def test_a_proven_address_drops_what_an_impostor_left(world: World) -> None:
    """Who registered another's address unproven keeps neither password, nor second factor, nor keys."""
    eve = await world.person("ann")
    await authenticator(world, eve)
    key = (await eve.post("/auth/keys", serviceId="bot", permissions=["users.read"]))["key"]
    await world.stranger.post("/auth/reset-password", token=await ask_link(world, "ann"), password=NEW)
    told = await world.stranger.post("/auth/login", **credentials("ann", NEW))
    assert told["user"]["emailVerified"] is True
    assert not await world.service("auth").key_holders([digest(key)])


def digest(key: str) -> str:
    """Give what is kept of a key."""
    from hashlib import sha256

    return sha256(key.encode()).hexdigest()


async def test_changing_the_password_ends_other_sessions(world: World) -> None:
    """The device that changes it stays, the others are signed out; the old one must be known."""
    ann = await world.person("ann")
    phone = await world.login("ann")
    wrong = {"currentPassword": "wrong", "password": NEW}
    assert (await ann.refused("PUT", "/auth/password", json=wrong))[0] == 422
    await ann.put("/auth/password", currentPassword=PASSWORD, password=NEW)
    assert await ann.get("/auth/account")
    assert (await phone.refused("GET", "/auth/account"))[0] == 401
    assert (await world.stranger.refused("POST", "/auth/login", json=credentials("ann")))[0] == 401


async def test_the_operator_lets_a_locked_out_owner_in(world: World) -> None:
    """The command line makes a link; from then on nothing that was signed in is."""
    ann = await world.person("ann")
    link = await world.service("auth").reset_password_for("ann")
    assert (await ann.refused("GET", "/auth/account"))[0] == 401
    assert (await world.stranger.refused("POST", "/auth/login", json=credentials("ann")))[0] == 401
    await world.stranger.post("/auth/reset-password", token=link.split("#token=")[1], password=NEW)
    assert await world.stranger.post("/auth/login", **credentials("ann", NEW))


async def test_a_full_queue_is_said(world: World) -> None:
    """When more passwords wait than may, the next one is told to come back, and nothing hangs."""
    await world.person("ann")
    hashing = world.service("auth").means.hashing
    room, hashing._room = hashing._room, 0
    response = await world.stranger.ask("POST", "/auth/login", json=credentials("ann"))
    hashing._room = room
    assert (response.status_code, response.json()["code"]) == (503, "hashing")
    assert response.headers["retry-after"]
    assert (await world.login("ann")).token


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("nine-nine", "password_length"),
        ("x" * 257, "password_length"),
        ("password12", "password_common"),
        ("P@ssw0rd!!", "password_common"),
        ("aaaaaaaaaaaa", "password_common"),
        ("abcabcabcabc", "password_common"),
        ("qwertyuiop", "password_common"),
        ("0987654321", "password_common"),
        ("1q2w3e4r5t6y", "password_common"),
        ("annexample-12", "password_personal"),
        ("i am Wonderland", "password_personal"),
    ],
)
def test_bad_passwords_are_refused(password: str, code: str) -> None:
    """Too short, too long, what everybody tries, and one's own name."""
    with pytest.raises(BadPassword) as refused:
        check(password, username="annexample", email="wonderland@example.org")
    assert refused.value.errors[0].code == code


@pytest.mark.parametrize(
    "password", ["correct horse battery", "          ", "пароль длинный", "f" * 4 + "ghtyjkl;w", "x9" * 5 + "kq?"]
)
def test_good_passwords_need_no_digits_or_signs(password: str) -> None:
    """Any characters do, as long as nobody would try them first."""
    if not password.strip():
        with pytest.raises(BadPassword):
            check(password)
    else:
        assert check(password) == password
