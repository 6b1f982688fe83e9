"""Names that nobody may go by, because they would pass for the staff of the community.

Two names look alike when their skeletons are the same: the idea of Unicode TR39, made smaller. What Unicode's
compatibility forms do not bring together (full-width, mathematical, superscript letters) and what is no accent is
looked up in `lookalikes.py`. What it does not know: two letters that look like each other and like no Latin one.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from minifb.kernel.refusals import FieldError, Invalid
from minifb.modules.users.rules.lookalikes import LIKE
from minifb.modules.users.rules.members import Staff


class NameReserved(Invalid):
    """Names of offices such as admin, moderator or support are kept for the staff."""


class NameOfStaff(Invalid):
    """This name looks like that of a member of the staff. Add a middle name or an initial, so that nobody is misled."""


# Whoever has such a word in their name seems to hold an office.
_OFFICES = """admin admins administrator administrators administration administrateur administratorin amministratore
administrador moderator moderators moderation moderatorin moderateur moderatore moderador sysadmin sysop webmaster
postmaster hostmaster superuser helpdesk support staff minifb"""
# A name that says nothing else than these does so too; beside another word they may be somebody's family.
_HINTS = (
    "account community customer help mod mods of official owner root safety security server service system team the"
)


@lru_cache(maxsize=1024)
def skeleton(text: str) -> str:
    """Give what a text looks like: the same for texts that look alike."""
    drawn = "".join(LIKE.get(char, char) for char in text)
    drawn = "".join(LIKE.get(char) or char.casefold() for char in unicodedata.normalize("NFKD", drawn))
    letters = [LIKE.get(char, char) for char in unicodedata.normalize("NFKD", drawn) if _is_letter(char)]
    return "".join(letters).replace("rn", "m").replace("vv", "w")


def _is_letter(char: str) -> bool:
    """Tell whether a character is one that a name is told by: no accent, space or sign."""
    return not unicodedata.combining(char) and (char in LIKE or unicodedata.category(char)[0] in "LNM")


def check(names: tuple[str, str], others: Iterable[Staff], more: Iterable[str] = ()) -> None:
    """Refuse a first and last name that sound like an office, or look like the name of one of these staff members."""
    name = f"{names[0]} {names[1]}"
    offices = {skeleton(word) for word in [*_OFFICES.split(), *more]}
    words = {skeleton(part) for word in re.split(r"[\s\-_.,:;/()]+", name) for part in (word, word.strip("0123456789"))}
    words.discard("")
    looks = skeleton(name)
    if words & offices or looks in offices or (words and words <= {skeleton(word) for word in _HINTS.split()}):
        raise NameReserved(FieldError("firstName", "name_reserved", "This name is kept for the staff."))
    if any(looks == skeleton(f"{one.first_name} {one.last_name}") for one in others):
        raise NameOfStaff(
            FieldError("firstName", "name_of_staff", "This name looks like that of somebody on the staff.")
        )
