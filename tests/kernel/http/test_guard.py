"""Only who may passes: good tokens and keys, and of those only what the policy row allows."""

import base64
import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from litestar import get

from minifb.kernel.clock import MINUTE, SECOND
from minifb.kernel.http.guard import desks
from minifb.kernel.http.policy import READS, Policy, Route
from tests.kernel.http.world import ANN, Holder, World


async def status(world, token, path="/things/one", method="GET", **kwargs):
    async with world.client(token) as somebody:
        return (await somebody.request(method, path, **kwargs)).status_code


def unsigned(head: dict, claims: dict) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (head, claims)]
    return ".".join([*parts, ""])


def forgeries(world) -> dict[str, str]:
    """Sixty ways to write a token that must not be believed."""
    issuer = world.issuer
    token, now = issuer.token, world.clock.now() / SECOND
    good = token()
    head, body, signature = good.split(".")
    claims = jwt.decode(good, options={"verify_signature": False})
    public = issuer.private["k1"].public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    stranger = Ed25519PrivateKey.generate()
    forged = {
        "none": unsigned({"alg": "none", "typ": "at+jwt", "kid": "k1"}, claims),
        "None": unsigned({"alg": "None", "typ": "at+jwt", "kid": "k1"}, claims),
        "EdDSA unsigned": unsigned({"alg": "EdDSA", "typ": "at+jwt", "kid": "k1"}, claims),
        "HS256 with the public key": jwt.encode(claims, public, "HS256", headers={"typ": "at+jwt", "kid": "k1"}),
        "another key": token(key=stranger),
        "an unknown key id": token(headers={"kid": "k9"}),
        "a key id that is a path": token(headers={"kid": "../../k1"}),
        "no signature": f"{head}.{body}.",
        "two parts": f"{head}.{body}",
        "four parts": f"{good}.x",
        "another body": f"{head}.{body[:-2]}AA.{signature}",
        "the signature cut": good[:-4],
        "no head": f".{body}.{signature}",
        "a list as head": f"W10.{body}.{signature}",
        "not base64": f"{head}!.{body}.{signature}",
        "empty": "",
        "dots": "...",
        "too long": token(amr=["x" * 5000]),
        "typ JWT": token(headers={"typ": "JWT"}),
        "typ AT+JWT": token(headers={"typ": "AT+JWT"}),
        "typ application/at+jwt": token(headers={"typ": "application/at+jwt"}),
        "typ svc+jwt": token(headers={"typ": "svc+jwt"}),
        "no typ": jwt.encode(claims, issuer.private["k1"], "EdDSA", headers={"typ": None, "kid": "k1"}),
        "no kid": jwt.encode(claims, issuer.private["k1"], "EdDSA", headers={"typ": "at+jwt"}),
        "no exp": token(exp=None),
        "exp far away": token(exp=10**30),
        "exp as text": token(exp=str(now + 600)),
        "exp before iat": token(exp=now - 1),
        "exp equal to iat": token(exp=now),
        "over": token(iat=now - 700, exp=now - 100),
        "living too long": token(exp=now + 601),
        "from the future": token(iat=now + 60, exp=now + 120),
        "iat far back": token(iat=-(10**30)),
        "iat as text": token(iat="now"),
    }
    for extra in ("crit", "jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256", "b64", "cty", "zip"):
        value = (
            ["exp"]
            if extra in {"crit", "x5c"}
            else {"kty": "OKP"}
            if extra == "jwk"
            else False
            if extra == "b64"
            else "x"
        )
        forged[f"head with {extra}"] = token(headers={extra: value})
    for missing in ("iss", "aud", "sub", "sid", "jti", "iat", "role", "auth_time", "amr"):
        forged[f"no {missing}"] = token(**{missing: None})
    for claim, values in {
        "iss": ["minif", "minifb2", "https://minifb", ""],
        "aud": ["minifb", "minifb-api2", ["minifb-api"], ["minifb-api", "other"]],
        "role": ["root", "anonymous-admin", 3],
        "sub": ["", 5],
        "sid": [""],
        "jti": [""],
        "lim": ["all"],
    }.items():
        forged |= {f"{claim} {value!r}": token(**{claim: value}) for value in values}
    return forged


async def test_no_forged_token_is_believed(world):
    """Sixty forgeries, from `alg: none` to a token that never ends, are all answered 401."""
    forged = forgeries(world)
    world.limiter.enabled = False
    believed = {name: got for name, token in forged.items() if (got := await status(world, token)) != 401}
    assert len(forged) >= 60
    assert believed == {}


@pytest.mark.parametrize("scheme", ["Basic {}", "bearer", "Token {}", "Bearer", "{}", "Bearer {} {}"])
async def test_only_bearer_is_taken(world, scheme):
    """Any other way to authorize is answered 401 with the way that is taken."""
    async with world.client() as somebody:
        told = {"authorization": scheme.replace("{}", world.issuer.token())}
        answer = await somebody.get("/things/one", headers=told)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_a_token_ends_after_ten_minutes(world):
    """Leeway and all, a token that was just good is over, also where it was looked up before."""
    token = world.issuer.token()
    assert await status(world, token) == 200
    world.clock.advance(600 * SECOND + 29 * SECOND)
    assert await status(world, token) == 200
    world.clock.advance(2 * SECOND)
    assert await status(world, token) == 401


async def test_a_bad_token_is_refused_where_none_is_needed(world):
    """Who shows a token that is over learns so, even where nobody needs one."""
    assert await status(world, world.issuer.token(exp=1.0), "/open") == 401


async def test_a_new_signing_key_is_found(world):
    """After a rotation tokens of the new key are good at once, and unknown keys do not cause a storm of questions."""
    world.clock.advance(11 * SECOND)
    world.issuer.private["k2"] = Ed25519PrivateKey.generate()
    assert await status(world, world.issuer.token(kid="k2")) == 200
    asked = world.issuer.asked
    for n in range(5):
        await status(world, world.issuer.token(headers={"kid": f"unknown {n}"}))
    assert world.issuer.asked == asked


# ── revocation ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "revoke",
    [
        lambda gone, now: gone.revoke_sessions(ANN, ["s1"], now),
        lambda gone, now: gone.revoke_sessions(ANN, [], now),
        lambda gone, _: gone.suspend(ANN),
    ],
    ids=["this session", "all sessions", "suspended"],
)
async def test_what_is_revoked_is_over_at_once(world, revoke):
    """The request after a revocation is refused, whatever was looked up before."""
    token = world.issuer.token()
    assert await status(world, token) == 200
    revoke(world.guard.revocations, world.clock.now())
    assert await status(world, token) == 401


async def test_a_token_made_after_a_revocation_is_good(world):
    """Who changes a password is signed out everywhere but where it was changed."""
    world.guard.revocations.revoke_sessions(ANN, [], world.clock.now())
    world.clock.advance(1000)
    assert await status(world, world.issuer.token()) == 200


async def test_revocations_survive_a_restart(world):
    """A guard that starts anew asks for what was revoked before it lets anybody in."""
    token = world.issuer.token()
    world.issuer.revoked.sessions = {"s1": world.clock.now()}
    await world.guard.credentials.reload()
    assert await status(world, token) == 401


async def test_revocations_are_forgotten_when_no_token_can_be_left(world):
    """Nothing is remembered for longer than a token lives."""
    world.guard.revocations.revoke_sessions(ANN, ["s1"], world.clock.now())
    world.clock.advance(12 * MINUTE)
    await world.guard.credentials.reload()
    assert await status(world, world.issuer.token()) == 200


async def test_a_restored_member_may_act_again(world):
    """The end of a suspension is told as well."""
    world.guard.revocations.suspend(ANN)
    world.guard.revocations.restore(ANN)
    assert await status(world, world.issuer.token()) == 200


async def test_a_role_changes_at_once(world):
    """Tokens that carry the old role count as the new one."""
    member, moderator = world.issuer.token(), world.issuer.token(role="moderator", sid="s2")
    assert await status(world, moderator, "/staff") == 200
    world.guard.revocations.role_changed(ANN, "member")
    assert await status(world, moderator, "/staff") == 403
    world.guard.revocations.role_changed(ANN, "admin")
    assert await status(world, member, "/staff") == 200


# ── what the row allows ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("role", "path", "expected"),
    [
        ("member", "/staff", 403),
        ("moderator", "/staff", 200),
        ("admin", "/staff", 200),
        ("owner", "/staff", 200),
        ("member", "/things/one", 200),
        ("anonymous", "/things/one", 403),
        ("member", "/fast", 200),
    ],
)
async def test_a_role_is_enough_or_not(world, role, path, expected):
    """A route is for its role and those above, whatever kind of handler answers."""
    assert await status(world, world.issuer.token(role=role), path) == expected


async def test_careful_things_want_a_fresh_proof(world):
    """Ten minutes after the password was given it is asked for again, by code."""
    now = world.clock.now() / SECOND
    assert await status(world, world.issuer.token(auth_time=now - 600), "/careful", "POST") == 204
    async with world.client(world.issuer.token(auth_time=now - 601)) as ann:
        answer = await ann.post("/careful")
    assert (answer.status_code, answer.json()["code"]) == (403, "step_up_required")


async def test_a_limited_session_reaches_only_its_list(world):
    """Staff without a second factor may set one up and nothing else."""
    token = world.issuer.token(lim=["things.careful"])
    assert await status(world, token, "/careful", "POST") == 204
    async with world.client(token) as ann:
        answer = await ann.get("/things/one")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_required")


async def test_a_route_without_a_row_stops_the_start():
    """What has no policy row is not served at all."""

    @get("/forgotten")
    async def forgotten() -> None:
        return None

    other = Policy(permission="x", limit=READS)
    with pytest.raises(LookupError, match="forgotten"):
        desks({test_a_role_is_enough_or_not: Route(forgotten, other)}, [forgotten])


# ── API keys ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("holder", "method", "path", "expected"),
    [
        (Holder(), "GET", "/things/one", 200),
        (Holder(), "POST", "/things", 403),
        (Holder(permissions=("things.moderate",), role="owner"), "GET", "/staff", 403),
        (Holder(permissions=("things.careful",)), "POST", "/careful", 403),
        (Holder(expires_at=1), "GET", "/things/one", 401),
        (Holder(user_id=None), "GET", "/things/one", 200),
        (Holder(permissions=()), "GET", "/open", 403),
    ],
    ids=["granted", "not granted", "no keys here", "step-up", "over", "a service", "nothing"],
)
async def test_an_api_key_reaches_what_it_was_granted(world, holder, method, path, expected):
    """A key does what it was granted, of what its member may, where keys are taken at all."""
    assert await status(world, world.issuer.api_key(holder), path, method, json={"text": "x"}) == expected


async def test_an_unknown_key_is_refused(world):
    """A key nobody made is 401, and so is one that is too long."""
    assert await status(world, "mfb_k1_nobody") == 401
    assert await status(world, "mfb_" + "x" * 1000) == 401


async def test_a_revoked_key_is_over_within_seconds(world):
    """An answer about a key is believed for five seconds."""
    key = world.issuer.api_key(Holder())
    assert await status(world, key) == 200
    world.issuer.holders.clear()
    world.clock.advance(5 * SECOND)
    assert await status(world, key) == 401


async def test_a_suspended_members_keys_are_dead(world):
    """Suspension reaches the keys of a member at once."""
    key = world.issuer.api_key(Holder())
    assert await status(world, key) == 200
    world.guard.revocations.suspend(ANN)
    assert await status(world, key) == 401


async def test_without_caches_the_answers_are_the_same():
    """With caches off every token is verified each time, and nothing else changes."""
    world = await World(cache=False).started()
    token = world.issuer.token()
    assert [await status(world, token), await status(world, token), await status(world, token + "x")] == [200, 200, 401]


# ── sockets ──────────────────────────────────────────────────────────────────────────────────────


async def dial(world, query=b"", **headers):
    """Open a socket and give what the server sent."""
    sent = []
    scope = {
        "type": "websocket",
        "path": "/socket",
        "query_string": query,
        "headers": [
            (b"host", b"127.0.0.1:3000"),
            *((n.replace("_", "-").encode(), v.encode()) for n, v in headers.items()),
        ],
        "client": ("192.0.2.1", 1),
        "scheme": "ws",
        "subprotocols": [],
    }

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append((message["type"].removeprefix("websocket."), message.get("code") or message.get("text")))

    await world.application.edge(scope, receive, send)
    return sent


async def test_a_socket_opens_for_who_is_signed_in(world):
    """A program opens a socket with its token, and needs no Origin."""
    sent = await dial(world, authorization=f"Bearer {world.issuer.token()}")
    assert sent[:2] == [("accept", None), ("send", ANN)]


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        ({}, [("accept", None), ("close", 4401)]),
        ({"authorization": "Bearer x"}, [("accept", None), ("close", 4401)]),
        ({"origin": "https://evil.example"}, [("close", 4403)]),
        ({"origin": "null"}, [("close", 4403)]),
        ({"origin": "http://127.0.0.1:3000.evil.example"}, [("close", 4403)]),
        ({"origin": "http://127.0.0.1:3001"}, [("close", 4403)]),
        ({"cookie": "minifb=x"}, [("close", 4403)]),
    ],
)
async def test_a_socket_is_refused_by_its_code(world, headers, sent):
    """Signed out is 4401; a page of another site is refused before the socket opens."""
    assert await dial(world, **headers) == sent


async def test_a_browser_opens_a_socket_with_its_cookie(world):
    """The member's own page opens a socket with the cookie alone."""
    sent = await dial(world, origin="http://127.0.0.1:3000", cookie=f"minifb={world.issuer.token()}")
    assert sent[:2] == [("accept", None), ("send", ANN)]
