"""What the server has promised so far: the model every check is held against.

Only writes that were answered change it. A write whose answer never came is a doubt, kept with its
Idempotency-Key until a retry tells what became of it; until then nobody else touches what it may have changed.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

PASSWORD = "correct horse battery 7"
REACTIONS = ("like", "love", "care", "haha", "wow", "sad", "angry")

Answer = dict[str, Any]


@dataclass(eq=False)
class Member:
    """An account, as its owner knows it."""

    name: str
    id: str = ""
    token: str = ""
    first_name: str = "First"

    @property
    def email(self) -> str:
        """The address it was registered with."""
        return f"{self.name}@example.org"

    def form(self) -> Answer:
        """What is sent to register."""
        return {
            "email": self.email,
            "username": self.name,
            "password": PASSWORD,
            "firstName": "First",
            "lastName": "Last",
        }


@dataclass(eq=False)
class Picture:
    """A picture that somebody uploaded, and its bytes as they were sent."""

    id: str
    owner: Member
    data: bytes
    alive: bool = True


@dataclass(eq=False)
class Post:
    """A post as it was last answered."""

    id: str
    author: Member
    audience: str
    text: str
    alive: bool = True
    comments: dict[str, tuple[Member, str]] = field(default_factory=dict)
    reactions: dict[str, str] = field(default_factory=dict)
    """Who reacted how."""
    touched_by: int = 0
    """Writes under way below it; it is not deleted meanwhile."""
    pictures: list[Picture] = field(default_factory=list)
    """What it was posted with; those that were deleted since are shown no more."""

    def tally(self) -> dict[str, int]:
        """Count the reactions per kind."""
        kinds = list(self.reactions.values())
        return {kind: kinds.count(kind) for kind in set(kinds)}


@dataclass(eq=False)
class Write:
    """One write on its way: what is sent, which answers are right, and what the model learns from one."""

    what: str
    who: Member | None
    method: str
    path: str
    body: Answer | None
    done: Callable[[Answer], None]
    expect: tuple[int, ...]
    holds: frozenset[str] = frozenset()
    below: Post | None = None
    again: tuple[int, ...] = ()
    """Statuses that are right only for a retry, such as 404 for what the first try has already deleted."""
    key: str = field(default_factory=lambda: uuid4().hex)
    keyed: bool = True
    """Whether the key is sent: what its body names in the client's own words is known by that name."""
    params: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    file: bytes | None = None
    """Sent as a form, in place of a body."""


class World:
    """Everybody and everything that was answered."""

    def __init__(self, seed: int) -> None:
        """Begin empty; the seed decides who does what."""
        self.random = random.Random(seed)
        self.members: list[Member] = []
        self.posts: dict[str, Post] = {}
        self.open: list[Post] = []
        """Posts that live; a random one is found quickly."""
        self.friends: dict[tuple[str, str], bool] = {}
        self.asked: dict[tuple[str, str], Member] = {}
        """Who asked, where the other has not said yes."""
        self.doubts: list[Write] = []
        self.abandoned: list[Member] = []
        """Registrations whose answer never came and that nobody retried."""
        self.dirty: set[str] = set()
        """Posts and members touched since they were last checked."""
        self.said: set[str] = set()
        """Posts and members touched since they were last looked for."""
        self.busy: set[str] = set()
        self.count = 0

    def next_name(self, prefix: str) -> str:
        """Make a text nobody else in this run uses."""
        self.count += 1
        return f"{prefix}{self.count:06d}"

    def hold(self, write: Write) -> None:
        """Keep others away from what this write may change."""
        self.busy |= write.holds
        if write.below is not None:
            write.below.touched_by += 1

    def release(self, write: Write) -> None:
        """Let others at it again."""
        self.busy -= write.holds
        if write.below is not None:
            write.below.touched_by -= 1
            self.dirty.add(write.below.id)

    def are_friends(self, one: Member, other: Member) -> bool:
        """Tell whether an answer said that they are."""
        return self.friends.get(pair(one, other), False)

    def friends_of(self, member: Member) -> set[str]:
        """Give the ids of a member's friends."""
        return {({*both} - {member.id}).pop() for both, on in self.friends.items() if on and member.id in both}

    def settled(self, member: Member) -> bool:
        """Tell whether nothing about this member's friendships is in doubt."""
        return not any(name.startswith("pair:") and member.id in name for name in self.busy)

    def may_see(self, member: Member, post: Post) -> bool:
        """Tell whether a member may see a post, for sure."""
        if post.author is member or post.audience == "public":
            return True
        known = pair_name(member, post.author) not in self.busy
        return post.audience == "friends" and known and self.are_friends(member, post.author)


def pair(one: Member, other: Member) -> tuple[str, str]:
    """Put two members in order."""
    return (one.id, other.id) if one.id < other.id else (other.id, one.id)


def pair_name(one: Member, other: Member) -> str:
    """Name a pair among what is held."""
    return "pair:" + ":".join(pair(one, other))
