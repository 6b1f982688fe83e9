"""Coming back: passwords, second factors, cookies, and what a guesser meets."""

from pathlib import Path
from typing import Any

import pytest

from minifb.kernel.clock import MINUTE, SECOND
from minifb.modules.auth.rules.sessions import Failure, after_failure, device_label, network
from tests.modules.auth.letters import link_secret, subjects
from tests.modules.auth.people import authenticator, credentials, refresh
from tests.world import PASSWORD, World, newcomer, open_world


@pytest.mark.parametrize("by", [{"username": "ann"}, {"username": "@ANN"}, {"email": "Ann@Example.org"}])
async def test_a_member_comes_back_by_name_or_address(world: World, by: dict[str, str]) -> None:
    """Name and address both sign in, in any capitals."""
    ann = await world.person("ann")
    told = await world.stranger.post("/auth/login", password=PASSWORD, **by)
    assert told["user"]["id"] == ann.id


async def test_every_wrong_answer_reads_the_same(world: World) -> None:
    """An unknown name, an unknown address and a wrong password are answered with the same words."""
    await world.person("ann")
    tries: list[dict[str, str]] = [
        {"username": "nobody", "password": PASSWORD},
        {"email": "nobody@example.org", "password": PASSWORD},
        {"username": "ann", "password": "not the password"},
        {"email": "ann@example.org", "password": "not the password"},
        {"password": PASSWORD},
    ]
    problems = []
    for one in tries:
        response = await world.stranger.ask("POST", "/auth/login", json=one)
        problems.append(
            (response.status_code, {k: v for k, v in response.json().items() if k not in {"requestId", "instance"}})
        )
    assert all(problem == problems[0] for problem in problems)
    assert problems[0][0] == 401
    assert problems[0][1]["code"] == "unauthenticated"


async def test_every_wrong_answer_costs_one_hash(world: World) -> None:
    """An unknown name is hashed like a known one, so that time tells nothing either."""
    await world.person("ann")
    hashing = world.service("auth").means.hashing
    done: list[str] = []
    check = hashing._check
    hashing._check = lambda kept, plain: done.append(kept) or check(kept, plain)
    for name in ("ann", "nobody"):
        await world.stranger.refused("POST", "/auth/login", json=credentials(name, "not the password"))
    assert len(done) == 2
    assert done[0].split("$")[:4] == done[1].split("$")[:4]


async def test_a_guesser_is_slowed_down(world: World) -> None:
    """After five wrong passwords each try has to wait longer, also the right one; unknown names no less."""
    await world.person("ann")
    for name in ("ann", "nobody"):
        for _ in range(5):
            assert (await world.stranger.refused("POST", "/auth/login", json=credentials(name, "wrong wrong")))[
                0
            ] == 401
        response = await world.stranger.ask("POST", "/auth/login", json=credentials(name))
        assert (response.status_code, response.json()["code"]) == (429, "too_many_failures")
        assert int(response.headers["retry-after"]) >= 1
    world.clock.advance(2 * SECOND)
    assert (await world.login("ann")).token


async def test_failures_outlive_a_restart(tmp_path: Path, template: Path) -> None:
    """Whoever waits for the server to forget waits in vain."""
    async with open_world(tmp_path / "data", template=template) as world:
        await world.person("ann")
        for _ in range(5):
            await world.stranger.refused("POST", "/auth/login", json=credentials("ann", "wrong wrong"))
        clock = world.clock
    async with open_world(tmp_path / "data", clock) as world:
        assert (await world.stranger.refused("POST", "/auth/login", json=credentials("ann")))[0] == 429


async def test_a_hundred_failures_close_the_password(tmp_path: Path, template: Path) -> None:
    """After a hundred in a row only a reset by mail opens the account; who is signed in stays so."""
    async with open_world(tmp_path / "data", template=template, modules__auth__failures_max=6) as world:
        ann = await world.person("ann")
        for _ in range(6):
            world.clock.advance(20 * MINUTE)
            await world.stranger.refused("POST", "/auth/login", json=credentials("ann", "wrong wrong"))
        world.clock.advance(20 * MINUTE)
        assert (await world.stranger.refused("POST", "/auth/login", json=credentials("ann"))) == (
            401,
            "unauthenticated",
        )
        await refresh(ann)
        await world.stranger.post("/auth/forgot-password", email="ann@example.org")
        secret = await link_secret(world, "ann@example.org", "/reset")
        await world.stranger.post("/auth/reset-password", token=secret, password="a brand new secret")
        assert await world.stranger.post("/auth/login", **credentials("ann", "a brand new secret"))


async def test_a_new_device_is_told_about(world: World) -> None:
    """Signing in from a kind of device never seen before is told by mail, from a known one not."""
    await world.person("ann")
    firefox = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140"}
    for _ in range(2):
        await world.stranger.ask("POST", "/auth/login", json=credentials("ann"), headers=firefox)
    assert (await subjects(world, "ann@example.org")).count("New sign-in to your account") == 1


async def test_old_hashes_are_made_anew(tmp_path: Path, template: Path) -> None:
    """When the parameters grow a hash grows with the next sign-in."""
    async with open_world(tmp_path / "data", template=template) as world:
        await world.person("ann")
        clock = world.clock
    async with open_world(tmp_path / "data", clock, modules__auth__password_passes=2) as world:
        await world.login("ann")
        hashes = await world.house.parts["auth"].db.read(account_hash)
        assert "t=2" in hashes
        assert (await world.login("ann")).token


def account_hash(tx: Any) -> str:
    """Read Ann's hash."""
    from minifb.modules.auth.store import accounts

    found = accounts.by_username(tx, "ann")
    assert found is not None
    return found.password_hash


# ── second factors ───────────────────────────────────────────────────────────────────────────────


async def test_a_second_factor_is_asked_for(world: World) -> None:
    """With a second factor the password alone is answered `totp_required`, and a code is good once."""
    ann = await world.person("ann")
    app = await authenticator(world, ann)
    assert await world.stranger.refused("POST", "/auth/login", json=credentials("ann")) == (401, "totp_required")
    used = {**credentials("ann"), "totp": app.code()}
    assert await world.stranger.refused("POST", "/auth/login", json=used) == (401, "totp_wrong")
    world.clock.advance(30 * SECOND)
    code = app.code()
    assert (await world.login("ann", totp=code)).token
    assert await world.stranger.refused("POST", "/auth/login", json={**credentials("ann"), "totp": code}) == (
        401,
        "totp_wrong",
    )


async def test_a_recovery_code_stands_in_once(world: World) -> None:
    """A recovery code signs in once, however it is typed."""
    app = await authenticator(world, await world.person("ann"))
    typed = app.recovery[0].upper().replace("-", " ")
    assert (await world.login("ann", totp=typed)).token
    refused = await world.stranger.refused("POST", "/auth/login", json={**credentials("ann"), "totp": app.recovery[0]})
    assert refused == (401, "totp_wrong")


async def test_an_account_tells_its_owner_of_its_factors(world: World) -> None:
    """One's own account says whether a second factor is on, and how many recovery codes are left."""
    ann = await world.person("ann")
    bare = await ann.get("/auth/account")
    app = await authenticator(world, ann)
    await world.login("ann", totp=app.recovery[0])
    told = await ann.get("/auth/account")
    assert (bare["totp"], bare["recoveryCodes"]) == (False, 0)
    assert (told["totp"], told["recoveryCodes"]) == (True, len(app.recovery) - 1)


async def test_codes_cannot_be_guessed(world: World) -> None:
    """Wrong codes are counted like wrong passwords."""
    await authenticator(world, await world.person("ann"))
    for _ in range(5):
        await world.stranger.refused("POST", "/auth/login", json={**credentials("ann"), "totp": "000000"})
    assert (await world.stranger.refused("POST", "/auth/login", json=credentials("ann")))[0] == 429


async def test_removing_the_factor_needs_a_fresh_proof(world: World) -> None:
    """Ten minutes after signing in the factor is only removed after a step-up."""
    ann = await world.person("ann")
    app = await authenticator(world, ann)
    world.clock.advance(9 * MINUTE)
    await refresh(ann)
    world.clock.advance(2 * MINUTE)
    assert await ann.refused("DELETE", "/auth/totp") == (403, "step_up_required")
    assert await ann.refused("POST", "/auth/step-up", json={"password": "wrong"}) == (401, "unauthenticated")
    await ann.post("/auth/step-up", totp=app.code())
    await refresh(ann)
    await ann.delete("/auth/totp")
    assert (await world.login("ann")).token


# ── browsers ─────────────────────────────────────────────────────────────────────────────────────

PAGE = {"Origin": "http://127.0.0.1:3000", "X-Minifb": "1"}


async def test_a_browser_never_sees_its_tokens(world: World) -> None:
    """With cookies the answer holds no token, the cookies cannot be read by scripts, and they work."""
    await world.person("ann")
    body = {**credentials("ann"), "session": "cookie"}
    response = await world.client.post("/auth/login", json=body, headers=PAGE)
    assert set(response.json()) == {"user"}
    cookies = response.headers.get_list("set-cookie")
    assert len(cookies) == 2
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in cookies)
    assert (await world.client.get("/auth/account")).json()["user"]["username"] == "ann"
    assert (await world.client.post("/auth/refresh", headers=PAGE)).json() == {}
    assert (await world.client.post("/auth/refresh")).status_code == 403
    assert (await world.client.post("/auth/logout", headers=PAGE)).status_code == 204
    assert (await world.client.get("/auth/account")).status_code == 401


def test_a_delay_doubles_and_ends() -> None:
    """The first tries are free, then each failure doubles the wait, up to a quarter of an hour."""
    failure: Failure | None = None
    waits = []
    for _ in range(20):
        failure = after_failure("identifier", "k", failure, 0)
        waits.append(failure.next_at // SECOND)
    assert waits[:8] == [0, 0, 0, 0, 1, 2, 4, 8]
    assert waits[-1] == 900


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("?", ""),
    ],
)
def test_addresses_are_kept_coarsely(address: str, kept: str) -> None:
    """A session remembers the network, not the address."""
    assert network(address) == kept


def test_devices_are_called_as_people_call_them() -> None:
    """A browser and a system, or what there is."""
    assert device_label("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1") == "Safari on iPhone"
    assert device_label("") == "An unknown device"


async def test_a_canary_is_nowhere(tmp_path: Path, template: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A password, a refresh token and an API key are in no database, no event and no log line."""
    canary = "canary-plum-4711-tree"
    async with open_world(tmp_path / "data", template=template) as world:
        from tests.world import Person

        headers = {"Idempotency-Key": "0123456789abcdef"}
        told = (
            await world.stranger.ask("POST", "/auth/register", json=newcomer("ann", password=canary), headers=headers)
        ).json()
        ann = Person(world, "ann", told["accessToken"], told)
        key = (await ann.post("/auth/keys", serviceId="bot", permissions=["posts.read"]))["key"]
        await world.stranger.refused("POST", "/auth/login", json=credentials("ann", canary + "x"))
        await world.settle()
    written = b"".join(file.read_bytes() for file in (tmp_path / "data").rglob("*") if file.is_file())
    written += "".join(capfd.readouterr()).encode()
    for secret in (canary, told["refreshToken"], told["accessToken"], key):
        assert secret.encode() not in written
