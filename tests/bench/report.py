"""The bench's result as a table, as JSON, and as a page of the documentation."""

import platform
from dataclasses import asdict
from typing import Any

from rich.table import Table

from tests.bench.measure import Case, Pair, median, ratio
from tests.bench.stage import SCALES, machine

HEADINGS = (
    "what",
    "conns",
    "req/s",
    "p50 ms",
    "p99 ms",
    "CPU µs",
    "goal µs",
    "of constant",
    "goal",
    "caches off: req/s",
    "CPU µs",
    "times textbook",
    "kB",
)
UNMEASURED = "Not measured here: the cold feed beside a Go server doing the same SQL (it wants a machine with Go)."


def lines(cases: list[Case]) -> list[tuple[str, ...]]:
    """Give a line for each case and number of connections."""
    return [line(case, number) for case in cases for kind, number in sorted(case.rounds) if not kind or _alone(case)]


def _alone(case: Case) -> bool:
    """Tell whether a case was measured with its caches off and not with them."""
    return not any(kind == "" for kind, _ in case.rounds)


def line(case: Case, number: int) -> tuple[str, ...]:
    """Write one line of the table."""
    pairs, off, twin = (case.pairs(kind, number) for kind in ("", "caches off", "textbook"))
    if not pairs:
        return (case.name, str(number), *[""] * 7, *_of(off), "", "")
    refused = median(pairs, "refused")
    return (
        f"{case.name} ({refused:.0%} refused)" if refused > 0.001 else case.name,
        str(number),
        f"{median(pairs, 'rate'):,.0f}",
        f"{median(pairs, 'p50_us') / 1e3:.2f}",
        f"{median(pairs, 'p99_us') / 1e3:.2f}",
        f"{median(pairs, 'cpu_us'):,.0f}",
        f"{case.goal_us:,}" if case.goal_us else "",
        f"{ratio(pairs):.2f}",
        f"{case.goal_ratio:.2f}" if case.goal_ratio else "",
        *_of(off),
        f"{ratio(twin):.1f}" if twin else "",
        f"{median(pairs, 'bytes_each') / 1e3:.1f}",
    )


def _of(pairs: list[Pair]) -> tuple[str, str]:
    """Give rate and CPU of a second server."""
    return (f"{median(pairs, 'rate'):,.0f}", f"{median(pairs, 'cpu_us'):,.0f}") if pairs else ("", "")


def sentences(cases: list[Case]) -> list[str]:
    """Say what stands in no column: what a post costs that is heard by all, beside one that nobody hears."""
    found = []
    for case in cases:
        for number in sorted({number for _, number in case.rounds}):
            heard, alone = case.pairs("", number), case.pairs("nobody listens", number)
            if case.settle and heard and alone:
                part = median(heard, "rate") / max(median(alone, "rate"), 1e-9)
                goal = "0.9" if number == 1 else "0.5"
                what = f"Posts with all consumers done, connections: {number}"
                found.append(f"{what}: {part:.2f} of the rate where nobody listens (goal {goal}).")
    return found


def layer_lines(layers: dict[str, Any]) -> list[str]:
    """Say in sentences what the data layer and the events did."""
    found = [
        f"Durable writes in the data layer, callers: {callers}: {each['grouped_per_second']:,.0f}/s, "
        f"{each['ratio']:.2f}x one commit each ({each['one_each_per_second']:,.0f}/s; goal "
        f"{'5x' if callers == '64' else '0.9x'})."
        for callers, each in layers.get("writes", {}).items()
    ]
    found += [
        f"Commit to consumer at {int(rate):,} events/s: p50 {each['p50_ms']:.3f} ms, p99 {each['p99_ms']:.3f} ms "
        "(goal: p99 0.5 ms)."
        for rate, each in layers.get("delivery", {}).items()
    ]
    if "replay" in layers:
        each = layers["replay"]
        found.append(
            f"Replay of {each['events']:,} events: {each['seconds']:.2f} s, {each['per_second']:,.0f}/s; at that rate "
            f"a million takes {1e6 / each['per_second']:.1f} s (goal: 5 s; not measured with a million)."
        )
    return found


def table(cases: list[Case]) -> Table:
    """Make the table that is printed."""
    made = Table(title="beside a constant of the same size, answered by the same server in the same run")
    for place, heading in enumerate(HEADINGS):
        made.add_column(heading, justify="right" if place else "left")
    told = lines(cases)
    for place, each in enumerate(told):
        made.add_row(*each, end_section=place + 1 == len(told) or told[place + 1][0] != each[0])
    if said := sentences(cases):
        made.caption = "\n".join(said)
    return made


def plain(cases: list[Case], layers: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    """Give everything as JSON can hold it."""
    return {
        "about": about | {"machine": machine(), "python": platform.python_version()},
        "cases": [
            {
                "name": case.name,
                "rounds": [
                    {"server": kind, "connections": number, "pairs": [asdict(pair) for pair in pairs]}
                    for (kind, number), pairs in case.rounds.items()
                ],
            }
            for case in cases
        ],
        "layers": layers,
    }


def page(cases: list[Case], layers: dict[str, Any], about: dict[str, Any]) -> str:
    """Write the page of the documentation."""
    rule = tuple("--:" if place else "---" for place in range(len(HEADINGS)))
    text = "\n".join(f"| {' | '.join(row)} |" for row in (HEADINGS, rule, *lines(cases)))
    said = "\n".join(f"- {each}" for each in [*sentences(cases), *layer_lines(layers)])
    scale = "" if about["scale"] == "small" else f"SCALE={about['scale']} "
    return f"""# Performance

Written by `{scale}make bench BENCH=--write`; run it to see what your machine does (`--help` says what there is; \
sizes: {", ".join(SCALES)}). {machine()}, Python {platform.python_version()}; {about["members"]:,} members, \
{about["posts"]:,} posts, made in {about["made"]:.0f} s; {about["rounds"]} rounds of {about["seconds"]} s that take \
turns, medians. The server runs on one core, the load generator on another.

A rate by itself says more about the machine than about the program. So each line stands beside a constant of the \
same size that the same server answers in the same run; `of constant` is what is left of that rate. CPU is the run \
time of the server's whole process tree for each request. `caches off` is the same server with `MINIFB_CACHE=off`: \
every read asks the databases for everything, every token is verified anew. `times textbook` is beside a small server \
doing the same reads over the same files with what a tutorial would use (`tests/bench/twin.py`); the goal is 3 for any \
hot read. `feed, ranked` asks again for what its reader has seen before, as it is now; `first time` is asked by \
members who asked for nothing since the server started. First start of the filled server: {about["start"]:.2f} s.

{text}

{said}

{UNMEASURED}
"""
