"""The ledger: every acknowledged write in a file of its own, every check that passed or failed."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any


class Ledger:
    """What was acknowledged, and how the checks went."""

    def __init__(self, path: Path) -> None:
        """Write acknowledgements to this file."""
        self.file = path.open("a", encoding="utf-8")
        self.acked: Counter[str] = Counter()
        self.doubts = 0
        self.passed: Counter[str] = Counter()
        self.failed: list[str] = []
        self.caught: Counter[str] = Counter()
        """What the kills caught in the middle."""

    def ack(self, what: str, **facts: Any) -> None:
        """Note that a write was answered with success; it is on disk before the next kill."""
        self.acked[what] += 1
        self.file.write(json.dumps({"write": what, **facts}) + "\n")

    def sync(self) -> None:
        """Put what was noted on disk."""
        self.file.flush()
        os.fsync(self.file.fileno())

    def close(self) -> None:
        """Put the rest on disk and close the file."""
        self.sync()
        self.file.close()

    def check(self, what: str, right: bool, detail: object = "") -> bool:
        """Count one check; a failed one is kept with its detail."""
        if right:
            self.passed[what] += 1
        else:
            self.failed.append(f"{what}: {detail}")
        return right

    def equal(self, what: str, promised: object, found: object, about: str = "") -> bool:
        """Count the check that what was promised is what is found."""
        return self.check(what, promised == found, f"{about} promised {promised!r}, found {found!r}")
