"""The check of conversations over HTTP: what was said is there, in its place, once, and what is unread is counted."""

from collections import Counter
from typing import Any

from tests.crash.chats import Chat, Chats
from tests.crash.check import Check
from tests.crash.world import Member


class ChatCheck:
    """Reads conversations again as their members and compares."""

    def __init__(self, check: Check, chats: Chats) -> None:
        """Read with the clients of another check."""
        self.check, self.chats = check, chats
        self.ledger, self.random = check.ledger, check.world.random

    async def touched(self) -> None:
        """Check what was touched since the last check."""
        await self.check.each(self.chat, [self.chats.all[each] for each in self.chats.dirty])
        self.chats.dirty.clear()

    async def everything(self) -> None:
        """Check all that was ever acknowledged."""
        await self.check.each(self.chat, list(self.chats.all.values()))
        self.chats.dirty.clear()

    async def chat(self, chat: Chat) -> None:
        """Somebody in it finds all messages, numbered without a gap; each knows how many they have not read."""
        await self.messages(chat, self.random.choice(chat.members))
        if not chat.doubts:
            for member in chat.members:
                await self.unread(chat, member)

    async def messages(self, chat: Chat, reader: Member) -> None:
        """What was acknowledged is there as it was answered; what was taken back left its place, and no word."""
        found = await self.check.pages(reader, f"/messages/conversations/{chat.id}/messages")
        equal = self.ledger.equal
        numbers = sorted(each["seq"] for each in found)
        equal("messages are numbered without a gap", list(range(1, len(found) + 1)), numbers, chat.id)
        texts = {each["id"]: each["text"] for each in found if each["kind"] == "text"}
        places = {each["id"]: each["seq"] for each in found}
        known = {each.id: each.text if each.alive else "" for each in chat.said.values()}
        at_rest = {each: text for each, text in known.items() if f"message:{each}" not in self.check.world.busy}
        equal("every acknowledged message is there", at_rest, {each: texts.get(each) for each in at_rest}, chat.id)
        equal("a message keeps its place", {each.id: each.seq for each in chat.said.values()}, only(places, known))
        twice = [text for text, times in Counter(texts.values()).items() if text and times > 1]
        equal("a message is said once under one name", [], twice, chat.id)
        if not chat.doubts:
            equal("nobody said what was not acknowledged", set(known), set(texts), chat.id)

    async def unread(self, chat: Chat, member: Member) -> None:
        """How many messages are unread follows from what was said and read."""
        seen = await self.check.read(member, f"/messages/conversations/{chat.id}")
        if seen is not None:
            self.ledger.equal("unread messages are counted once", chat.unread(member), seen["unreadCount"], chat.id)


def only(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Keep what is wanted."""
    return {each: found[each] for each in wanted if each in found}
