"""When members are told: as of the act, however late the server comes to it."""

from minifb.kernel.clock import MINUTE
from tests.world import World


async def test_what_was_done_while_it_could_not_be_told(world: World) -> None:
    """A list shows when something was done, not when the server came round to telling it."""
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="hello")
    await world.settle()
    bus = world.house.bus
    await bus.stop()
    comment = await bob.post(f"/posts/{post['id']}/comments", text="hello yourself")
    world.clock.advance(5 * MINUTE)
    await bus.start()
    await world.settle()
    [told] = [one for one in (await ann.get("/notifications"))["items"] if one["kind"] == "comment"]
    assert told["createdAt"] == comment["createdAt"]
