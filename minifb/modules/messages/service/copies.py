"""What messages keeps of people, asked for anew."""

from collections.abc import Sequence

from minifb.kernel.data.copies import Copy
from minifb.kernel.data.tx import Tx
from minifb.modules.messages.service.ground import Ground
from minifb.modules.messages.tables import PEOPLE
from minifb.modules.users.public import KnownMember


async def _known(messages: Ground, after: str, limit: int) -> list[KnownMember]:
    return await messages.users.known(after, limit)


def _keep(_messages: Ground, tx: Tx, known: Sequence[KnownMember]) -> None:
    PEOPLE.keep_known(tx, known)


PEOPLE_COPY = Copy("people.copy", ask=_known, keep=_keep, last=lambda one: one.card.id)
