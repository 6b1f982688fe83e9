"""A random community that talks: what its people do, in the product and in the model at once."""

from minifb.kernel.clock import SECOND
from minifb.kernel.http.policy import Actor
from minifb.kernel.ids import new_id
from minifb.kernel.refusals import NotFound, Refusal
from minifb.modules.messages.rules.conversations import NewConversation
from minifb.modules.messages.rules.messages import MessageChange, NewForward, NewMessage
from minifb.modules.messages.rules.reactions import NewReaction
from minifb.modules.messages.rules.reports import Decision, NewDecision, NewReport
from minifb.modules.messages.rules.wishes import Wish
from tests.modules.messages.model import FOR_EVER, LIVE, Model, Place, Room, Said
from tests.world import World

STAFF = Actor(id=new_id(), role="moderator", kind="member")


class Community(Model):
    """Random people in random conversations."""

    def __init__(self, world: World, seed: int) -> None:
        """Begin with nobody on a server."""
        super().__init__(world.service("messages"), seed)
        self.world = world
        self.friends: set[frozenset[str]] = set()
        self.reported: list[str] = []

    async def grow(self, size: int) -> None:
        """Fill the community with people, who make friends and begin to talk."""
        for at in range(size):
            person = await self.world.person(f"member{at}")
            self.people[person.id] = Actor(id=person.id, role="member", kind="member")
            self.names[person.id] = person.name
        for at, one in enumerate(self.ids):
            for other in self.ids[at + 1 :]:
                if self.dice.random() < 0.6:
                    await self.world.people[self.names[one]].befriend(self.world.people[self.names[other]])
                    self.friends.add(frozenset((one, other)))
        for _ in range(2 * size):
            await self.begin()
        for _ in range(8 * size):
            await self.say()

    async def act(self) -> None:
        """Let something happen."""
        self.world.clock.advance(SECOND)
        turns = (
            *(self.say, self.say, self.say, self.say, self.react, self.react, self.edit, self.unsend, self.hide),
            *(self.forward, self.add, self.add, self.leave, self.clear, self.answer_request, self.block, self.unblock),
            *(self.report, self.decide, self.begin),
        )
        await self.dice.choice(turns)()

    # ── conversations ──

    async def begin(self) -> None:
        """Somebody begins a conversation with somebody, or with some."""
        who, *others = self.dice.sample(self.ids, self.dice.choice((2, 2, 3)))
        try:
            told, new = await self.messages.begin(self.people[who], NewConversation(participant_ids=others))
        except NotFound:
            assert not all(self.meets(who, one) for one in others)
            return
        assert all(self.meets(who, one) for one in others)
        assert new is not (told.id in self.rooms)
        if new:
            places = {one: Place(0, state="in" if self.near(who, one) else "request") for one in others}
            self.rooms[told.id] = Room(len(others) == 1, {who: Place(0), **places})

    async def add(self) -> None:
        """Somebody brings somebody into a group, for the first time or again."""
        room_id, who = self.some_seat(direct=False)
        if room_id is None:
            return
        room, other = self.rooms[room_id], self.dice.choice(self.ids)
        try:
            await self.messages.add_participants(self.people[who], room_id, [other])
        except Refusal:
            return
        assert room.places[who].state == "in"
        before = room.places.get(other)
        if before is None or before.state == "gone":
            assert self.meets(who, other)
            state = "in" if self.near(who, other) and before is None else "request"
            room.places[other] = Place(len(self.said), state=state)

    async def leave(self) -> None:
        """Somebody leaves a group, or is put out of it."""
        room_id, who = self.some_seat(direct=False)
        if room_id is None:
            return
        room = self.rooms[room_id]
        other = self.dice.choice([who, *room.places])
        try:
            await self.messages.remove_participant(self.people[who], room_id, other)
        except Refusal:
            return
        if room.places[other].state != "gone":  # else it is done already
            assert room.places[who].state != "gone"
            room.places[other].left, room.places[other].state = len(self.said), "gone"

    async def clear(self) -> None:
        """Somebody deletes a conversation for themselves."""
        room_id, who = self.some_seat()
        if room_id:
            await self.messages.want(self.people[who], room_id, Wish("delete"))
            place = self.rooms[room_id].places[who]
            place.cleared = min(place.left, len(self.said)) - 1

    async def answer_request(self) -> None:
        """Somebody accepts or ignores what waits for them."""
        waiting = [
            (room_id, who)
            for room_id, room in self.rooms.items()
            for who in room.places
            if self.open(who, room_id) and self.waits(who, room_id)
        ]
        if not waiting:
            return
        room_id, who = self.dice.choice(waiting)
        if self.dice.random() < 0.5:
            await self.messages.accept(self.people[who], room_id)
            self.rooms[room_id].places[who].state = "in"
        else:
            await self.messages.want(self.people[who], room_id, Wish("ignore"))
            self.rooms[room_id].places[who].state = "ignored"

    async def block(self) -> None:
        """Somebody blocks somebody."""
        one, other = self.dice.sample(self.ids, 2)
        if self.meets(one, other):
            await self.world.people[self.names[one]].post("/users/blocks", userId=other)
            self.blocks.add((one, other))
            self.friends.discard(frozenset((one, other)))

    async def unblock(self) -> None:
        """Somebody lifts a block."""
        if self.blocks:
            one, other = self.dice.choice(sorted(self.blocks))
            await self.world.people[self.names[one]].delete(f"/users/blocks/{other}")
            self.blocks.discard((one, other))

    # ── messages ──

    async def say(self) -> None:
        """Somebody writes into a conversation, perhaps in answer to something."""
        room_id, who = self.some_seat()
        if room_id is None:
            return
        near = [one for one, said in self.said.items() if said.room == room_id]
        answers = self.dice.choice(near) if near and self.dice.random() < 0.4 else None
        mention = self.names[self.dice.choice(self.ids)]
        text = f"zebra{len(self.said)} zebra @{mention} https://example.org/{len(self.said)}"
        try:
            sent = await self.messages.send(self.people[who], room_id, NewMessage(text=text, reply_to_id=answers))
        except Refusal:
            return
        assert answers is None or (self.sees(who, answers) and self.said[answers].state == LIVE)
        self.keep(sent.message.id, room_id, who, text, answers)

    async def forward(self) -> None:
        """Somebody passes on a message."""
        who, room_id = self.dice.choice(self.ids), self.dice.choice(list(self.rooms))
        message_id = self.dice.choice(list(self.said))
        try:
            [sent] = await self.messages.forward(self.people[who], message_id, NewForward(conversation_ids=[room_id]))
        except Refusal:
            return
        assert self.sees(who, message_id)
        assert self.said[message_id].state == LIVE
        self.keep(sent.message.id, room_id, who, self.said[message_id].text, None)

    def keep(self, message_id: str, room_id: str, who: str, text: str, answers: str | None) -> None:
        """Note what was said; who writes takes part."""
        place = self.rooms[room_id].places[who]
        assert self.open(who, room_id)
        assert place.left == FOR_EVER
        place.state = "in"
        self.said[message_id] = Said(room_id, len(self.said), who, text, answers)

    async def edit(self) -> None:
        """Somebody tries to edit a message."""
        message_id, said = self.some_message()
        who = self.dice.choice([said.sender, said.sender, self.dice.choice(self.ids)])
        text = f"zebra edited{len(self.said)}x{len(said.before)}"
        try:
            await self.messages.edit(self.people[who], message_id, MessageChange(text=text))
        except Refusal:
            return
        assert who == said.sender
        assert self.sees(who, message_id)
        said.before.append(said.text)
        said.text = text

    async def unsend(self) -> None:
        """Somebody tries to unsend a message."""
        message_id, said = self.some_message()
        who = self.dice.choice([said.sender, said.sender, self.dice.choice(self.ids)])
        try:
            await self.messages.delete_message(self.people[who], message_id, "everyone")
        except Refusal:
            assert who != said.sender or not self.sees(who, message_id)
            return
        assert who == said.sender
        said.state = "unsent"
        said.reactions.clear()

    async def hide(self) -> None:
        """Somebody removes a message for themselves."""
        message_id, said = self.some_message()
        who = self.dice.choice(self.ids)
        try:
            await self.messages.delete_message(self.people[who], message_id, "me")
        except NotFound:
            assert not self.sees(who, message_id)
            return
        said.hidden.add(who)

    async def react(self) -> None:
        """Somebody reacts to a message, or takes that back."""
        message_id, said = self.some_message()
        who, kind = self.dice.choice(self.ids), self.dice.choice(("like", "love", ""))
        try:
            if kind:
                await self.messages.react(self.people[who], message_id, NewReaction(type=kind))  # type: ignore[arg-type]
            else:
                await self.messages.unreact(self.people[who], message_id)
        except Refusal:
            return
        assert self.sees(who, message_id)
        if said.reactions.get(who, "") != kind:
            self.rooms[said.room].places[who].state = "in"
        said.reactions[who] = kind
        if not kind:
            del said.reactions[who]

    async def report(self) -> None:
        """Somebody reports a message, and tries to show more with it than they read."""
        message_id, said = self.some_message()
        who = self.dice.choice(self.ids)
        chosen = self.dice.sample(list(self.said), min(10, len(self.said)))
        try:
            await self.messages.report(self.people[who], message_id, NewReport(reason="spam", context_ids=chosen))
        except Refusal:
            assert who == said.sender or not self.sees(who, message_id)
            return
        assert self.sees(who, message_id)
        for brief in (await self.messages.reports(STAFF, "open", 100, None)).items:
            if brief.id in self.reported:
                continue
            self.reported.append(brief.id)
            whole = await self.messages.read_report(STAFF, brief.id)
            shown = {line.message_id for line in whole.lines}
            may = {one for one in chosen if self.sees(who, one) and self.said[one].room == said.room}
            self.same(who, "what is shown to staff", shown <= may | {message_id}, True)

    async def decide(self) -> None:
        """Staff take a reported message down, or put it back."""
        decision: Decision = self.dice.choice(("takeDown", "dismiss", "restore"))
        if not self.reported:
            return
        whole = await self.messages.read_report(STAFF, self.dice.choice(self.reported))
        [message_id] = [line.message_id for line in whole.lines if line.reported]
        try:
            await self.messages.decide(STAFF, whole.id, NewDecision(decision=decision, reason="so"))
        except Refusal:
            return
        said = self.said[message_id]
        if said.state != "unsent" and decision != "dismiss":
            said.state = "removed" if decision == "takeDown" else LIVE

    # ── at random ──

    def near(self, one: str, other: str) -> bool:
        """Whether two are friends."""
        return frozenset((one, other)) in self.friends

    def some_seat(self, *, direct: bool = True) -> tuple[str | None, str]:
        """Choose a conversation and somebody for whom it is there."""
        seats = [
            (room_id, who)
            for room_id, room in self.rooms.items()
            for who in room.places
            if self.open(who, room_id) and (direct or not room.direct)
        ]
        return self.dice.choice(seats) if seats else (None, "")

    def some_message(self) -> tuple[str, Said]:
        """Choose a message."""
        message_id = self.dice.choice(list(self.said))
        return message_id, self.said[message_id]
