"""One suite for both ways to ask: in process, and over HTTP."""

import asyncio
from typing import Any, Protocol

import httpx2
import msgspec
import pytest
from litestar import Litestar

from minifb.kernel.clock import MINUTE, SetClock
from minifb.kernel.data.tx import WITHIN_UNIT
from minifb.kernel.http import problems
from minifb.kernel.questions.local import Answering
from minifb.kernel.questions.remote import Asking, ServiceTokens
from minifb.kernel.questions.serve import internal_routes
from minifb.kernel.refusals import Conflict, FieldError, Unauthenticated, Unavailable


class Weather(msgspec.Struct, frozen=True):
    """What it is like."""

    degrees: int
    words: tuple[str, ...]


class TooEarly(Conflict):
    """The day has not begun."""


class WeatherQuestions(Protocol):
    """What others may ask about the weather."""

    async def weather(self, days: list[int], place: str = "here") -> dict[int, Weather]:
        """Tell the weather of these days."""
        ...


class Almanac:
    """Answers."""

    async def weather(self, days: list[int], place: str = "here") -> dict[int, Weather]:
        """Answer, refuse, or think for too long."""
        if 0 in days:
            raise TooEarly(FieldError("days", "too_small", "Begins with 1."))
        if 99 in days:
            await asyncio.sleep(60)
        return {day: Weather(day * 2, ("sunny", place)) for day in days}


TOKENS = ServiceTokens("a secret that processes share", SetClock())


@pytest.fixture(params=["local", "strict", "remote"])
async def weather(request: Any) -> Any:
    """The same questions, bound in each way there is."""
    if request.param != "remote":
        answering = Answering(WeatherQuestions, strict=request.param == "strict", deadline=0.05)
        answering.answered_by(Almanac())
        yield answering
        return
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(served())) as client:
        yield Asking(WeatherQuestions, "almanac", client, TOKENS, at="http://elsewhere", deadline=0.05)


def served() -> Any:
    """Answer over HTTP, without the edge in front."""
    routes = internal_routes("almanac", WeatherQuestions, Almanac(), TOKENS)
    return Litestar(
        [route.handler for route in routes],
        openapi_config=None,
        exception_handlers={Exception: problems.handler(lambda _scope, _error: None)},
    )


async def test_the_answer_is_the_same_wherever_the_module_lives(weather: Any) -> None:
    """A question gives the same answer in process and over HTTP."""
    assert await weather.weather([1, 2], place="there") == {
        1: Weather(2, ("sunny", "there")),
        2: Weather(4, ("sunny", "there")),
    }


async def test_a_refusal_arrives_as_the_same_class(weather: Any) -> None:
    """What the answering module refuses is refused to the asker, with code and fields."""
    with pytest.raises(TooEarly) as refused:
        await weather.weather([0])
    assert refused.value.errors == (FieldError("days", "too_small", "Begins with 1."),)


async def test_a_question_inside_a_transaction_is_a_bug(weather: Any) -> None:
    """Nobody asks while a transaction is open."""
    reset = WITHIN_UNIT.set(True)
    try:
        with pytest.raises(RuntimeError, match="inside a transaction"):
            await weather.weather([1])
    finally:
        WITHIN_UNIT.reset(reset)


async def test_a_slow_answer_is_unavailable(weather: Any) -> None:
    """A question has a deadline, so that one slow module does not stop the others."""
    with pytest.raises(Unavailable):
        await weather.weather([99])


async def test_strict_binding_shares_nothing() -> None:
    """In tests what cannot travel does not slip by: an answer of another shape is an error."""

    class Liar:
        async def weather(self, days: list[int], place: str = "here") -> Any:
            return {"monday": object()}

    answering = Answering(WeatherQuestions, strict=True)
    answering.answered_by(Liar())
    with pytest.raises((TypeError, msgspec.ValidationError)):
        await answering.weather([1])  # type: ignore[attr-defined]


async def test_a_stranger_is_not_answered() -> None:
    """Without a token of this server, for this module and not yet over, nobody is answered."""
    clock = SetClock()
    others = [
        ServiceTokens("another secret", clock).make("x", "ask.almanac"),
        TOKENS.make("x", "ask.posts"),
        "",
        "e30=.00",
    ]
    for token in others:
        with pytest.raises(Unauthenticated):
            TOKENS.check(token, "ask.almanac")
    tokens = ServiceTokens("s", clock)
    token = tokens.make("x", "ask.almanac")
    clock.advance(MINUTE + 1)
    with pytest.raises(Unauthenticated):
        tokens.check(token, "ask.almanac")


async def test_without_a_secret_no_token_is_good() -> None:
    """A server that shares no secret answers no other process."""
    tokens = ServiceTokens("", SetClock())
    with pytest.raises(Unauthenticated):
        tokens.check(tokens.make("x", "ask.almanac"), "ask.almanac")


async def test_nobody_there_is_unavailable() -> None:
    """A module that cannot be reached is unavailable, whatever the network said."""
    async with httpx2.AsyncClient() as client:
        asking = Asking(WeatherQuestions, "almanac", client, TOKENS, at="http://127.0.0.1:9")
        with pytest.raises(Unavailable):
            await asking.weather([1])  # type: ignore[attr-defined]
