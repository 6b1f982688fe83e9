"""Make the emoji picker's data from emojibase-data (MIT): names and words to find them by, one file for each language.

Run it as `python packaging/emoji.py node_modules/emojibase-data`.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).parent.parent / "minifb" / "web" / "assets"
GROUPS = {0: "smileys", 1: "people", 3: "nature", 4: "food", 5: "travel", 6: "activities", 7: "objects", 8: "symbols"}
GROUPS |= {9: "flags"}
NEWEST = 15
"""The newest emoji version whose glyphs are on most devices."""
WORDS = {"en": 99, "de": 3}
"""Most words beside the name, so that a file stays below 25 kB with Brotli."""
SEXES = ("-2640-FE0F", "-2642-FE0F")


def line(emoji: dict[str, Any], most: int) -> str:
    """Write one: the sign, its name, and after a bar what else it is found by."""
    name = re.sub(r"^(flag|Flagge): ", "", emoji["label"])
    seen, more = re.findall(r"\w+", name.lower()), []
    for word in " ".join(emoji.get("tags", [])).lower().split():
        if len(word) >= 3 and not any(word.startswith(one[:4]) or one.startswith(word) for one in seen):
            seen.append(word)
            more.append(word)
    return f"{emoji['emoji']} {'|'.join(filter(None, [name, ' '.join(more[:most])]))}"


def made(data: list[dict[str, Any]], most: int) -> dict[str, list[str]]:
    """Write all, by group, in the order people know."""
    groups: dict[str, list[str]] = {name: [] for name in GROUPS.values()}
    for emoji in sorted(data, key=lambda one: one.get("order", 0)):
        if emoji.get("group") in GROUPS and emoji["version"] <= NEWEST and not emoji["hexcode"].endswith(SEXES):
            groups[GROUPS[emoji["group"]]].append(line(emoji, most))
    return groups


if __name__ == "__main__":
    for language, most in WORDS.items():
        data = json.loads((Path(sys.argv[1]) / language / "data.json").read_text())
        text = json.dumps(made(data, most), ensure_ascii=False, separators=(",", ":"))
        (ASSETS / f"emoji.{language}.json").write_text(text + "\n")
