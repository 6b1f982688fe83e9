"""The search table: what each kind of question costs, beside the bare index."""

import statistics
from dataclasses import asdict
from typing import Any

from rich.table import Table

from tests.bench.measure import median
from tests.bench.search.raw import Times
from tests.bench.search.run import CONNECTIONS, Question, Sought, middle_and_worst

HEADINGS = (
    "question",
    "p50 ms",
    "p99 ms",
    "handler p50 ms",
    "p99 ms",
    "index, as asked: p50 ms",
    "p99 ms",
    "bare: p50 ms",
    "p99 ms",
    f"req/s, {CONNECTIONS[1]} conns",
    "of constant",
    "CPU µs",
    "kB",
)


def line(question: Question) -> tuple[str, ...]:
    """Write one line of the table."""
    one, many = (question.case.pairs("", number) for number in CONNECTIONS)
    floor = median(one, "p50_us", "constant")
    refused = median(one, "refused")
    name = question.case.name
    return (
        f"{name} ({refused:.0%} refused)" if refused > 0.001 else name,
        _ms(median(one, "p50_us")),
        _ms(median(one, "p99_us")),
        _ms(median(one, "p50_us") - floor),
        _ms(median(one, "p99_us") - floor),
        *_times(question.filtered),
        *_times(question.bare),
        f"{median(many, 'rate'):,.0f}",
        f"{statistics.median(pair.case.rate / max(pair.constant.rate, 1e-9) for pair in many):.2f}",
        f"{median(one, 'cpu_us'):,.0f}",
        f"{median(one, 'bytes_each') / 1e3:.1f}",
    )


def _ms(us: float) -> str:
    return f"{us / 1e3:.2f}"


def _times(rounds: list[Times]) -> tuple[str, str]:
    if not rounds:
        return "", ""
    p50, p99 = (statistics.median(each[place] for each in rounds) for place in (0, 1))
    return _ms(p50), _ms(p99)


def sentences(sought: Sought) -> list[str]:
    """Say what stands in no column."""
    p50, worst = middle_and_worst(sought.after_ms)
    made = (
        f"The index of {sought.documents:,} documents is made in {sought.index_seconds:.0f} s, "
        f"{sought.index_rate:,.0f}/s from rows to index, everything read, cut and filtered on the way; Tantivy alone, "
        f"with texts that are in memory and nothing to filter by, takes {sought.bare_rate:,.0f}/s."
    )
    found = (
        f"A new post is found {p50:,.0f} ms after it was answered, at most {worst:,.0f} ms "
        f"(of {len(sought.after_ms)}; goal 1,000 ms)."
    )
    return [made, found]


def table(sought: Sought) -> Table:
    """Make the table that is printed."""
    made = Table(
        title=f"search over {sought.posts:,} posts of {sought.members:,} members, one question after the other"
    )
    for place, heading in enumerate(HEADINGS):
        made.add_column(heading, justify="right" if place else "left")
    for question in sought.questions:
        made.add_row(*line(question))
    made.caption = "\n".join(sentences(sought))
    return made


def plain(sought: Sought) -> dict[str, Any]:
    """Give everything as JSON can hold it."""
    told = {name: value for name, value in vars(sought).items() if name != "questions"}
    questions = [
        {
            "name": each.case.name,
            "rounds": [
                {"connections": number, "pairs": [asdict(pair) for pair in pairs]}
                for (_, number), pairs in each.case.rounds.items()
            ],
            "filtered_us": each.filtered,
            "bare_us": each.bare,
        }
        for each in sought.questions
    ]
    return told | {"questions": questions}


def page(sought: Sought) -> str:
    """Write the part of the documentation."""
    rule = tuple("--:" if place else "---" for place in range(len(HEADINGS)))
    text = "\n".join(f"| {' | '.join(row)} |" for row in (HEADINGS, rule, *map(line, sought.questions)))
    said = "\n".join(f"- {each}" for each in sentences(sought))
    return f"""## Search

{sought.posts:,} posts of {sought.members:,} members in a vocabulary of 60,000 words, most of them rare. One question \
after the other on one connection; the handler's time is what is left when the time of a constant of the same size is \
taken off: parsing, the index, posts' own check of every hit, drawing, highlights, facets. `As asked` is the same \
question put to the same index files in another process, with the filter that says who sees what, for the best 100; \
`bare` is Tantivy's own language with no filter, for the best 20.

{text}

{said}
"""
