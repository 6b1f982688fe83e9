"""What needs no HTTP, measured in a process of its own that writes one JSON object."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import uvloop

from tests.bench.layers.delivery import delivery
from tests.bench.layers.replay import replays
from tests.bench.layers.writes import writes
from tests.bench.measure import on_core

LAYERS = ("writes", "delivery", "replay")
HISTORY = 100_000
"""Events that a replay applies; fewer where a round is shorter than a second."""


def measured(only: str, seconds: float, rounds: int) -> dict[str, Any]:
    """Measure one layer, or all."""
    command = on_core(0, sys.executable, "-m", "tests.bench.layers.run", only, str(seconds), str(rounds))
    found: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return found


async def main(only: str, seconds: float, rounds: int) -> dict[str, object]:
    """Measure what is asked for."""
    wanted = {only} if only else set(LAYERS)
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if "writes" in wanted:
            found["writes"] = await writes(place, seconds, rounds)
        if "delivery" in wanted:
            found["delivery"] = {str(rate): await delivery(place, seconds * 2, rate) for rate in (200, 2000)}
        if "replay" in wanted:
            found["replay"] = await replays(place, HISTORY if seconds >= 1 else HISTORY // 20, rounds)
    return found


if __name__ == "__main__":
    result = uvloop.run(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3])))
    sys.stdout.buffer.write(msgspec.json.encode(result))
