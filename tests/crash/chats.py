"""What the server has promised about conversations: who is in them, what was said, and what was read."""

from dataclasses import dataclass, field

from tests.crash.world import Member


@dataclass(eq=False)
class Said:
    """A message as it was last answered."""

    id: str
    seq: int
    sender: Member
    text: str
    alive: bool = True


@dataclass(eq=False)
class Chat:
    """A conversation: a pair or a group that nobody joins or leaves."""

    id: str
    members: list[Member]
    said: dict[str, Said] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    """Up to where each member read, or wrote."""
    doubts: int = 0
    """Messages whose answer never came; how much is unread in here is not known meanwhile."""

    def note(self, said: Said) -> None:
        """Learn of a message; who writes has read what came before."""
        self.said[said.id] = said
        self.read(said.sender, said.seq)

    def read(self, member: Member, seq: int) -> None:
        """Learn how far somebody read; nobody unreads."""
        self.seen[member.id] = max(seq, self.seen.get(member.id, 0))

    def unread(self, member: Member) -> int:
        """Count what a member has not read."""
        after = self.seen.get(member.id, 0)
        return sum(each.alive and each.seq > after and each.sender is not member for each in self.said.values())


class Chats:
    """All conversations."""

    def __init__(self) -> None:
        """Begin with none."""
        self.all: dict[str, Chat] = {}
        self.dirty: set[str] = set()
        """Conversations touched since they were last checked."""

    def know(self, chat_id: str, members: list[Member]) -> Chat:
        """Give a conversation; it is the same one whenever its pair is asked for again."""
        self.dirty.add(chat_id)
        return self.all.setdefault(chat_id, Chat(chat_id, members))
