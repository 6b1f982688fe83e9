"""What pictures cost, in sentences."""

import statistics
from dataclasses import asdict
from typing import Any

from tests.bench.media.run import AT_ONCE, Pictured


def sentences(found: Pictured) -> list[str]:
    """Say what was measured."""
    ours, manual = (statistics.median(times) * 1e3 for times in (found.ours, found.manual))
    upload = statistics.median(found.uploads) * 1e3
    sizes = (
        f"A photo of 12 megapixels and {found.bytes_each / 1e6:.1f} MB in four sizes and two squares, each as WebP and "
        f"JPEG: {ours:,.0f} ms, {found.ratio():.2f} of the {manual:,.0f} ms that the way of a manual takes, each size "
        "from the whole picture (goal 0.45)."
    )
    ready = statistics.median(found.worked)
    feed = (
        f"While {AT_ONCE} members upload photos one after the other, of which {ready:.1f} become ready a second, the "
        f"feed keeps {found.kept():.2f} of its rate (goal 0.90)."
    )
    return [sizes, f"Its upload, until it is ready to be shown: {upload:,.0f} ms.", feed]


def plain(found: Pictured) -> dict[str, Any]:
    """Give everything as JSON can hold it."""
    return asdict(found)


def page(found: Pictured) -> str:
    """Write the part of the documentation."""
    said = "\n".join(f"- {each}" for each in sentences(found))
    return f"""## Pictures

{said}
"""
