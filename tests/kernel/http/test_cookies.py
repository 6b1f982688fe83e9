"""A page of another site cannot act for a member, and a member's own page can."""

import pytest

from minifb.kernel.http.site import Site
from tests.kernel.http.world import ANN, SITE, World

OURS = {"x-minifb": "1", "origin": SITE}


async def posted(world, path="/things", cookie=None, **headers):
    if cookie is not None:
        headers["cookie"] = cookie
    async with world.client() as browser:
        return await browser.post(
            path, json={"text": "x"}, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )


async def test_the_members_own_page_may_write(world):
    """With the cookie, our header and our origin a write goes through as the member."""
    answer = await posted(world, cookie=f"other=1; minifb={world.issuer.token()}", **OURS)
    assert (answer.status_code, answer.json()["actor"]) == (201, ANN)


FOREIGN = [
    ("no header of ours", {"origin": SITE}),
    ("another value of it", {"x-minifb": "true", "origin": SITE}),
    ("no origin", {"x-minifb": "1"}),
    ("a null origin", {"x-minifb": "1", "origin": "null"}),
    ("an empty origin", {"x-minifb": "1", "origin": ""}),
    ("another origin", {"x-minifb": "1", "origin": "https://evil.example"}),
    ("our name inside another", {"x-minifb": "1", "origin": f"{SITE}.evil.example"}),
    ("our name as a user", {"x-minifb": "1", "origin": f"{SITE}@evil.example"}),
    ("another scheme", {"x-minifb": "1", "origin": SITE.replace("http", "https")}),
    ("another port", {"x-minifb": "1", "origin": "http://127.0.0.1:3001"}),
    ("a path after it", {"x-minifb": "1", "origin": f"{SITE}/"}),
    ("sent across sites", {**OURS, "sec-fetch-site": "cross-site"}),
    ("sent from a sister site", {**OURS, "sec-fetch-site": "same-site"}),
]


@pytest.mark.parametrize(("how", "headers"), FOREIGN, ids=[case[0] for case in FOREIGN])
async def test_a_foreign_page_may_not_write(world, how, headers):
    """Whatever a page of another site can make a browser send, a write with the member's cookie is refused."""
    answer = await posted(world, cookie=f"minifb={world.issuer.token()}", **headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_page")


@pytest.mark.parametrize("cookie", [None, "minifb=old", "minifb-refresh=mfr_x"])
async def test_a_foreign_page_may_not_sign_somebody_in(world, cookie):
    """Also where nobody needs to be signed in, a page of another site may not write."""
    answer = await posted(world, "/open-things", cookie, origin="https://evil.example", x_minifb="1")
    assert answer.status_code == 403


async def test_programs_are_not_asked_for_an_origin(world):
    """Who sends no cookie and no Origin is no browser."""
    assert (await posted(world, "/open-things")).status_code == 201


async def test_reading_needs_no_header(world):
    """A browser may read with the cookie alone, wherever the link was."""
    async with world.client() as browser:
        told = {"cookie": f"minifb={world.issuer.token()}", "sec-fetch-site": "cross-site"}
        answer = await browser.get("/things/one", headers=told)
    assert answer.status_code == 200


async def test_bearer_wins_over_the_cookie(world):
    """With both, the token in the header counts, and no page can have set it."""
    token = world.issuer.token(sub="somebody else", sid="s2")
    answer = await posted(world, cookie=f"minifb={world.issuer.token()}", authorization=f"Bearer {token}")
    assert (answer.status_code, answer.json()["actor"]) == (201, "somebody else")


async def test_an_old_cookie_does_not_stop_signing_in(world):
    """A browser whose session is over is anonymous where that is enough, and 401 elsewhere."""
    old = await posted(world, "/open-things", "minifb=old", **OURS)
    needed = await posted(world, "/things", "minifb=old", **OURS)
    assert (old.status_code, needed.status_code) == (201, 401)


async def test_over_https_the_cookie_is_bound_to_the_host():
    """Over https only the `__Host-` cookie is read."""
    world = await World(public_url="https://social.example/").started()
    told = {"origin": "https://social.example", "x-minifb": "1"}
    bound = await posted(world, cookie=f"__Host-minifb={world.issuer.token()}", **told)
    loose = await posted(world, cookie=f"minifb={world.issuer.token()}", **told)
    assert (bound.status_code, loose.status_code) == (201, 401)
    assert "max-age" in bound.headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("public_url", "origin", "host", "taken"),
    [
        ("http://127.0.0.1:3000", "http://localhost:3000", "localhost:3000", True),
        ("http://127.0.0.1:3000", "http://[::1]:3000", "[::1]:3000", True),
        ("http://127.0.0.1:3000", "http://localhost:3001", "localhost:3000", False),
        ("http://127.0.0.1:3000", "http://evil.example:3000", "evil.example:3000", False),
        ("https://social.example", "https://social.example", "social.example", True),
        ("https://social.example", "http://localhost", "localhost", False),
        ("https://social.example:8443/path", "https://social.example:8443", "x", True),
    ],
)
def test_an_origin_is_ours_or_not(public_url, origin, host, taken):
    """Our own origin is taken; on this machine also the name that was typed; never one that merely points here."""
    assert Site.at(public_url).takes_origin(origin, host) is taken
