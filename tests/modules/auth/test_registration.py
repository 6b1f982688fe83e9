"""Becoming a member."""

from tests.world import World


async def test_a_newcomer_is_signed_in_at_once(world: World) -> None:
    """Registering answers with the member and tokens that open the door."""
    ann = await world.person("ann")
    assert ann.told["user"]["username"] == "ann"
    assert ann.told["user"]["roles"] == ["member"]
    assert (await ann.get("/auth/account"))["user"]["email"] == "ann@example.org"
