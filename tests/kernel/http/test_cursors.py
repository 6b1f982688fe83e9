"""A cursor is good for one viewer, one list and one day."""

import pytest

from minifb.kernel.clock import DAY, SECOND, SetClock
from minifb.kernel.crypto import Keys
from minifb.kernel.http.cursors import BadCursor, Cursors

KEYS = Keys(b"k" * 32)


def test_a_cursor_says_where_the_page_begins():
    """What was encoded comes back, for the same viewer and list."""
    cursors = Cursors(KEYS, SetClock())
    cursor = cursors.encode("ann", "feed latest", [1767225600000000, "id"])
    assert cursors.decode("ann", "feed latest", cursor) == [1767225600000000, "id"]


@pytest.mark.parametrize(
    ("viewer", "query", "change"),
    [
        ("bob", "feed", lambda cursor: cursor),
        ("ann", "feed latest", lambda cursor: cursor),
        ("an", "nfeed", lambda cursor: cursor),
        ("ann", "feed", lambda cursor: cursor[:-1]),
        ("ann", "feed", lambda cursor: cursor + "AAAA"),
        ("ann", "feed", lambda cursor: ("B" if cursor[0] == "A" else "A") + cursor[1:]),
        ("ann", "feed", lambda _: ""),
        ("ann", "feed", lambda _: "%00"),
        ("ann", "feed", lambda _: "é"),
        ("ann", "feed", lambda _: "A" * 5000),
    ],
)
def test_a_forged_or_foreign_cursor_is_refused(viewer, query, change):
    """A cursor that was changed, or made for somebody or something else, is malformed."""
    cursors = Cursors(KEYS, SetClock())
    with pytest.raises(BadCursor):
        cursors.decode(viewer, query, change(cursors.encode("ann", "feed", ["id"])))


def test_a_cursor_of_yesterday_is_refused():
    """After a day a list begins anew."""
    cursors = Cursors(KEYS, clock := SetClock())
    cursor = cursors.encode("ann", "feed", ["id"])
    clock.advance(DAY)
    assert cursors.decode("ann", "feed", cursor) == ["id"]
    clock.advance(SECOND)
    with pytest.raises(BadCursor):
        cursors.decode("ann", "feed", cursor)


def test_another_server_cannot_make_one():
    """A cursor signed with another key is refused."""
    with pytest.raises(BadCursor):
        Cursors(KEYS, SetClock()).decode(
            "ann", "feed", Cursors(Keys(b"x" * 32), SetClock()).encode("ann", "feed", ["id"])
        )
