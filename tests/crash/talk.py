"""What people do in conversations while the server is killed: they begin them, write, read, and take back."""

from collections.abc import Iterable
from functools import partial

from tests.crash.chats import Chat, Chats, Said
from tests.crash.lines import NO_ANSWER, Line
from tests.crash.load import Act, Gone, Load
from tests.crash.world import Answer, Member, Write, pair_name

LINES_MAX = 8
"""Sockets that are open at the same time."""


class Talk:
    """Acts of one life of the server."""

    def __init__(self, load: Load, chats: Chats) -> None:
        """Let the clients of this load talk, too."""
        self.load, self.world, self.chats = load, load.world, chats
        self.lines: dict[str, Line] = {}
        self.acts: dict[Act, int] = {
            self.begin: 5,
            self.gather: 2,
            self.write: 18,
            self.call: 18,
            self.read: 8,
            self.unsend: 4,
        }
        load.acts |= self.acts

    async def close(self) -> None:
        """Hang up."""
        for line in self.lines.values():
            await line.close()

    # ── conversations ────────────────────────────────────────────────────────────────────────────

    async def begin(self) -> None:
        """Two friends begin to write to each other; asked again, it is the same conversation."""
        pairs = [ids for ids, on in self.world.friends.items() if on]
        if not pairs:
            return
        one, other = self._members(self.world.random.choice(pairs))
        if (held := pair_name(one, other)) in self.world.busy:
            return
        done = partial(self._known, [one, other])
        form = {"participantIds": [other.id]}
        path = "/messages/conversations"
        await self.load.send(Write("chat", one, "POST", path, form, done, (200, 201), frozenset({held})))

    async def gather(self) -> None:
        """Somebody gathers friends in a group."""
        who = self.load.somebody()
        friends = [each for each in self._members(self.world.friends_of(who)) if self._calm(who, each)][:5]
        if len(friends) < 2:
            return
        held = frozenset(pair_name(who, each) for each in friends)
        form = {"participantIds": [each.id for each in friends], "title": self.world.next_name("group ")}
        done = partial(self._known, [who, *friends])
        await self.load.send(Write("group", who, "POST", "/messages/conversations", form, done, (201,), held))

    def _calm(self, one: Member, other: Member) -> bool:
        return pair_name(one, other) not in self.world.busy

    def _known(self, members: list[Member], answer: Answer) -> None:
        self.chats.know(answer["id"], members)

    def _members(self, ids: Iterable[str]) -> list[Member]:
        wanted = set(ids)
        return [member for member in self.world.members if member.id in wanted]

    # ── messages ─────────────────────────────────────────────────────────────────────────────────

    async def write(self) -> None:
        """Somebody writes a message."""
        if (new := self._message()) is not None:
            await self.load.send(new)

    async def call(self) -> None:
        """Somebody writes a message on their socket; who gets no answer asks again the other way."""
        if (new := self._message()) is None or new.who is None or new.body is None:
            return
        if (line := self._line(new.who)) is None:
            await self.load.send(new)
            return
        self.world.hold(new)
        try:
            answer = await line.say(new.path.split("/")[3], new.body["text"], new.body["clientId"])
        except NO_ANSWER as gone:
            self.load.doubt(new)
            raise Gone from gone
        self.load.learn(new, answer, right="problem" not in answer, said=f"socket {new.body}: {answer}")

    def _line(self, who: Member) -> Line | None:
        if who.id not in self.lines and len(self.lines) < LINES_MAX:
            self.lines[who.id] = Line(self.load.url, who, self.load.ledger)
        return self.lines.get(who.id)

    def _message(self) -> Write | None:
        """Make a message: one name of the client's own goes with it, and no key; its retry is known by that name."""
        if not self.chats.all:
            return None
        chat = self._some_chat()
        who, text = self.world.random.choice(chat.members), self.world.next_name("message ")

        def done(answer: Answer) -> None:
            chat.doubts -= 1
            chat.note(Said(answer["id"], answer["seq"], who, text))
            self.chats.dirty.add(chat.id)

        chat.doubts += 1
        path, form = f"/messages/conversations/{chat.id}/messages", {"text": text, "clientId": f"client-{text}"}
        return Write("message", who, "POST", path, form, done, (201,), again=(200,), keyed=False)

    def _some_chat(self) -> Chat:
        return self.world.random.choice(list(self.chats.all.values())[-40:])

    async def read(self) -> None:
        """Somebody reads up to a message."""
        if not self.chats.all or not (chat := self._some_chat()).said:
            return
        who, said = self.world.random.choice(chat.members), self.world.random.choice(list(chat.said.values()))

        def done(_: Answer) -> None:
            chat.doubts -= 1
            chat.read(who, said.seq)
            self.chats.dirty.add(chat.id)

        chat.doubts += 1
        await self.load.send(Write("read", who, "PUT", f"/messages/{said.id}/read", None, done, (204,)))

    async def unsend(self) -> None:
        """Somebody takes a message back, from everybody."""
        if not self.chats.all:
            return
        chat = self._some_chat()
        live = [each for each in chat.said.values() if each.alive and f"message:{each.id}" not in self.world.busy]
        if not live:
            return
        said = self.world.random.choice(live)

        def done(_: Answer) -> None:
            chat.doubts -= 1
            said.alive = False
            self.chats.dirty.add(chat.id)

        chat.doubts += 1
        held, params = frozenset({f"message:{said.id}"}), {"for": "everyone"}
        path = f"/messages/{said.id}"
        await self.load.send(Write("unsend", said.sender, "DELETE", path, None, done, (204,), held, params=params))
