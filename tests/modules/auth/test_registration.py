"""Becoming a member: the saga of auth and users, and what becomes of it when a step fails."""

import asyncio
from pathlib import Path
from typing import Any

import httpx2
import pytest

from minifb.kernel.clock import DAY, HOUR, SECOND
from minifb.kernel.events.event import Envelope
from minifb.kernel.http.shapes import Card
from minifb.modules.auth.public import UserRegistrationCancelled
from minifb.modules.auth.rules.registration import MOVES, Saga, move
from minifb.modules.users.public import UserProfileCreated, UserProfileRejected
from tests.modules.auth.letters import link_secret, subjects
from tests.modules.auth.people import credentials, first_owner
from tests.world import PASSWORD, URL, Person, World, newcomer, open_world

QUIET = {"modules__auth__registration_wait_seconds": 0.05}


async def answer(world: World, **fields: Any) -> tuple[int, dict[str, Any]]:
    """Register and give status and body."""
    response = await world.stranger.ask("POST", "/auth/register", json=newcomer(**fields))
    return response.status_code, response.json()


async def outbox(world: World, name: str) -> list[Envelope]:
    """Give the events of a name that auth told."""
    part = world.house.parts["auth"]
    told = await part.db.read(lambda tx: part.outbox.read(tx, 0, 1000))
    return [event for event in told if event.name == name]


def deaf(world: World) -> None:
    """Let users hear nothing: the profile step neither succeeds nor fails."""
    world.service("users").welcome = lambda _tx, _event: None


async def test_a_newcomer_is_signed_in_at_once(world: World) -> None:
    """Registering answers with the member and tokens that open the door."""
    ann = await world.person("ann")
    assert ann.told["user"]["username"] == "ann"
    assert ann.told["user"]["roles"] == ["member"]
    assert ann.told["tokenType"] == "Bearer"
    assert (await ann.get("/auth/account"))["user"]["email"] == "ann@example.org"


async def test_a_newcomer_is_asked_to_prove_the_address(world: World) -> None:
    """The link in the mail proves the address; opening it twice does no harm."""
    ann = await world.person("ann")
    secret = await link_secret(world, "ann@example.org", "/verify")
    for _ in range(2):
        await world.stranger.post("/auth/verify-email", token=secret)
    assert (await ann.get("/auth/account"))["user"]["emailVerified"] is True
    forged = await world.stranger.refused("POST", "/auth/verify-email", json={"token": secret[:-2] + "AA"})
    assert forged == (422, "link_invalid")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("username", "Ad", "username_form"),
        ("username", "admin", "username_reserved"),
        ("email", "nobody", "email_form"),
        ("password", "short", "password_length"),
        ("password", "Password1234!", "password_common"),
        ("password", "my-newbie-secret", "password_personal"),
        ("firstName", "a\u200bb", "name_form"),
    ],
)
async def test_what_is_wrong_is_said_by_field(world: World, field: str, value: str, code: str) -> None:
    """A registration that is not valid names the field and the reason."""
    status, problem = await answer(world, **{"name": "newbie", field: value})
    assert status == 422
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [(field, code)]


async def test_everything_wrong_is_said_at_once(world: World) -> None:
    """Two wrong fields are two errors, not two tries."""
    _, problem = await answer(world, name="x", email="nobody", password="short")
    assert {error["field"] for error in problem["errors"]} == {"username", "email", "password"}


async def test_capitals_fold(world: World) -> None:
    """Ann and ANN are one name, Ann@Example.org and ann@example.org one address."""
    await world.person("ann")
    assert (await answer(world, name="ANN", email="other@example.org"))[1]["errors"][0]["field"] == "username"
    assert (await answer(world, name="anna", email="ANN@Example.ORG"))[1]["code"] == "email_taken"


async def test_a_lost_answer_is_asked_for_again(world: World) -> None:
    """The same registration again answers with fresh tokens of the same account; another password does not."""
    ann = await world.person("ann")
    status, again = await answer(world, name="ann")
    assert (status, again["user"]["id"]) == (201, ann.id)
    assert again["refreshToken"] != ann.told["refreshToken"]
    assert (await answer(world, name="ann", password="another fine password"))[0] == 409
    await world.advance(2 * HOUR)
    assert (await answer(world, name="ann"))[0] == 409


async def test_a_once_key_makes_one_account(world: World) -> None:
    """With an Idempotency-Key the repeat is the same account, and another body is refused."""
    headers = {"Idempotency-Key": "0123456789abcdef"}
    body = newcomer("ann")
    first = await world.stranger.ask("POST", "/auth/register", json=body, headers=headers)
    again = await world.stranger.ask("POST", "/auth/register", json=body, headers=headers)
    assert first.json()["user"] == again.json()["user"]
    other = await world.stranger.ask("POST", "/auth/register", json=newcomer("bob"), headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "once_key_reused")


async def test_a_repeat_is_no_way_around_a_new_password(world: World) -> None:
    """Once the password was changed the first registration opens nothing, with its key or without."""
    headers = {"Idempotency-Key": "0123456789abcdef"}
    told = (await world.stranger.ask("POST", "/auth/register", json=newcomer("ann"), headers=headers)).json()
    ann = Person(world, "ann", told["accessToken"], told)
    await ann.put("/auth/password", currentPassword=PASSWORD, password="a brand new secret")
    for more in ({}, headers):
        response = await world.stranger.ask("POST", "/auth/register", json=newcomer("ann"), headers=more)
        assert response.status_code == 409


async def test_registrations_are_counted_by_address(tmp_path: Path, template: Path) -> None:
    """Twenty an hour from one address, but not from this machine itself."""
    async with open_world(tmp_path / "data", template=template, limits__enabled=True) as world:
        outside = httpx2.ASGITransport(world.house.asgi, client=("203.0.113.9", 4711))
        async with httpx2.AsyncClient(transport=outside, base_url=URL) as client:
            statuses = [
                (await client.post("/auth/register", json=newcomer(f"member{n}"))).status_code for n in range(21)
            ]
        assert statuses == [201] * 20 + [429]
        assert (await world.person("ann")).token


async def test_of_many_who_want_a_name_one_gets_it(world: World) -> None:
    """64 registrations of one name at the same time make one account, and refuse the others."""
    tries = [answer(world, name="ann", email=f"ann{n}@example.org") for n in range(64)]
    statuses = [status for status, _ in await asyncio.gather(*tries)]
    assert statuses.count(201) == 1
    assert set(statuses) <= {201, 409, 503}


# ── the saga ─────────────────────────────────────────────────────────────────────────────────────


async def test_a_slow_profile_is_answered_as_pending(tmp_path: Path, template: Path) -> None:
    """When the profile takes long the answer is 202, and the account works once it is there."""
    async with open_world(tmp_path / "data", template=template, **QUIET) as world:
        welcome, held = world.service("users").welcome, []
        world.service("users").welcome = lambda _tx, event: held.append(event)
        assert await answer(world, name="ann") == (202, {"status": "pending"})
        assert (await world.stranger.refused("POST", "/auth/login", json=credentials("ann")))[0] == 401
        await world.house.parts["users"].db.write(lambda tx: welcome(tx, held[0]))
        await world.settle()
        assert (await world.login("ann")).token


async def test_a_step_that_takes_too_long_is_undone(tmp_path: Path, template: Path) -> None:
    """Without a profile in time the registration is cancelled, and name and address are free again."""
    async with open_world(tmp_path / "data", template=template, **QUIET) as world:
        welcome = world.service("users").welcome
        deaf(world)
        await answer(world, name="ann")
        await world.advance(29 * SECOND)
        assert not await outbox(world, UserRegistrationCancelled.NAME)
        await world.advance(2 * SECOND)
        assert len(await outbox(world, UserRegistrationCancelled.NAME)) == 1
        world.service("users").welcome = welcome
        assert (await answer(world, name="ann"))[0] == 201


async def test_a_profile_that_is_rejected_frees_everything(tmp_path: Path, template: Path) -> None:
    """A rejected profile cancels the registration, says so, and the same person may try again."""
    async with open_world(tmp_path / "data", template=template) as world:
        welcome = world.service("users").welcome
        world.service("users").welcome = lambda tx, event: tx.publish(
            UserProfileRejected(user_id=event.user_id, reason="no room")
        )
        status, problem = await answer(world, name="ann")
        assert (status, problem["code"]) == (503, "registration_failed")
        world.service("users").welcome = welcome
        assert (await answer(world, name="ann"))[0] == 201


async def test_a_late_profile_meets_the_cancellation(tmp_path: Path, template: Path) -> None:
    """A profile made after the cancellation is told so once more, and nobody can sign in."""
    async with open_world(tmp_path / "data", template=template, **QUIET) as world:
        deaf(world)
        await answer(world, name="ann")
        await world.advance(31 * SECOND)
        (cancelled,) = await outbox(world, UserRegistrationCancelled.NAME)
        late = profile(cancelled.subject)
        await world.house.parts["users"].db.write(lambda tx: tx.publish(late))
        await world.settle()
        assert len(await outbox(world, UserRegistrationCancelled.NAME)) == 2
        assert (await world.stranger.refused("POST", "/auth/login", json=credentials("ann")))[0] == 401


def profile(user_id: str) -> UserProfileCreated:
    """Make the event that users tells."""
    return UserProfileCreated(
        user_id=user_id, card=Card(id=user_id, username="ann", first_name="Ann", last_name="Example"), revision=1
    )


async def test_a_profile_told_twice_activates_once(world: World) -> None:
    """The same event again changes nothing."""
    ann = await world.person("ann")
    await world.house.parts["users"].db.write(lambda tx: tx.publish(profile(ann.id)))
    await world.settle()
    assert len(await outbox(world, "user.activated")) == 1


@pytest.mark.parametrize("state", ["verify", "approval", "reserved", "active", "cancelled"])
def test_no_happening_leads_out_of_an_end(state: Any) -> None:
    """Active and cancelled are final; every other state has a way to time out."""
    saga = Saga("u", state, 1, False, False, None, None, 0, 0)
    ends = {what: move(saga, what) for (_, what) in MOVES}
    assert any(ends.values()) == (state not in {"active", "cancelled"})
    assert (ends["timed_out"] == "cancelled") == (state in {"verify", "approval", "reserved"})


# ── the ways in ──────────────────────────────────────────────────────────────────────────────────


async def test_a_server_by_invitation_lets_in_who_was_invited(tmp_path: Path, template: Path) -> None:
    """Without an invite link nobody comes in; a link is good for as many as it was made for."""
    async with open_world(tmp_path / "data", template=template, modules__auth__sign_up="invite") as world:
        owner = await first_owner(world)
        assert (await answer(world, name="ann"))[1]["code"] == "invite_needed"
        made = await owner.post("/auth/invites", note="for ann", uses=1)
        code = made["link"].rsplit("/", 1)[1]
        assert (await answer(world, name="ann", inviteCode=code))[0] == 201
        assert (await answer(world, name="bob", inviteCode=code))[1]["code"] == "invite_invalid"
        assert (await owner.get("/auth/invites"))["items"][0]["uses"] == 1


async def test_who_waits_for_approval_is_let_in_or_turned_away(tmp_path: Path, template: Path) -> None:
    """An applicant can do nothing until staff say yes; a no frees name and address."""
    async with open_world(tmp_path / "data", template=template, modules__auth__sign_up="approval") as world:
        owner = await first_owner(world)
        assert await answer(world, name="ann") == (202, {"status": "approval"})
        assert await answer(world, name="bob") == (202, {"status": "approval"})
        assert (await world.stranger.refused("POST", "/auth/login", json=credentials("ann")))[0] == 401
        ann, bob = (await owner.get("/auth/registrations"))["items"]
        await owner.put(f"/auth/registrations/{ann['id']}/approve")
        await owner.put(f"/auth/registrations/{bob['id']}/decline")
        await world.settle()
        assert (await world.login("ann")).id == ann["id"]
        assert (await answer(world, name="bob", email="other@example.org"))[0] == 202


async def test_a_proof_that_is_required_comes_first(tmp_path: Path, template: Path) -> None:
    """Where addresses must be proven the account works after the link was opened, and not before."""
    async with open_world(tmp_path / "data", template=template, modules__auth__verification_required=True) as world:
        assert await answer(world, name="ann") == (202, {"status": "verify"})
        assert (await world.stranger.refused("POST", "/auth/login", json=credentials("ann")))[0] == 401
        secret = await link_secret(world, "ann@example.org", "/verify")
        await world.stranger.post("/auth/verify-email", token=secret)
        await world.settle()
        assert (await world.login("ann")).told["user"]["emailVerified"] is True


async def test_a_known_address_is_not_told(tmp_path: Path, template: Path) -> None:
    """With proof required, registering a known address reads exactly like a new one; its owner gets a mail."""
    async with open_world(tmp_path / "data", template=template, modules__auth__verification_required=True) as world:
        await answer(world, name="ann")
        await world.stranger.post("/auth/verify-email", token=await link_secret(world, "ann@example.org", "/verify"))
        known = await answer(world, name="eve", email="ann@example.org")
        fresh = await answer(world, name="eva", email="eva@example.org")
        assert known == fresh == (202, {"status": "verify"})
        again = [await answer(world, name=name, email="third@example.org") for name in ("eve", "eva")]
        assert [(status, problem["code"]) for status, problem in again] == [(409, "username_taken")] * 2
        assert "You already have an account" in await subjects(world, "ann@example.org")


async def test_an_unproven_registration_ends(tmp_path: Path, template: Path) -> None:
    """Who does not open the link within a day has reserved nothing."""
    async with open_world(tmp_path / "data", template=template, modules__auth__verification_required=True) as world:
        await answer(world, name="ann")
        await world.advance(DAY + HOUR)
        assert await answer(world, name="ann") == (202, {"status": "verify"})


# ── the first owner ──────────────────────────────────────────────────────────────────────────────


async def test_the_first_owner_is_made_once(world: World) -> None:
    """The printed link makes one owner; afterwards there is no such page and no new link."""
    owner = await first_owner(world)
    assert owner.told["user"]["roles"] == ["owner"]
    again = {**newcomer("eve"), "token": "whatever"}
    assert await world.stranger.refused("POST", "/auth/setup", json=again) == (404, "not_found")
    assert await world.service("auth").owner_link() is None


async def test_an_old_setup_link_is_worth_nothing(world: World) -> None:
    """A link is good for half an hour, and only the latest one."""
    first = (await world.service("auth").owner_link()).split("#token=")[1]
    second = (await world.service("auth").owner_link()).split("#token=")[1]
    refused = await world.stranger.refused("POST", "/auth/setup", json={**newcomer("eve"), "token": first})
    assert refused == (403, "setup_link_invalid")
    await world.advance(31 * 60 * SECOND)
    refused = await world.stranger.refused("POST", "/auth/setup", json={**newcomer("eve"), "token": second})
    assert refused == (403, "setup_link_invalid")


async def test_of_many_who_set_up_one_owns(world: World) -> None:
    """64 who open the link at the same time make one owner."""
    token = (await world.service("auth").owner_link()).split("#token=")[1]
    tries = [
        world.stranger.ask("POST", "/auth/setup", json={**newcomer(f"olga{n}"), "token": token}) for n in range(64)
    ]
    statuses = [response.status_code for response in await asyncio.gather(*tries)]
    assert statuses.count(201) == 1
    assert set(statuses) <= {201, 403, 404, 503}
