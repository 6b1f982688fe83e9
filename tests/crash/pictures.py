"""What the server has promised about pictures: whose they are, whom they show, and which are on their way."""

from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from tests.crash.world import Member, Picture

FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(eq=False)
class Sending:
    """A picture that is sent in parts."""

    id: str
    who: Member
    data: bytes
    sent: int = 0
    """So much was acknowledged."""
    offered: int = 0
    """So much was sent, whether that was heard or not."""
    busy: bool = False
    """Somebody sends a part, or nobody knows how far the last one came."""
    given_up: bool = False
    """Nobody will go on with it."""


@dataclass
class Album:
    """All pictures."""

    all: dict[str, Picture] = field(default_factory=dict)
    faces: dict[str, Picture] = field(default_factory=dict)
    """By member, what they show of themselves; it may be deleted since."""
    coming: dict[str, Sending] = field(default_factory=dict)
    dirty: set[str] = field(default_factory=set)
    """Pictures touched since they were last checked."""
    unseen: set[str] = field(default_factory=set)
    """Pictures whose bytes nobody has looked at yet."""

    def add(self, picture: Picture) -> None:
        """Learn of a picture."""
        self.all[picture.id] = picture
        self.dirty.add(picture.id)
        self.unseen.add(picture.id)

    def face(self, member: Member) -> str | None:
        """Tell which picture a member shows of themselves."""
        picture = self.faces.get(member.id)
        return picture.id if picture is not None and picture.alive else None


def drawing(number: int) -> bytes:
    """Draw a small picture that no other number gives."""
    ground = Image.linear_gradient("L").resize((360, 240)).convert("RGB")
    ground.paste((number * 37 % 256, number * 91 % 256, number * 151 % 256), (20, 20, 180, 200))
    for bit in range(16):
        if number >> bit & 1:
            ground.paste((255, 255, 255), (190 + bit * 10, 20, 198 + bit * 10, 60))
    out = BytesIO()
    ground.save(out, FORMATS[number % len(FORMATS)])
    return out.getvalue()
