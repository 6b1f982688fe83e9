"""Addresses: changing, proving, folding."""

import pytest

from minifb.modules.auth.rules.emails import BadEmail, address, fold_email
from tests.modules.auth.letters import letters, link_secret, subjects
from tests.world import World


async def test_a_new_address_counts_once_it_is_proven(world: World) -> None:
    """The old address stays until the link to the new one was opened; then the old one is told."""
    ann = await world.person("ann")
    await ann.put("/auth/email", email="ann@new.example")
    assert (await ann.get("/auth/account"))["user"]["email"] == "ann@example.org"
    await world.stranger.post("/auth/verify-email", token=await link_secret(world, "ann@new.example", "/verify"))
    user = (await ann.get("/auth/account"))["user"]
    assert (user["email"], user["emailVerified"]) == ("ann@new.example", True)
    assert "Your account was changed" in await subjects(world, "ann@example.org")


async def test_a_known_address_reads_the_same(world: World) -> None:
    """Changing to somebody else's address is answered like any other; its owner gets a mail."""
    ann, _bob = await world.persons("ann", "bob")
    answers = [await ann.put("/auth/email", email=email) for email in ("bob@example.org", "free@example.org")]
    assert answers[0] == answers[1]
    assert "You already have an account" in await subjects(world, "bob@example.org")


async def test_the_link_is_sent_again(world: World) -> None:
    """Who lost the first mail asks for another."""
    ann = await world.person("ann")
    await ann.post("/auth/verify-email/resend")
    mails = await letters(world, "ann@example.org")
    assert [str(mail["Subject"]) for mail in mails] == ["Confirm your e-mail address"] * 2


async def test_a_name_can_be_changed_and_rests(world: World) -> None:
    """The old name is nobody else's for 90 days, but may be taken back; the new one signs in."""
    ann, bob = await world.persons("ann", "bob")
    assert (await ann.put("/auth/username", username="Anna"))["user"]["username"] == "anna"
    assert await bob.refused("PUT", "/auth/username", json={"username": "ann"}) == (409, "username_taken")
    assert (await ann.put("/auth/username", username="ann"))["user"]["username"] == "ann"
    assert await bob.refused("PUT", "/auth/username", json={"username": "root"}) == (422, "invalid")


@pytest.mark.parametrize(
    "text", ["a@b", "@b.de", "a@", "a b@c.de", "a@b..de", ".a@b.de", "a@-b.de", "a" * 65 + "@b.de"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    """An address has a name, an at, and a domain with a dot."""
    with pytest.raises(BadEmail):
        address(text)


def test_addresses_fold() -> None:
    """Capitals and foreign domains have one form."""
    assert fold_email("Ann@EXAMPLE.org") == "ann@example.org"
    assert address("ann@bücher.example") == "ann@xn--bcher-kva.example"
    assert fold_email("ann@BÜCHER.example") == "ann@xn--bcher-kva.example"
