"""What tests of messages do again and again."""

from typing import Any

from tests.world import Person


async def talk(person: Person, *others: Person, title: str | None = None) -> str:
    """Begin a conversation, give its id."""
    told = await person.post("/messages/conversations", participantIds=[one.id for one in others], title=title)
    return str(told["id"])


async def say(person: Person, conversation_id: str, text: str) -> str:
    """Write into a conversation, give the message's id."""
    told = await person.post(f"/messages/conversations/{conversation_id}/messages", text=text)
    return str(told["id"])


async def listed(person: Person, box: str = "inbox") -> list[str]:
    """Give the conversations of one's list."""
    return [each["id"] for each in (await person.get("/messages/conversations", box=box))["items"]]


async def seen(person: Person, conversation_id: str) -> Any:
    """Give a conversation as somebody sees it."""
    return await person.get(f"/messages/conversations/{conversation_id}")


async def lines(person: Person, conversation_id: str) -> list[str]:
    """Give what somebody reads in a conversation, oldest first: words, or what happened."""
    found = (await person.get(f"/messages/conversations/{conversation_id}/messages", limit=100))["items"]
    ordered = sorted(found, key=lambda line: int(line["seq"]))
    return [line["system"]["action"] if line["system"] else line["text"] for line in ordered]


async def roles(person: Person, conversation_id: str) -> dict[str, str]:
    """Give who is in a group, with what they may do."""
    people = (await person.get(f"/messages/conversations/{conversation_id}/participants", limit=100))["items"]
    return {one["username"]: one["role"] for one in people}
