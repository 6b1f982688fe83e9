"""Choices: what a member lets others know while they talk; what one does not tell, one is not told."""

import msgspec
from msgspec import UNSET, UnsetType

from minifb.kernel.http.shapes import Ask, Wire


class Choices(Wire):
    """What a member lets others know."""

    receipts: bool = True
    """What one has read; and what others have."""
    presence: bool = True
    """That one is there; and who else is."""


class ChoicesChange(Ask):
    """What a member lets others know; what is left out stays."""

    receipts: bool | UnsetType = UNSET
    presence: bool | UnsetType = UNSET


def chosen(before: Choices, change: ChoicesChange) -> Choices:
    """Give what a member chose, all of it."""
    told = {field: value for field, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    return msgspec.structs.replace(before, **told)
