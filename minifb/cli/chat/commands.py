"""Commands: lines that begin with a slash. Their table is also the help."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from rich.text import Text

from minifb.cli.chat.client import Problem
from minifb.cli.chat.talk import Talk
from minifb.cli.chat.words import EMOJI, line_of, name_of


class Quit(Exception):
    """Somebody has said what they wanted to say."""


class Command(NamedTuple):
    """What may follow a slash."""

    run: Callable[[Talk, str], Awaitable[None]]
    takes: str
    says: str


async def run(talk: Talk, line: str) -> None:
    """Do what a line says: a command, or something to send. Two slashes send one."""
    if line.startswith("//") or not line.startswith("/"):
        if text := line.removeprefix("/" if line.startswith("//") else "").strip():
            await talk.say(text)
        return
    word, _, rest = line[1:].partition(" ")
    known = [name for name in COMMANDS if name.startswith(word)] if word else []
    if len(known) != 1 and word not in COMMANDS:
        raise Problem(400, "unknown", f"There is no /{word}. /help shows what there is.")
    await COMMANDS[word if word in COMMANDS else known[0]].run(talk, rest.strip())


async def _list(talk: Talk, rest: str) -> None:
    talk.say_list(await talk.learn(**({"box": rest} if rest else {})))


async def _open(talk: Talk, rest: str) -> None:
    await talk.enter(await talk.find_conversation(rest))


async def _group(talk: Talk, rest: str) -> None:
    names = [word for word in rest.split() if word.startswith("@")]
    members = [(await talk.find(name))["id"] for name in names]
    title = " ".join(word for word in rest.split() if not word.startswith("@"))
    body = {"participantIds": members, "title": title}
    await talk.enter(await talk.client.ask("POST", "/messages/conversations", json=body))


async def _more(talk: Talk, _rest: str) -> None:
    if not await talk.earlier():
        talk.screen.show("This is where it begins.", "dim")


async def _reply(talk: Talk, rest: str) -> None:
    number, _, text = rest.partition(" ")
    await talk.say(text, replyToId=talk.find_message(number)["id"])


async def _edit(talk: Talk, rest: str) -> None:
    number, _, text = rest.partition(" ")
    await talk.client.ask("PUT", f"/messages/{talk.find_message(number)['id']}", json={"text": text})


async def _unsend(talk: Talk, rest: str) -> None:
    await talk.client.ask("DELETE", f"/messages/{talk.find_message(rest)['id']}", params={"for": "everyone"})


async def _react(talk: Talk, rest: str) -> None:
    number, _, kind = rest.partition(" ")
    path = f"/messages/{talk.find_message(number)['id']}/reaction"
    if kind:
        await talk.client.ask("PUT", path, json={"type": kind})
    else:
        await talk.client.ask("DELETE", path)


async def _search(talk: Talk, rest: str) -> None:
    found = await talk.client.get("/messages/search", q=rest)
    for one in found["items"]:
        talk.screen.show(line_of(one["message"], talk.me["id"]))
    if not found["items"]:
        talk.screen.show("Nobody said that.", "dim")


async def _who(talk: Talk, _rest: str) -> None:
    conversation = await talk.client.get(f"/messages/conversations/{_opened(talk)['id']}")
    for each in conversation["participants"]:
        mark = ", admin" if each["role"] == "admin" and conversation["kind"] == "group" else ""
        read = f", read up to {each['lastReadSeq']}" if each.get("lastReadSeq") else ""
        talk.screen.show(f"  {name_of(each)} (@{each['username']}){mark}{read}")


def _wish(word: str, method: str, path: str) -> Callable[[Talk, str], Awaitable[None]]:
    """Make a command that wants one thing of the open conversation."""

    async def wish(talk: Talk, _rest: str) -> None:
        conversation = _opened(talk)
        where = f"/messages/conversations/{conversation['id']}"
        body: dict[str, Any] = {"json": {}} if (method, path) == ("PUT", "mute") else {}
        await talk.client.ask(method, f"{where}/{path}", **body)
        talk.open = talk.known[conversation["id"]] = await talk.client.get(where)
        talk.screen.show(word, "dim")

    return wish


async def _help(talk: Talk, _rest: str) -> None:
    talk.screen.show("What you type is sent into the open conversation. Lines with a slash do something else:")
    for name, command in COMMANDS.items():
        talk.screen.show(Text(f"  /{name} {command.takes:<18}"[:28].ljust(28), "bold").append(command.says, "not bold"))
    talk.screen.show(f"Reactions are {' '.join(f'{name} {sign}' for name, sign in EMOJI.items())}.", "dim")


async def _quit(_talk: Talk, _rest: str) -> None:
    raise Quit


def _opened(talk: Talk) -> dict[str, Any]:
    if talk.open is None:
        raise Problem(404, "not_found", "Open a conversation first.")
    return talk.open


COMMANDS: dict[str, Command] = {
    "list": Command(
        _list, "[requests]", "Your conversations; a number opens one. `requests`: who asks to talk to you."
    ),
    "open": Command(_open, "N or @name", "Open a conversation of the list, or the one with a member."),
    "group": Command(_group, "title @a @b", "Begin a group."),
    "more": Command(_more, "", "Show what was said before."),
    "reply": Command(_reply, "N text", "Answer the message with this number."),
    "edit": Command(_edit, "N text", "Change what you wrote, as long as that is possible."),
    "unsend": Command(_unsend, "N", "Take back what you wrote, for everybody."),
    "react": Command(_react, "N [like]", "React to a message; without a word, take that back."),
    "search": Command(_search, "words", "Find what was said, in all your conversations."),
    "who": Command(_who, "", "Who is in this conversation, and up to where they read."),
    "mute": Command(_wish("You are not reminded of it any more.", "PUT", "mute"), "", "Be reminded no more."),
    "unmute": Command(_wish("You are reminded of it again.", "DELETE", "mute"), "", "Be reminded again."),
    "accept": Command(_wish("You talk to each other now.", "PUT", "accept"), "", "Talk with somebody who asked."),
    "ignore": Command(_wish("You hear no more of it; they are not told.", "PUT", "ignore"), "", "Hear no more of it."),
    "help": Command(_help, "", "This."),
    "quit": Command(_quit, "", "Leave; Ctrl-D does too."),
}
