"""The bench's result as a table, as JSON, and as a page of the documentation."""

import platform
from dataclasses import asdict
from typing import Any

from rich.table import Table

from tests.bench.cases import machine
from tests.bench.measure import Case, median, ratio

GOALS = {"feed, latest": 200, "permalink": 160, "post": 1_000, "reaction": 200}
"""CPU per request to aim at, in microseconds: a post with all its effects, the rest as they are answered."""
HEADINGS = ("what", "conns", "req/s", "p50 ms", "p99 ms", "CPU µs", "goal µs", "constant req/s", "ratio", "answer kB")


def lines(cases: list[Case]) -> list[tuple[str, ...]]:
    """Give a line for each case and number of connections."""
    found: list[tuple[str, ...]] = []
    for case in cases:
        for number, pairs in case.rounds.items():
            refused = median(pairs, "refused")
            name = f"{case.name} ({refused:.0%} refused)" if refused > 0.001 else case.name
            found.append(
                (
                    name,
                    str(number),
                    f"{median(pairs, 'rate'):,.0f}",
                    f"{median(pairs, 'p50_us') / 1e3:.2f}",
                    f"{median(pairs, 'p99_us') / 1e3:.2f}",
                    f"{median(pairs, 'cpu_us'):,.0f}",
                    f"{GOALS[case.name]:,}" if case.name in GOALS else "",
                    f"{median(pairs, 'rate', 'constant'):,.0f}",
                    f"{ratio(pairs):.2f}",
                    f"{median(pairs, 'bytes_each') / 1e3:.1f}",
                )
            )
    return found


def layer_lines(layers: dict[str, Any]) -> list[str]:
    """Say in sentences what the data layer and the events did."""
    found = [
        f"Durable writes in the data layer, callers: {callers}: {each['grouped_per_second']:,.0f}/s, "
        f"{each['ratio']:.2f}x one commit each ({each['one_each_per_second']:,.0f}/s)."
        for callers, each in layers["writes"].items()
    ]
    found += [
        f"Commit to consumer at {int(rate):,} events/s: p50 {each['p50_ms']:.3f} ms, p99 {each['p99_ms']:.3f} ms."
        for rate, each in layers["delivery"].items()
    ]
    return found


def table(cases: list[Case]) -> Table:
    """Make the table that is printed."""
    made = Table(title="beside a constant of the same size, answered by the same server in the same run")
    for heading in HEADINGS:
        made.add_column(heading, justify="left" if heading == "what" else "right")
    for line in lines(cases):
        made.add_row(*line, end_section=line[1] == "64")
    return made


def plain(cases: list[Case], layers: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    """Give everything as JSON can hold it."""
    return {
        "about": about | {"machine": machine(), "python": platform.python_version()},
        "cases": [
            {
                "name": case.name,
                "rounds": {number: [asdict(pair) for pair in pairs] for number, pairs in case.rounds.items()},
            }
            for case in cases
        ],
        "layers": layers,
    }


def page(cases: list[Case], layers: dict[str, Any], about: dict[str, Any]) -> str:
    """Write the page of the documentation."""
    rows = [HEADINGS, tuple("---" if not number else "--:" for number in range(len(HEADINGS))), *lines(cases)]
    text = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    said = "\n".join(f"- {line}" for line in layer_lines(layers))
    return f"""# Performance

Written by `make bench` (`python -m tests.bench --write`); run it to see what your machine does. {machine()}, Python \
{platform.python_version()}; {about["members"]:,} members, {about["posts"]:,} posts; {about["rounds"]} rounds of \
{about["seconds"]} s that take turns, medians. The server runs on one core, the load generator on another.

A rate by itself says more about the machine than about the program. So each line stands beside a constant of the \
same size that the same server answers in the same run; `ratio` is what is left of that rate. CPU is the run time of \
the server's whole process tree for each request. First start of the filled server: {about["start"]:.2f} s.

{text}

{said}
"""
