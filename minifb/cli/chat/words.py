"""Words: how messages and conversations look in a terminal. What others wrote is cleaned, never obeyed."""

from datetime import datetime
from typing import Any

from rich.text import Text

from minifb.cli.chat.screen import cleaned

EMOJI = {"like": "👍", "love": "❤", "care": "🤗", "haha": "😆", "wow": "😮", "sad": "😢", "angry": "😠"}
HAPPENED = {
    "created": "made this group",
    "added": "added",
    "removed": "took out",
    "left": "left",
    "renamed": "named this",
    "pictured": "gave this another picture",
    "promoted": "made an admin of",
    "demoted": "made a plain member of",
}
SHOWN = {"image": "picture", "video": "film", "audio": "sound"}
QUOTE_MAX = 60


def name_of(card: dict[str, Any] | None) -> str:
    """Give a member's name."""
    return cleaned(f"{card['firstName']} {card['lastName']}".strip()) if card else "somebody who is gone"


def title_of(conversation: dict[str, Any], me: str) -> str:
    """Give what a conversation is called, for one of its members."""
    if conversation["title"]:
        return cleaned(conversation["title"])
    others = [each for each in conversation["participants"] if each["id"] != me]
    names = ", ".join(each["firstName"] for each in others[:4]) if len(others) > 1 else "".join(map(name_of, others))
    more = conversation["participantCount"] - 5
    return cleaned(names) + (f" and {more} more" if more > 0 else "") or "only you"


def day_of(message: dict[str, Any]) -> str:
    """Say on which day a message was written, where one is."""
    return datetime.fromisoformat(message["createdAt"]).astimezone().strftime("%A %d %B %Y")


def line_of(message: dict[str, Any], me: str) -> Text:
    """Write a message: its number, when, who and what."""
    at = datetime.fromisoformat(message["createdAt"]).astimezone().strftime("%H:%M")
    line = Text(f"{message['seq']:>5}  {at}  ", "dim")
    if message["kind"] == "system":
        return line.append(_happened(message), "italic dim")
    mine = (message["sender"] or {}).get("id") == me
    line.append("You" if mine else name_of(message["sender"]), "bold cyan" if mine else "bold green")
    if message["deletedAt"]:
        return line.append("  took this back", "italic dim")
    if message.get("collapsed"):
        return line.append("  wrote something; you do not talk to each other", "italic dim")
    if quoted := message["replyTo"]:
        line.append(f"  ↪ {name_of(quoted['sender'])}: {_short(quoted['text'])}", "dim")
    if message["forwarded"]:
        line.append("  forwarded", "dim")
    line.append("  " + cleaned(message["text"]).replace("\n", "\n" + " " * 14))
    if pictures := _pictures(message):
        line.append(f"  {pictures}", "magenta")
    if message["editedAt"]:
        line.append("  edited", "dim")
    if counts := message["reactions"]["counts"]:
        line.append("  " + " ".join(f"{EMOJI.get(kind, '·')}{count}" for kind, count in counts.items()), "dim")
    return line


def _happened(message: dict[str, Any]) -> str:
    system = message["system"] or {"action": "", "about": []}
    about = ", ".join(name_of(card) for card in system.get("about", []))
    words = [name_of(message["sender"]), HAPPENED.get(system["action"], system["action"]), about]
    return " ".join(word for word in [*words, cleaned(system.get("title") or "")] if word)


def entry_of(number: int, conversation: dict[str, Any], me: str) -> Text:
    """Write a line of the list of conversations: its number, what it is called, what is new and what was said last."""
    entry = Text(f"{number:>3}  ", "dim").append(title_of(conversation, me), "bold")
    marks = [
        f"{conversation['unreadCount']} new" if conversation["unreadCount"] else "",
        "marked unread" if conversation["markedUnread"] and not conversation["unreadCount"] else "",
        "muted" if conversation["muted"] else "",
        "asks to talk to you" if conversation["request"] else "",
    ]
    for mark in filter(None, marks):
        entry.append(f"  {mark}", "yellow")
    last = conversation["lastMessage"]
    if last and last["kind"] == "text" and not last["deletedAt"]:
        entry.append(f"  {name_of(last['sender'])}: {_short(last['text'] or _pictures(last))}", "dim")
    return entry


def _pictures(message: dict[str, Any]) -> str:
    """Name what a terminal does not show, with what its sender says it shows."""
    media = message.get("media", [])
    return " ".join(
        f"[{SHOWN.get(each['kind'], 'file')}{': ' + _short(each['alt']) if each['alt'] else ''}]" for each in media
    )


def _short(text: str) -> str:
    line = " ".join(cleaned(text).split())
    return line if len(line) <= QUOTE_MAX else f"{line[: QUOTE_MAX - 1]}…"
