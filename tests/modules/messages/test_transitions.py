"""Groups by model: whatever members try, each is exactly where the rules say, and the group is in order."""

import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from minifb.kernel.data.sql import sql
from minifb.kernel.http.policy import Actor
from minifb.kernel.refusals import Refusal
from minifb.modules.messages.rules.conversations import PRESENT, NewConversation
from minifb.modules.messages.rules.messages import NewMessage
from minifb.modules.messages.rules.wishes import Wish
from minifb.modules.messages.tables import conversation_participants, conversations, messages
from tests.world import World

ROLES = sql(
    select(
        conversation_participants.c.member_id, conversation_participants.c.state, conversation_participants.c.role
    ).where(conversation_participants.c.conversation_id.is_not(None))
)
ROOM = sql(select(conversations.c.members, conversations.c.last_seq))
LINES = sql(select(func.count(), func.count(messages.c.seq.distinct()), func.max(messages.c.seq)))


class Model:
    """Who is in a group, in the plainest words."""

    def __init__(self, friends: set[frozenset[int]], others: list[int]) -> None:
        """Let member 0 begin a group with others."""
        self.friends = friends
        self.state = {0: "in"} | {one: "in" if self.are_friends(0, one) else "request" for one in others}
        self.admins = {0}
        self.order = [0, *others]

    def are_friends(self, one: int, other: int) -> bool:
        """Tell whether two are friends."""
        return frozenset((one, other)) in self.friends

    def present(self, one: int) -> bool:
        """Tell whether somebody is in the group."""
        return self.state.get(one) in PRESENT

    def leading(self) -> set[int]:
        """Name the admins who take part."""
        return {one for one in self.admins if self.state.get(one) == "in"}

    def add(self, me: int, other: int) -> bool:
        """Bring somebody in."""
        if self.state.get(me) != "in" or (self.state.get(other) == "removed" and me not in self.admins):
            return False
        if not self.present(other):
            asked = self.state.get(other) == "left" or not self.are_friends(me, other)
            self.state[other] = "request" if asked else "in"
            self.order = [one for one in self.order if one != other] + [other]
        return True

    def remove(self, me: int, other: int) -> bool:
        """Take somebody out, or leave."""
        if me not in self.state or (me != other and self.state[me] != "in"):
            return False
        if me != other and (me not in self.admins or not self.present(other)):
            return False
        if self.present(other):
            self.state[other] = "left" if me == other else "removed"
            self.admins.discard(other)
            self._hand_over()
        return True

    def role(self, me: int, other: int, *, lead: bool) -> bool:
        """Make somebody an admin, or no longer one."""
        if self.state.get(me) != "in" or me not in self.admins or not self.present(other):
            return False
        if not lead and self.leading() == {other}:
            return False
        (self.admins.add if lead else self.admins.discard)(other)
        return True

    def accept(self, me: int) -> bool:
        """Say yes; in a group that nobody leads, lead it."""
        if self.state.get(me) in {"request", "ignored"}:
            self.state[me] = "in"
            if not self.leading():
                self.admins.add(me)
        return me in self.state

    def write(self, me: int) -> bool:
        """Write, which is saying yes."""
        return self.present(me) and self.accept(me)

    def ignore(self, me: int) -> bool:
        """Ignore what waits."""
        waits = self.state.get(me) in {"request", "ignored"}
        if waits:
            self.state[me] = "ignored"
        return waits

    def _hand_over(self) -> None:
        there = [one for one in self.order if self.state[one] == "in"]
        if there and not self.leading():
            self.admins.add(there[0])


@pytest.mark.parametrize("seed", range(3))
async def test_everybody_is_where_the_rules_say(world: World, seed: int) -> None:
    """Over hundreds of random acts a group never differs from its model, loses count, its order or its last admin."""
    chance = random.Random(seed)
    people = await world.persons(*(f"member{at}" for at in range(6)))
    pairs = {frozenset(chance.sample(range(6), 2)) for _ in range(8)}
    for pair in sorted(map(sorted, pairs)):
        await people[pair[0]].befriend(people[pair[1]])
    actors = [Actor(id=one.id, role="member", kind="member") for one in people]
    service, model = world.service("messages"), Model(pairs, [1, 2])
    new = NewConversation(participant_ids=[people[1].id, people[2].id], title="Trip")
    group = (await service.begin(actors[0], new))[0].id
    for at in range(150):
        world.clock.advance(1_000)
        me, other = chance.randrange(6), chance.randrange(6)
        act = chance.choice(("add", "add", "remove", "leave", "lead", "follow", "accept", "ignore", "write", "rename"))
        expected, call = _both(service, model, group, act, (me, other), actors)
        assert await _done(call) is expected, (seed, at, act, me, other)
        kept = {people.index(next(p for p in people if p.id == row[0])): row[1:] for row in await _all(service, ROLES)}
        assert {one: state for one, (state, _) in kept.items()} == model.state, (seed, at, act, me, other)
        admins = {one for one, (state, role) in kept.items() if role == "admin" and state in PRESENT}
        assert admins == {one for one in model.admins if model.present(one)}, (seed, at, act, me, other)
    [(members, last_seq)] = await _all(service, ROOM)
    assert members == sum(map(model.present, model.state))
    assert await _all(service, LINES) == [(last_seq, last_seq, last_seq)]


def _both(
    service: Any, model: Model, group: str, act: str, who: tuple[int, int], actors: list[Actor]
) -> tuple[bool, Callable[[], Awaitable[Any]]]:
    """Let the model take an act, and say how the real thing takes it."""
    (me, other), (actor, target) = who, (actors[who[0]], actors[who[1]].id)
    match act:
        case "add" if me != other:
            return model.add(me, other), lambda: service.add_participants(actor, group, [target])
        case "remove" if me != other:
            return model.remove(me, other), lambda: service.remove_participant(actor, group, target)
        case "leave":
            return model.remove(me, me), lambda: service.remove_participant(actor, group, actor.id)
        case "lead":
            return model.role(me, other, lead=True), lambda: service.put_role(actor, group, target, "admin")
        case "follow":
            return model.role(me, other, lead=False), lambda: service.put_role(actor, group, target, "member")
        case "accept":
            return model.accept(me), lambda: service.accept(actor, group)
        case "ignore":
            return model.ignore(me), lambda: service.want(actor, group, Wish("ignore"))
        case _:
            return model.write(me), lambda: service.send(actor, group, NewMessage(text="hello"))


async def _done(call: Callable[[], Awaitable[Any]]) -> bool:
    """Tell whether an act was taken."""
    try:
        await call()
    except Refusal:
        return False
    return True


async def _all(service: Any, statement: Any) -> list[tuple[Any, ...]]:
    """Read rows as they are kept."""
    found: list[tuple[Any, ...]] = await service.db.read(lambda tx: [tuple(row) for row in tx.all(statement)])
    return found
