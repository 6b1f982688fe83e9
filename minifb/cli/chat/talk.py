"""Talking: what is shown when something comes, and what is done when somebody types a line."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import httpx2

from minifb.cli.chat.client import Client, Problem
from minifb.cli.chat.screen import Screen
from minifb.cli.chat.words import day_of, entry_of, line_of, name_of, title_of

TYPING_EVERY_SECONDS = 10.0
TYPING_ENDS_SECONDS = 15.0
PAGE = 20


class Talk:
    """A member at a terminal, with one conversation open at a time."""

    def __init__(self, client: Client, screen: Screen) -> None:
        """Begin with nothing open."""
        self.client, self.screen = client, screen
        self.me: dict[str, Any] = {}
        self.known: dict[str, dict[str, Any]] = {}
        """The conversations by id, the latest first."""
        self.numbers: list[str] = []
        """What the numbers of the list that was shown last stand for."""
        self.open: dict[str, Any] | None = None
        self.messages: dict[int, dict[str, Any]] = {}
        """What is shown of the open conversation, by number."""
        self._day = ""
        self._typists: dict[str, asyncio.TimerHandle] = {}
        self._typed_at = 0.0
        self._connected = True
        self._floor: dict[str, int] = {}
        """Up to where each conversation went when it was first heard of; what comes after is news."""
        self._announced: set[tuple[str, int]] = set()

    # ── what is there ──

    async def begin(self) -> None:
        """Learn who one is and which conversations there are."""
        self.me = await self.client.get("/users/profile")
        self.screen.typed = self._typed
        await self.learn()

    async def learn(self, **query: Any) -> list[dict[str, Any]]:
        """Fetch a page of conversations."""
        page = await self.client.get("/messages/conversations", limit=PAGE, **query)
        for conversation in page["items"]:
            self._know(conversation, conversation["lastSeq"])
        return list(page["items"])

    def _know(self, conversation: dict[str, Any], heard: int) -> None:
        self.known[conversation["id"]] = conversation
        self._floor.setdefault(conversation["id"], heard)

    def say_list(self, conversations: Sequence[dict[str, Any]]) -> None:
        """Show a list of conversations, and let its numbers stand for them."""
        self.numbers = [each["id"] for each in conversations]
        for number, conversation in enumerate(conversations, 1):
            self.screen.show(entry_of(number, conversation, self.me["id"]))
        if not conversations:
            self.screen.show("There is nothing here yet. /open @name begins to talk with somebody.", "dim")

    async def enter(self, conversation: dict[str, Any]) -> None:
        """Open a conversation: show what was said last, and mark it as read."""
        self._know(conversation, conversation["lastSeq"])
        self.open = conversation
        self.messages, self._day = {}, ""
        self._typists.clear()
        self.screen.show(f"── {title_of(conversation, self.me['id'])} ──", "bold")
        await self.earlier()
        if conversation["request"]:
            self.screen.show("They are not your friend: /accept to talk, /ignore to hear no more of it.", "yellow")
        self._relabel()

    async def earlier(self) -> bool:
        """Show what was said before the first message that is shown; tell whether there was something."""
        if self.open is None:
            return False
        before = {"before": str(min(self.messages))} if self.messages else {}
        page = await self.client.get(f"/messages/conversations/{self.open['id']}/messages", limit=PAGE, **before)
        for message in reversed(page["items"]):
            self._say(message)
        await self._read()
        return bool(page["items"])

    def _say(self, message: dict[str, Any]) -> None:
        """Show a message of the open conversation, below its day where that is another one."""
        self.messages[message["seq"]] = message
        if self._day != day_of(message):
            self._day = day_of(message)
            self.screen.show(f"       {self._day}", "dim")
        self.screen.show(line_of(message, self.me["id"]))

    async def _read(self) -> None:
        """Tell up to where the open conversation was read, but not while it waits to be accepted."""
        if self.open and self.messages and not self.open["request"]:
            latest = self.messages[max(self.messages)]
            with suppress(Problem, httpx2.TransportError):  # the next message says it again
                await self.client.ask("PUT", f"/messages/{latest['id']}/read")

    def _relabel(self) -> None:
        name = title_of(self.open, self.me["id"]) if self.open else ""
        typing = " …" if self._typists else ""
        away = "" if self._connected else " (no connection)"
        self.screen.relabel(f"{name}{typing}{away}> ")

    # ── what comes ──

    async def hear(self) -> None:
        """Show what the server tells, for ever. What goes wrong meanwhile is made good by the next catching up."""
        async for kind, data in self.client.frames():
            if kind in {"connected", "lost"}:
                self._connected = kind == "connected"
            with suppress(Problem, httpx2.TransportError):
                await self._heard(kind, data)
            self._relabel()

    async def _heard(self, kind: str, data: dict[str, Any]) -> None:
        match kind:
            case "connected":
                await self._catch_up()
            case "message.received" | "message.sent":
                await self._came(data["message"])
            case "message.edited" | "message.deleted" | "message.reaction" | "message.restored":
                self._changed(data["message"])
            case "typing.start" | "typing.stop":
                self._types(data["conversationId"], data["user"]["id"], going_on=kind == "typing.start")
            case "conversation.updated" if "participants" in data["conversation"]:
                self._know(data["conversation"], 0)
            case "conversation.removed":
                self._gone(data["conversationId"])

    async def _catch_up(self) -> None:
        """After a gap, fetch what was missed, by how far each conversation is known."""
        asked = [{"id": each["id"], "revision": each["revision"]} for each in list(self.known.values())[:100]]
        while asked:
            # A server that is away again ends the socket as well: then there is a next time to catch up.
            told = await self.client.insist("POST", "/messages/sync", away=False, json={"conversations": asked})
            for one in told["conversations"]:
                for message in one["messages"]:
                    await self._came(message)
                self.known[one["conversation"]["id"]] = one["conversation"]
            for gone in told["gone"]:
                self._gone(gone)
            asked = [one["more"] for one in told["conversations"] if one["more"]]
        before = set(self.known)
        for number, conversation in enumerate(await self.learn(), 1):
            if conversation["id"] not in before and conversation["unreadCount"]:
                self.screen.show(entry_of(number, conversation, self.me["id"]))
        if self.open:
            self.open = self.known.get(self.open["id"], self.open)

    async def _came(self, message: dict[str, Any]) -> None:
        """Show a new message: in the open conversation, or as news from another. The same one may come twice."""
        conversation_id, seq = message["conversationId"], message["seq"]
        if conversation_id not in self.known:
            self._know(await self.client.get(f"/messages/conversations/{conversation_id}"), seq - 1)
        if self.open and self.open["id"] == conversation_id:
            if seq in self.messages:
                self._changed(message)
            elif not self.messages or seq > min(self.messages):
                self._types(conversation_id, (message["sender"] or {}).get("id", ""), going_on=False)
                self._say(message)
                await self._read()
            return
        conversation, mark = self.known[conversation_id], (conversation_id, seq)
        news = seq > self._floor[conversation_id] and mark not in self._announced
        self._announced.add(mark)
        if news and (message["sender"] or {}).get("id") != self.me["id"] and not conversation["muted"]:
            self.screen.show(f"  ✉ {title_of(conversation, self.me['id'])}", "yellow")
            self.screen.show(line_of(message, self.me["id"]))

    def _changed(self, message: dict[str, Any]) -> None:
        """Show again what reads differently now."""
        if self.open and self.open["id"] == message["conversationId"] and message["seq"] in self.messages:
            before = self.messages[message["seq"]]
            self.messages[message["seq"]] = message
            if line_of(before, self.me["id"]) != line_of(message, self.me["id"]):
                self.screen.show(line_of(message, self.me["id"]))

    def _types(self, conversation_id: str, member_id: str, *, going_on: bool) -> None:
        """Remember who types in the open conversation; who says nothing for long has stopped."""
        if self.open is None or self.open["id"] != conversation_id:
            return
        if timer := self._typists.pop(member_id, None):
            timer.cancel()
        if going_on and member_id != self.me["id"]:
            loop = asyncio.get_running_loop()
            self._typists[member_id] = loop.call_later(TYPING_ENDS_SECONDS, self._stopped, member_id)

    def _stopped(self, member_id: str) -> None:
        self._typists.pop(member_id, None)
        self._relabel()

    def _gone(self, conversation_id: str) -> None:
        self.known.pop(conversation_id, None)
        if self.open and self.open["id"] == conversation_id:
            self.open, self.messages = None, {}
            self.screen.show("This conversation is not there any more.", "yellow")

    # ── what is typed ──

    def _typed(self, something: bool) -> None:
        """Tell those who listen that one types, now and then."""
        now = asyncio.get_running_loop().time()
        if self.open and something and now - self._typed_at > TYPING_EVERY_SECONDS:
            self._typed_at = now
            telling = self.client.tell("typing.start", conversationId=self.open["id"])
            self._telling = asyncio.create_task(telling)

    async def say(self, text: str, **more: Any) -> None:
        """Send what was typed into the open conversation."""
        if self.open is None:
            self.screen.show("Open a conversation first: /list, then /open and its number, or /open @name.", "yellow")
            return
        self._typed_at = 0.0
        sent = await self.client.send(self.open["id"], text, **more)
        await self._came(sent)

    async def find(self, name: str) -> dict[str, Any]:
        """Find a member by their @name."""
        found: dict[str, Any] = await self.client.get(f"/users/@{name.removeprefix('@')}")
        return found

    async def find_conversation(self, word: str) -> dict[str, Any]:
        """Find a conversation by its number in the list, or the one with a member; the first time it is made."""
        if word.isdecimal():
            if not 1 <= int(word) <= len(self.numbers):
                raise Problem(404, "not_found", "There is no such number in the list: /list shows it again.")
            found: dict[str, Any] = await self.client.get(f"/messages/conversations/{self.numbers[int(word) - 1]}")
            return found
        member = await self.find(word)
        made: dict[str, Any] = await self.client.ask(
            "POST", "/messages/conversations", json={"participantIds": [member["id"]]}
        )
        return made

    def find_message(self, number: str) -> dict[str, Any]:
        """Find a message that is shown by its number."""
        if number.isdecimal() and int(number) in self.messages:
            return self.messages[int(number)]
        raise Problem(404, "not_found", "No message with this number is shown; the numbers stand at the left.")

    def name_me(self) -> str:
        """Say who one is."""
        return f"{name_of(self.me)} (@{self.me['username']})"
