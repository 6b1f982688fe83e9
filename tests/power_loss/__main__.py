"""`python -m tests.power_loss --writes 300 --more 8`: cut the power at every moment of a run, in FULL and in NORMAL."""

import argparse
import sys
import tempfile
from pathlib import Path

import minifb  # noqa: F401 - swaps in the newer SQLite before sqlite3 is imported
from tests.power_loss.images import Found, examine
from tests.power_loss.recorder import record


def run(synchronous: str, *, writes: int, more: int, seed: int) -> Found:
    """Record one run and examine its images."""
    with tempfile.TemporaryDirectory(prefix="minifb-power-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        return examine(record(data, synchronous, writes), seed=seed, more=more)


def main() -> int:
    """Run both and say what was found; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.power_loss")
    parser.add_argument("--writes", type=int, default=200, help="writes of the recorded run")
    parser.add_argument("--more", type=int, default=3, help="random images at each sync, beside all and nothing")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    wrong = 0
    for synchronous in ("FULL", "NORMAL"):
        found = run(synchronous, writes=asked.writes, more=asked.more, seed=asked.seed)
        lost = f"{found.lost} with an answered write lost (at most {found.lost_most})"
        print(
            f"{synchronous}: {found.answered} answered writes, {found.images} images: "
            f"{found.corrupt} corrupt, {found.broken} not whole, {lost}"
        )
        wrong += found.corrupt + found.broken + (found.lost if synchronous == "FULL" else 0)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
