"""Polls: what may be asked, who chose what, and what it adds up to."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from minifb.kernel.clock import DAY, Instant, instant, maybe_wire
from minifb.kernel.http.shapes import Ask
from minifb.kernel.refusals import Conflict, FieldError, Invalid
from minifb.kernel.texts import SomeId, plain
from minifb.modules.posts import public

OPTIONS_MAX = 10
OPEN_MAX = 366 * DAY
"""How far ahead a poll may close."""


class PollClosed(Conflict):
    """This poll is closed."""


class NoPoll(Conflict):
    """This post asks nothing."""


OptionText = Annotated[str, Meta(min_length=1, max_length=100)]


class NewPoll(Ask):
    """A poll to put into a post."""

    options: Annotated[list[OptionText], Meta(min_length=2, max_length=OPTIONS_MAX)]
    multiple: bool = False
    """Whether one may choose more than one option."""
    closes_at: Annotated[datetime, Meta(tz=True)] | None = None


class Ballot(Ask):
    """What a member chooses: it takes the place of what they chose before, and nothing takes it back."""

    option_ids: Annotated[list[SomeId], Meta(max_length=OPTIONS_MAX)]


class Option(msgspec.Struct, frozen=True):
    """Something to choose."""

    id: str
    text: str


class Poll(msgspec.Struct, frozen=True):
    """What a post asks."""

    options: list[Option]
    multiple: bool
    closes_at: Instant | None

    @property
    def texts(self) -> list[str]:
        """What there is to choose, in words."""
        return [option.text for option in self.options]


class Votes(msgspec.Struct, frozen=True):
    """What the votes in a poll add up to, of members whom nobody's standing hides."""

    people: int = 0
    options: dict[str, int] = {}


class Asked(msgspec.Struct, frozen=True):
    """A poll beside one viewer."""

    post_id: str
    poll: Poll
    votes: Votes | None
    mine: list[str] | None
    """What the viewer chose."""

    def drawn(self) -> public.Poll:
        """Draw it for the viewer."""
        votes = self.votes or Votes()
        return public.Poll(
            options=[
                public.PollOption(id=one.id, text=one.text, votes=votes.options.get(one.id, 0))
                for one in self.poll.options
            ],
            multiple=self.poll.multiple,
            closes_at=maybe_wire(self.poll.closes_at),
            votes=votes.people,
            my_votes=self.mine or [],
        )


def asked(new: NewPoll, ids: Sequence[str], now: Instant, before: Poll | None = None) -> Poll:
    """Give the poll that somebody asks for. Options that stay as they were keep their ids, and so their votes."""
    texts = [plain(text, "poll.options") for text in new.options]
    if len(set(texts)) < len(texts):
        raise Invalid(FieldError("poll.options", "same", "No two options are the same."))
    closes_at = instant(new.closes_at) if new.closes_at else None
    if closes_at is not None and (before is None or closes_at != before.closes_at):
        if closes_at <= now:
            raise Invalid(FieldError("poll.closesAt", "past", "A poll closes in the future."))
        if closes_at > now + OPEN_MAX:
            raise Invalid(FieldError("poll.closesAt", "too_late", "A poll closes within a year."))
    if before is not None and (texts, new.multiple) == (before.texts, before.multiple):
        return Poll(before.options, before.multiple, closes_at)
    return Poll([Option(*each) for each in zip(ids, texts, strict=False)], new.multiple, closes_at)


def chosen(poll: Poll, ballot: Ballot, now: Instant) -> list[str]:
    """Give what a ballot chooses, in the order of the poll; refuse one that the poll does not take."""
    if poll.closes_at is not None and poll.closes_at <= now:
        raise PollClosed
    options = [option.id for option in poll.options if option.id in ballot.option_ids]
    if not set(options).issuperset(ballot.option_ids):
        raise Invalid(FieldError("optionIds", "unknown", "The poll has no such option."))
    if len(options) > 1 and not poll.multiple:
        raise Invalid(FieldError("optionIds", "too_many", "This poll takes one option."))
    return options


def recounted(votes: Votes | None, before: list[str], after: list[str]) -> Votes:
    """Count a member's choice that became another one; an empty one is no choice."""
    votes = votes or Votes()
    options = dict(votes.options)
    for one in before:
        options[one] = options.get(one, 0) - 1
    for one in after:
        options[one] = options.get(one, 0) + 1
    return Votes(votes.people + bool(after) - bool(before), {one: count for one, count in options.items() if count > 0})


def added_up(sets: Iterable[tuple[list[str], int]]) -> Votes:
    """Add up votes, given as what was chosen and by how many."""
    people, options = 0, dict[str, int]()
    for choice, count in sets:
        people += count
        for one in choice:
            options[one] = options.get(one, 0) + count
    return Votes(people, options)
