"""Every way to a message, walked by every member, and compared with what the model says.

A way is named after the operation it walks; what no operation answers, questions and frames, has a name of its own.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from minifb.kernel.refusals import NotFound
from minifb.modules.messages.rules.history import LATEST, Around, From
from minifb.modules.messages.rules.sync import Held, Known
from tests.modules.messages.community import Community
from tests.modules.messages.model import LIVE

Way = Callable[[Community, str], Awaitable[None]]
WAYS: dict[str, Way] = {}


def way(name: str) -> Callable[[Way], Way]:
    """Name a way."""

    def named(walk: Way) -> Way:
        WAYS[name] = walk
        return walk

    return named


async def walk_all(town: Community) -> None:
    """Let everybody go every way."""
    for viewer in town.ids:
        for walk in WAYS.values():
            await walk(town, viewer)


async def shown(asked: Awaitable[Any]) -> Any:
    """Give an answer as a client gets it; None: there is no such thing."""
    try:
        return msgspec.to_builtins(await asked)
    except NotFound:
        return None


async def pages(ask: Callable[..., Awaitable[Any]], limit: int = 7) -> list[Any]:
    """Read a list to its end."""
    items: list[Any] = []
    cursor: str | None = None
    while True:
        page = msgspec.to_builtins(await ask(limit, cursor))
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items


def check_drawn(town: Community, viewer: str, message: dict[str, Any]) -> None:
    """Check everything that a message shows to a viewer; a frame leaves out what is its reader's own."""
    if message["kind"] == "system":
        return
    message_id, said = message["id"], town.said[message["id"]]
    town.same(viewer, f"whether {message_id} is shown", town.sees(viewer, message_id), True)
    live = said.state == LIVE
    town.same(viewer, f"the text of {message_id}", message["text"], said.text if live else "")
    named = {span["userId"] for span in message["spans"] if "userId" in span}
    town.same(viewer, f"the mentions in {message_id}", all(town.meets(viewer, one) for one in named), True)
    if town.waits(viewer, said.room):
        town.same(viewer, f"the links in {message_id}", "link" in {span["kind"] for span in message["spans"]}, False)
    if "collapsed" in message:
        town.same(viewer, f"{message_id} folded", message["collapsed"], not town.meets(viewer, said.sender))
        town.same(viewer, f"one's own in {message_id}", message["reactions"]["mine"], said.reactions.get(viewer))
    else:
        town.same(viewer, f"a frame of {message_id}", town.meets(viewer, said.sender), True)
    counted: dict[str, int] = {}
    for who, kind in said.reactions.items():
        if live and town.meets(viewer, who):
            counted[kind] = counted.get(kind, 0) + 1
    town.same(viewer, f"the reactions to {message_id}", message["reactions"]["counts"], counted)
    quote = message["replyTo"]
    answered = said.answers if live and town.sees(viewer, said.answers) else None
    town.same(viewer, f"what {message_id} answers", quote and quote["id"], answered)
    if answered:
        words = town.said[answered].text if town.stands(viewer, answered) else ""
        town.same(viewer, f"the quote in {message_id}", quote["text"], words)


def texts(items: list[dict[str, Any]]) -> list[str]:
    """The messages among lines, without what happened by itself."""
    return [one["id"] for one in items if one["kind"] == "text"]


@way("message")
async def one_by_one(town: Community, viewer: str) -> None:
    """A message by its address."""
    for message_id in town.said:
        found = await shown(town.messages.message(town.people[viewer], message_id))
        town.same(viewer, f"message {message_id}", found is not None, town.sees(viewer, message_id))
        if found:
            check_drawn(town, viewer, found)


@way("history")
async def history(town: Community, viewer: str) -> None:
    """A conversation from either end, and around any message."""
    actor = town.people[viewer]
    for room_id in town.rooms:
        if not town.open(viewer, room_id):
            found = await shown(town.messages.history(actor, room_id, LATEST, 20, None))
            town.same(viewer, f"conversation {room_id}", found, None)
            continue
        expected = town.read(viewer, room_id)
        for asked, order in ((LATEST, expected), (From("after", 0), expected[::-1])):
            items = await pages(
                lambda limit, cursor, at=(room_id, asked): town.messages.history(actor, *at, limit, cursor)
            )
            town.same(viewer, f"what was said in {room_id}", texts(items), order)
            for message in items:
                check_drawn(town, viewer, message)
    for message_id, said in town.said.items():
        if town.open(viewer, said.room):
            found = await shown(town.messages.history(actor, said.room, Around(message_id), 3, None))
            town.same(viewer, f"around {message_id}", found is not None, town.sees(viewer, message_id))
            if found:
                town.same(viewer, f"around {message_id}", message_id in texts(found["items"]), True)


@way("conversations")
async def conversations(town: Community, viewer: str) -> None:
    """One's lists of conversations, and the last message of each."""
    actor = town.people[viewer]
    for box in ("inbox", "archived", "requests", "ignored"):
        for room in await pages(lambda limit, cursor, box=box: town.messages.conversations(actor, box, limit, cursor)):
            town.same(viewer, f"conversation {room['id']} in a list", town.open(viewer, room["id"]), True)
            check_last(town, viewer, room)


@way("conversation")
async def one_conversation(town: Community, viewer: str) -> None:
    """A conversation by its address."""
    for room_id in town.rooms:
        found = await shown(town.messages.conversation(town.people[viewer], room_id))
        town.same(viewer, f"conversation {room_id}", found is not None, town.open(viewer, room_id))
        if found:
            check_last(town, viewer, found)


def check_last(town: Community, viewer: str, room: dict[str, Any]) -> None:
    """Check the last message that a conversation shows."""
    last, read = room["lastMessage"], town.read(viewer, room["id"])
    if last is not None and last["kind"] == "text":
        town.same(viewer, f"the last message of {room['id']}", last["id"], read[0] if read else None)
        check_drawn(town, viewer, last)
    elif last is None:
        town.same(viewer, f"the last message of {room['id']}", read, [])


@way("messageReactors")
async def reactors(town: Community, viewer: str) -> None:
    """Who reacted to a message."""
    actor = town.people[viewer]
    for message_id, said in town.said.items():
        found = await shown(town.messages.reactors(actor, message_id, "", 100, None))
        town.same(viewer, f"who reacted to {message_id}", found is not None, town.sees(viewer, message_id))
        if found:
            people = {one["user"]["id"] for one in found["items"]}
            expected = {who for who in said.reactions if said.state == LIVE and town.meets(viewer, who)}
            town.same(viewer, f"who reacted to {message_id}", people, expected)


@way("messageEdits")
async def edits(town: Community, viewer: str) -> None:
    """What a message said before."""
    actor = town.people[viewer]
    for message_id, said in town.said.items():
        found = await shown(town.messages.edits(actor, message_id, 100, None))
        town.same(viewer, f"the edits of {message_id}", found is not None, town.sees(viewer, message_id))
        if found:
            before = said.before[::-1] if said.state == LIVE else []
            town.same(viewer, f"the edits of {message_id}", [one["text"] for one in found["items"]], before)


@way("messageSeenBy")
async def seen_by(town: Community, viewer: str) -> None:
    """Who has seen a message."""
    for message_id in town.said:
        found = await shown(town.messages.seen_by(town.people[viewer], message_id))
        if found is not None:
            town.same(viewer, f"who saw {message_id}", town.sees(viewer, message_id), True)


@way("searchMessages")
async def search(town: Community, viewer: str) -> None:
    """What is found by words, everywhere and in one conversation."""
    actor = town.people[viewer]
    everywhere = await pages(lambda limit, cursor: town.messages.search(actor, "zebra", None, limit, cursor))
    for one in everywhere:
        check_drawn(town, viewer, one["message"])
    rooms = [one for one in town.rooms if town.open(viewer, one)]
    heard = [one for one in rooms if town.rooms[one].places[viewer].state != "ignored"]
    found = [one["message"]["id"] for one in everywhere]
    expected = [one for one, said in town.said.items() if said.room in heard and town.stands(viewer, one)]
    town.same(viewer, "what is found", found, expected[::-1])
    for room_id in rooms:
        items = await pages(
            lambda limit, cursor, room_id=room_id: town.messages.search(actor, "zebra", room_id, limit, cursor)
        )
        inside = [one for one in town.read(viewer, room_id) if town.stands(viewer, one)]
        town.same(viewer, f"what is found in {room_id}", [one["message"]["id"] for one in items], inside)


@way("syncMessages")
async def sync(town: Community, viewer: str) -> None:
    """What a client gets that comes back after everything happened."""
    known = [Known(id=room_id, revision=0) for room_id in town.rooms]
    while known:
        told = msgspec.to_builtins(await town.messages.sync(town.people[viewer], Held(conversations=known)))
        known = []
        for synced in told["conversations"]:
            town.same(viewer, "a conversation at resync", town.open(viewer, synced["conversation"]["id"]), True)
            check_last(town, viewer, synced["conversation"])
            for message in synced["messages"]:
                check_drawn(town, viewer, message)
            if synced["more"]:
                known.append(msgspec.convert(synced["more"], type=Known))


@way("texts")
async def questions(town: Community, viewer: str) -> None:
    """What other modules are told."""
    ids = list(town.said)
    visible = await town.messages.visible_messages(viewer, ids)
    expected = {one: town.sees(viewer, one) and town.said[one].state == LIVE for one in ids}
    town.same(viewer, "what others are told is visible", visible, expected)
    words = await town.messages.texts(viewer, ids)
    town.same(viewer, "the words", words, {one: town.said[one].text for one in ids if town.stands(viewer, one)})
