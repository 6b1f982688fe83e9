"""The check of the files: what a dead server left on disk, read by somebody who was never part of it.

The databases are copied with their write-ahead logs and the copies opened: the next start of the server itself
must find exactly what the crash left.
"""

from pathlib import Path

from tests.crash.effects import applied_once, told_once
from tests.crash.image import Connection, Databases, behind, consumed, image, rows, value
from tests.crash.kept import Kept
from tests.crash.ledger import Ledger
from tests.crash.told import numbered, told_of_all


class Files:
    """Compares what one crash left with what the one before had, and the modules with each other."""

    def __init__(self, ledger: Ledger) -> None:
        """Begin with nothing seen."""
        self.ledger = ledger
        self.last: dict[str, tuple[int, str]] = {}
        """Per module, the newest outbox row seen: its position and its event's id."""

    def crashed(self, data: Path) -> None:
        """Check what must hold at any instant, also in the middle of everything."""
        with image(data) as databases:
            for name, database in databases.items():
                self.sound(name, database)
                self.outbox(name, database)
            for name, database in databases.items():
                self.cursors(name, database, databases)
            told_once(self.ledger, databases)
            numbered(self.ledger, databases)
            if "media" in databases:
                kept = Kept(self.ledger, databases, data)
                kept.at_any_instant()
                kept.caught()

    def settled(self, data: Path) -> None:
        """Check what must hold once every event is delivered and nothing is under way."""
        with image(data) as databases:
            for name, database in databases.items():
                self.sound(name, database)
                self.outbox(name, database)
                deferred = rows(database, "select source, name, state, error from inbox_deferred")
                self.ledger.equal("no event is left behind", [], deferred, name)
            for name, lag in behind(databases).items():
                self.ledger.equal("consumers have passed every event", 0, lag, name)
            told_once(self.ledger, databases)
            applied_once(self.ledger, databases)
            told_of_all(self.ledger, databases)
            kept = Kept(self.ledger, databases, data)
            kept.at_any_instant()
            kept.at_rest()

    def swept(self, data: Path, needed: set[str]) -> None:
        """Check what must hold two days later: what a crash left is gone by then, and the pictures needed are not."""
        self.settled(data)
        with image(data) as databases:
            Kept(self.ledger, databases, data).swept(needed)

    def sound(self, name: str, database: Connection) -> None:
        """The database is whole."""
        self.ledger.equal("databases are whole", [("ok",)], rows(database, "pragma integrity_check"), name)
        self.ledger.equal("references hold", [], rows(database, "pragma foreign_key_check"), name)

    def outbox(self, name: str, database: Connection) -> None:
        """Positions have no gap, and no event that was once on disk is gone."""
        found = rows(database, "select min(position), max(position), count(*) from outbox")
        if not found or not found[0][2]:
            return
        first, last, count = found[0]
        self.ledger.equal("outbox positions have no gap", last - first + 1, count, name)
        seen, event = self.last.get(name, (0, ""))
        if seen >= first:
            kept = value(database, f"select id from outbox where position = {seen}")
            self.ledger.equal("events stay where they were", event, kept, f"{name} {seen}")
        self.last[name] = (last, value(database, f"select id from outbox where position = {last}"))

    def cursors(self, name: str, database: Connection, databases: Databases) -> None:
        """Nobody has consumed an event that is not on disk."""
        for source, position in consumed(database):
            last = value(databases[source], "select max(position) from outbox") or 0
            said = f"{name} is at {position} of {source}, which ends at {last}"
            self.ledger.check("nobody is ahead of an outbox", position <= last, said)
