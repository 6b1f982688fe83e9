"""Questions within one process: the answering service itself, behind the same rules as over the wire."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from minifb.kernel.data.tx import WITHIN_UNIT
from minifb.kernel.questions.question import DEADLINE, Question, questions_of
from minifb.kernel.refusals import Unavailable


class Answering:
    """Stands for the service that answers a Protocol; each question is a method once `answered_by` was called.

    Modules may ask each other, so what asks is handed out before what answers exists.
    """

    def __init__(self, protocol: type, *, strict: bool = False, deadline: float = DEADLINE) -> None:
        """Stand for a Protocol; with `strict` all goes through msgspec, as it would over the wire."""
        self._questions = questions_of(protocol).values()
        self._strict, self._deadline = strict, deadline

    def answered_by(self, service: Any) -> None:
        """Bind every question to the service that answers it."""
        for question in self._questions:
            answer = getattr(service, question.name)
            asked = _through_wire(question, answer) if self._strict else answer
            setattr(self, question.name, _within(self._deadline, question, asked))


def _within(
    deadline: float, question: Question, answer: Callable[..., Awaitable[Any]]
) -> Callable[..., Awaitable[Any]]:
    """Refuse a question from inside a unit, and one that takes too long."""

    def ask(*args: Any, **kwargs: Any) -> Awaitable[Any]:
        if WITHIN_UNIT.get():
            raise RuntimeError(f"{question.name} was asked inside a transaction: ask first, then write")
        return timed(*args, **kwargs)

    async def timed(*args: Any, **kwargs: Any) -> Any:
        try:
            async with asyncio.timeout(deadline):
                return await answer(*args, **kwargs)
        except TimeoutError:
            raise Unavailable from None

    return ask


def _through_wire(question: Question, answer: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Encode and decode arguments and answer, so that nothing unserialisable or shared slips by."""
    arguments = msgspec.json.Decoder(question.arguments)
    told = msgspec.json.Decoder(question.answer)

    async def ask(*args: Any, **kwargs: Any) -> Any:
        asked = arguments.decode(msgspec.json.encode(question.arguments(*args, **kwargs)))
        return told.decode(msgspec.json.encode(await answer(**msgspec.structs.asdict(asked))))

    return ask
