"""The socket table: what live conversations do beside bare sockets."""

from dataclasses import asdict
from typing import Any

from rich.table import Table

from tests.bench.sockets.run import Crowded, Room

HEADINGS = (
    "sockets",
    "conversation of",
    "talk at once",
    "messages/s",
    "deliveries/s",
    "of bare",
    "p50 ms",
    "p99 ms",
    "bare p99 ms",
    "CPU µs a delivery",
    "bare",
)


def line(room: Room) -> tuple[str, ...]:
    """Write one line of the table."""
    missing = room.median("missing")
    return (
        f"{room.sockets:,}",
        f"{room.size} ({missing:.0f} missing)" if missing else str(room.size),
        str(room.talkers),
        f"{room.median('messages'):,.0f}",
        f"{room.median('deliveries'):,.0f}",
        f"{room.ratio():.2f}",
        f"{room.median('p50_us') / 1e3:.1f}",
        f"{room.median('p99_us') / 1e3:.1f}",
        f"{room.median('p99_us', 'bare') / 1e3:.1f}",
        f"{room.median('cpu_us'):.0f}",
        f"{room.median('cpu_us', 'bare'):.0f}",
    )


def lines(crowds: list[Crowded]) -> list[tuple[str, ...]]:
    """Give a line for each number of sockets, size and number of talkers."""
    return [line(room) for crowd in crowds for room in crowd.rooms]


def sentences(crowds: list[Crowded]) -> list[str]:
    """Say what stands in no column."""
    return [
        f"{each.sockets:,} sockets: {each.kilobytes:.0f} kB each (bare {each.bare_kilobytes:.0f} kB; goal 25 kB), "
        f"connected in {each.seconds:.1f} s (bare {each.bare_seconds:.1f} s), {each.refused} refused."
        for each in crowds
    ]


def table(crowds: list[Crowded]) -> Table:
    """Make the table that is printed."""
    made = Table(title="live conversations beside bare sockets of the same server in the same run")
    for heading in HEADINGS:
        made.add_column(heading, justify="right")
    for crowd in crowds:
        for place, room in enumerate(crowd.rooms):
            made.add_row(*line(room), end_section=place + 1 == len(crowd.rooms))
    made.caption = "\n".join(sentences(crowds))
    return made


def plain(crowds: list[Crowded]) -> list[dict[str, Any]]:
    """Give everything as JSON can hold it."""
    return [asdict(crowd) for crowd in crowds]


def page(crowds: list[Crowded]) -> str:
    """Write the part of the documentation."""
    rule = tuple("--:" for _ in HEADINGS)
    text = "\n".join(f"| {' | '.join(row)} |" for row in (HEADINGS, rule, *lines(crowds)))
    said = "\n".join(f"- {each}" for each in sentences(crowds))
    return f"""## Live conversations

Everybody has two sockets: one of messages, and a bare one of the same server, where a text goes to all in a room and \
nothing else happens. In conversations and rooms of the same size as many members talk at once, each saying the next \
thing when the last was acknowledged; a message of the product is durable before anybody hears it. A delivery is one \
message on one socket, its sender's acknowledgement among them; `of bare` is what is left of the bare rate; times are \
from sending to hearing; the CPU has all effects in it, also that everybody has a notification. \
Goals: 55,000 deliveries/s on 5,000 sockets, 25 kB for an idle socket.

{text}

{said}
"""
