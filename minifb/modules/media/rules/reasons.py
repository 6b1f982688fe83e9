"""Why a file could not be made fit to be shown: a code for each reason, and the words for it."""

from minifb.kernel.refusals import Invalid


class Undecodable(Invalid):
    """This file could not be read; it may be damaged, or not be what it says."""


class TooManyPixels(Invalid):
    """This picture has more pixels than this server takes."""


class AnimationTooLong(Invalid):
    """This animation has more frames than this server takes."""


class TooLong(Invalid):
    """This film or sound is longer than this server takes."""


class TooMuchWork(Invalid):
    """This file would take more memory or time than this server gives it."""


class UnsupportedCodec(Invalid):
    """This file is written in a way that this server cannot read."""


class NothingThere(Invalid):
    """There is no picture in this film, or no sound in this sound."""


class GaveUp(Invalid):
    """This file could not be worked on, several times; please try again later, or with another file."""


REASONS: dict[str, type[Invalid]] = {
    refusal.code: refusal
    for refusal in (
        Undecodable,
        TooManyPixels,
        AnimationTooLong,
        TooLong,
        TooMuchWork,
        UnsupportedCodec,
        NothingThere,
        GaveUp,
    )
}


def refusal_of(reason: str | None) -> Invalid:
    """Give the refusal for a reason; one that nobody knows is a file that could not be read."""
    return REASONS.get(reason or "", Undecodable)()
