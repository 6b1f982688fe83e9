"""Words: what a notification says in one line, in lists, mails and pushes."""

from typing import Literal, NamedTuple

import msgspec

from minifb.modules.notifications.public import Kind, TargetKind

SAID_MAX = 120


class Detail(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the words need beside the people and what they said."""

    reaction: str | None = None
    message_id: str | None = None
    """The latest message of a conversation, and its number there."""
    seq: int = 0
    also: bool = False
    """Whether it is told to somebody who commented too, not to the author of the post."""
    what: Literal["removed", "restored"] | None = None
    """What staff did."""
    acts: int = 1
    """How many acts the notification took in since it was last read, whoever did them."""


class Speech(NamedTuple):
    """What there is to say."""

    kind: Kind
    target: TargetKind
    names: list[str]
    """The latest of those who did it, at most two."""
    people: int
    """How many did it."""
    said: str | None
    """The beginning of what it is about, or of what was said, as far as the reader may read it."""
    detail: Detail


def say(speech: Speech) -> str:
    """Say what happened in one line: `Ana and 3 others reacted to your post: "Hello"`."""
    return f"{_who(speech)}{_did(speech)}{_quote(speech)}"


def _who(speech: Speech) -> str:
    """Name who did it."""
    if not speech.names:
        return ""
    others = speech.people - 1
    if others <= 0:
        return f"{speech.names[0]} "
    if others == 1:
        return f"{speech.names[0]} and {speech.names[1] if len(speech.names) > 1 else '1 other'} "
    return f"{speech.names[0]} and {others} others "


def _did(speech: Speech) -> str:
    detail, thing = speech.detail, speech.target
    match speech.kind:
        case "comment":
            return "also commented on a post you commented on" if detail.also else "commented on your post"
        case "mention":
            return f"mentioned you in a {thing}"
        case "reaction" if detail.reaction and speech.people == 1:
            return f"reacted {REACTIONS.get(detail.reaction, '')} to your {thing}"
        case "reaction":
            return f"reacted to your {thing}"
        case "message.reaction":
            return f"reacted {REACTIONS.get(detail.reaction or '', '')} to your message"
        case "moderation":
            return f"Your {thing} was {detail.what} by the staff"
        case kind:
            return DID[kind]


def _quote(speech: Speech) -> str:
    return f": “{shortened(speech.said)}”" if speech.said else ""


def shortened(text: str) -> str:
    """Give the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= SAID_MAX else f"{line[: SAID_MAX - 1].rstrip()}…"


REACTIONS = {"like": "👍", "love": "❤️", "care": "🤗", "haha": "😆", "wow": "😮", "sad": "😢", "angry": "😠"}
DID: dict[Kind, str] = {
    "friend.request": "asked to be your friend",
    "friend.accepted": "accepted your friend request",
    "post": "posted",
    "reply": "replied to your comment",
    "share": "shared your post",
    "message": "wrote to you",
    "message.request": "would like to write to you",
    "group.added": "added you to a conversation",
    "birthday": "has a birthday today",
    "welcome": "Welcome! Find people you know, and say hello",
}
