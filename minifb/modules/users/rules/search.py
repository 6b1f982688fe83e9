"""What a member is found by."""

import re
import unicodedata

from minifb.modules.users.rules.members import Member


def folded(text: str) -> str:
    """Fold a text for looking up: no capitals, no accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in bare if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """Split what somebody typed, or is called, into folded words."""
    return re.findall(r"[^\W_]+", folded(text))


def findable_by(member: Member) -> set[str]:
    """List the words a member is found by, at most thirty characters each."""
    words = words_of(f"{member.username} {member.first_name} {member.last_name}")
    return {word[:30] for word in [*words, member.username]}
