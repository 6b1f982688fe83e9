"""The hostile corpus: three hundred uploads in fifteen groups, made here and now; nothing is downloaded."""

from collections.abc import Callable, Iterable

from tests.security import bombs, disguises, forms
from tests.security.cases import Case, Wire

GROUPS: dict[str, Callable[[], Iterable[Case | Wire]]] = {
    "bombs": bombs.bombs,
    "truncated": disguises.truncated,
    "polyglots": disguises.polyglots,
    "documents": disguises.documents,
    "wrong magic": disguises.wrong_magic,
    "places": disguises.telling_all,
    "other formats": disguises.other_formats,
    "names": disguises.names,
    "size lies": forms.size_lies,
    "endless": forms.endless,
    "parts": forms.parts,
    "profiles and animations": bombs.inner_bombs,
    "viruses": disguises.viruses,
    "empty": disguises.empties,
    "archives": disguises.archives,
}
EACH = 20


def corpus() -> dict[str, list[Case | Wire]]:
    """Make all of it."""
    return {group: list(make()) for group, make in GROUPS.items()}
