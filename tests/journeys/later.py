"""The real program, on a clock that is some hours ahead: so that a test need not wait for tomorrow."""

import os

from minifb.kernel.clock import HOUR, SystemClock

VARIABLE = "MINIFB_TEST_HOURS"


def main() -> None:
    """Put the clock forward, then be the program."""
    ahead = int(os.environ.get(VARIABLE, "0")) * HOUR
    now = SystemClock.now
    SystemClock.now = lambda clock: now(clock) + ahead  # type: ignore[method-assign, assignment]
    from minifb.cli import main as program

    program()


if __name__ == "__main__":
    main()
