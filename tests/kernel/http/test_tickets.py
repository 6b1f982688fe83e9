"""A ticket opens a socket once, soon, and only while the session it was made for stands."""

import pytest

from minifb.kernel.clock import SECOND
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.tickets import LIFE_SECONDS
from tests.kernel.http.test_guard import dial
from tests.kernel.http.world import ANN

MEMBER = Actor(id=ANN, role="member", kind="member", session="s1")
OPENED, SIGNED_OUT = [("accept", None), ("send", ANN)], [("accept", None), ("close", 4401)]


async def show(world, ticket, **headers):
    """Open a socket with a ticket and give what the server said first."""
    return (await dial(world, query=f"ticket={ticket}".encode(), **headers))[:2]


@pytest.fixture
def tickets(world):
    """The tickets of the little application."""
    return world.guard._tickets


async def test_a_ticket_opens_one_socket(world, tickets):
    """It stands for whoever asked for it, once."""
    ticket = tickets.issue(MEMBER)
    assert await show(world, ticket) == OPENED
    assert await show(world, ticket) == SIGNED_OUT


async def test_a_ticket_is_soon_over(world, tickets):
    """After half a minute it is worth nothing, and nothing is kept of it."""
    ticket = tickets.issue(MEMBER)
    world.clock.advance(LIFE_SECONDS * SECOND)
    assert await show(world, ticket) == SIGNED_OUT
    tickets.issue(MEMBER)
    world.clock.advance(LIFE_SECONDS * SECOND)
    tickets.issue(MEMBER)
    assert len(tickets._made) == 1


@pytest.mark.parametrize("ticket", ["", "x", "=", "%00"])
async def test_an_invented_ticket_opens_nothing(world, ticket):
    """What nobody issued is refused."""
    assert await show(world, ticket) != OPENED


async def test_a_ticket_ends_with_its_session(world, tickets):
    """A session that was ended in between, or a member who was suspended, opens nothing."""
    ended, suspended = tickets.issue(MEMBER), tickets.issue(MEMBER)
    world.guard.revocations.revoke_sessions(ANN, ["s1"], world.clock.now())
    assert await show(world, ended) == SIGNED_OUT
    world.guard.revocations.suspend(ANN)
    assert await show(world, suspended) == SIGNED_OUT


async def test_a_page_of_another_site_gains_nothing_by_a_ticket(world, tickets):
    """The origin is looked at all the same."""
    ticket = tickets.issue(MEMBER)
    assert await show(world, ticket, origin="https://evil.example") == [("close", 4403)]
    assert await show(world, ticket, origin="http://127.0.0.1:3000") == OPENED


async def test_a_request_takes_no_ticket(world, tickets):
    """A ticket is for sockets alone."""
    answer = await world.client().get(f"/things/one?ticket={tickets.issue(MEMBER)}")
    assert answer.status_code == 401
