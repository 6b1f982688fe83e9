"""What statements cost as a community grows: none of them reads a whole table that grows with it."""

import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from minifb.kernel.data.sql import Statement
from minifb.modules.auth import store as auth
from minifb.modules.media import store as media
from minifb.modules.messages import store as messages
from minifb.modules.notifications import store as notifications
from minifb.modules.posts import store as posts
from minifb.modules.search import store as search
from minifb.modules.users import store as users

FEW = {"setup", "signing_keys", "service_tokens", "staff"}
"""Tables that stay small whatever the community does."""
NOW_AND_THEN = {
    "_SWEEP": "every hour",
    "ZONES": "every hour",
    "_SUSPENDED": "every minute, by the guard",
    "DOCUMENTS_COUNT": "when the index is made anew by hand",
    "BLOBS_COUNT": "by `minifb fsck`, while the server is stopped",
}


def statements(store: ModuleType) -> Iterator[tuple[str, Statement[Any]]]:
    """Every statement of a module, with its name."""
    for found in pkgutil.walk_packages(store.__path__, f"{store.__name__}."):
        for name, value in vars(importlib.import_module(found.name)).items():
            several = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
            yield from ((name, one) for one in (value, *several) if isinstance(one, Statement))


STORES = [auth, users, posts, messages, media, search, notifications]


@pytest.mark.parametrize("store", STORES, ids=lambda store: store.__name__.split(".")[-2])
def test_nothing_reads_a_whole_table(template: Path, store: ModuleType) -> None:
    """Whatever a request or an event does, it finds its rows by an index: the thousandth member waits no longer."""
    database = sqlite3.connect(template / f"{store.__name__.split('.')[-2]}.db")
    tables = {row[0] for row in database.execute("select name from sqlite_master where type = 'table'")} - FEW
    slow = []
    for name, statement in statements(store):
        text = statement.on("sqlite").text
        plan = database.execute(f"explain query plan {text}", [None] * text.count("?"))
        scanned = {found[1] for row in plan if (found := re.match(r"SCAN (\w+)(?! VIRTUAL)\b", row[3]))}
        slow += [(name, table) for table in scanned & tables if name not in NOW_AND_THEN]
    database.close()
    assert slow == []
