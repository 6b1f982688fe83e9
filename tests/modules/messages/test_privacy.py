"""Who reads what, checked against a model on random communities that talk, over every way to a message there is."""

import json
import os

import pytest
from litestar.handlers import HTTPRouteHandler

from minifb.kernel.http.live import Mailbox
from minifb.modules.messages import api
from tests.modules.messages.community import Community
from tests.modules.messages.ways import WAYS, check_drawn, walk_all
from tests.world import World

GRAPHS = int(os.environ.get("MINIFB_TEST_GRAPHS", "4"))
ACTS = 90


async def listen(town: Community, mailboxes: dict[str, Mailbox]) -> None:
    """Check every message that came over somebody's socket."""
    for viewer, mailbox in mailboxes.items():
        while mailbox._frames:
            frame = json.loads(await mailbox.get() or b"{}")
            message = frame["data"].get("message") or (frame["data"].get("conversation") or {}).get("lastMessage")
            if message:
                check_drawn(town, viewer, message)


async def play(world: World, seed: int, size: int = 5) -> int:
    """Let a random community grow and live, and everybody go every way to everything; tell how much was checked."""
    town = Community(world, seed)
    await town.grow(size)
    mailboxes = {one: world.house.live.register(actor, world.clock.now()) for one, actor in town.people.items()}
    for at in range(ACTS):
        await town.act()
        await listen(town, mailboxes)
        if at % 45 == 44:
            await walk_all(town)
    return town.checks


@pytest.mark.parametrize("seed", range(GRAPHS))
async def test_everybody_reads_exactly_what_is_theirs_to_read(world: World, seed: int) -> None:
    """In a random community no route, question or frame shows a message to whom it may not be shown, or hides one."""
    assert await play(world, seed) > 5_000


HTTP = [(route.handler, route.policy) for route in api.ROUTES if isinstance(route.handler, HTTPRouteHandler)]
BESIDE = {
    "messageReports": "without words, for staff",
    "messageReport": "checked where somebody reports",
    "presence": "no messages",
    "messageSettings": "no messages",
    "unreadMessages": "a number",
    "participants": "no messages",
    "syncMessages": "a POST",
    "texts": "a question",
}


def test_every_way_to_a_message_is_walked() -> None:
    """A new endpoint that reads messages must be walked by the oracle."""
    reading = {handler.operation_id for handler, _ in HTTP if "GET" in handler.http_methods}
    assert reading | set(BESIDE) == set(WAYS) | set(BESIDE)


def test_what_was_reported_is_for_staff() -> None:
    """Only staff reach what was reported; the door is the policy of the route."""
    roles = {handler.operation_id: policy.role for handler, policy in HTTP}
    assert roles["messageReports"] == roles["messageReport"] == roles["decideMessageReport"] == "moderator"
