"""The web app's own rules: vendored files are what we say, every word is there, nothing is unlinkable."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from minifb.web.link import Unlinkable, link
from minifb.web.pages import FIRST, HUMAN
from minifb.web.static import FOLDER, LANGUAGES, Assets
from tests.house.sources import ROOT

MODULES = sorted(path for part in ("lib", "kit", "member") for path in (FOLDER / part).rglob("*.js"))
CALL = re.compile(r'call\("((?:GET|POST|PUT|PATCH|DELETE) [^"]+)"')
IMPORT = re.compile(r"""(?:^import .*from |\bimport\()"(\.[^"]+)\"""", re.MULTILINE)
SAYS = re.compile(r"""\bt\(\s*["']([\w.]+)["']""")
LINES_MAX = 200


def test_the_app_links() -> None:
    """Every module keeps the rules of the linker, and nothing is left over that a browser could not find."""
    assets = Assets()
    assert "main.js" in assets.modules
    for name, text in assets.modules.items():
        for target in re.findall(r'(?:from|import\()\s*"(\./[^"]+)"', text):
            assert target.removeprefix("./") in assets.modules, f"{name} wants {target}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("export default 1;\n", "export default"),
        ("export let x = 1;\n", "export let"),
        ("await go();\n", "await"),
        ('import x from "./x.js";\n', "import"),
        ('export const a = () => html`<${"x"} />`;\n', "<${"),
    ],
)
def test_a_breach_is_named(text: str, told: str) -> None:
    """Who writes what cannot be linked is told which line of which file."""
    with pytest.raises(Unlinkable, match=re.escape(f"member/main.js:1: {told}")):
        link("member/main.js", lambda _: text)


def test_a_circle_is_named() -> None:
    """Modules that need each other are refused, with the way round."""
    texts = {"member/a.js": 'import { b } from "./b.js";\n', "member/b.js": 'import { a } from "./a.js";\n'}
    with pytest.raises(Unlinkable, match=r"member/a\.js → member/b\.js → member/a\.js"):
        link("member/a.js", texts.__getitem__)


def test_a_dialog_of_a_page_leaves_the_page_where_it_is() -> None:
    """What a page shares with its own dialogs comes with the page, not with the app; what pages share, by itself."""
    dialogs = [f"member/dialog{number}.js" for number in range(9)]
    opening = "".join(f'import("./dialog{number}.js");\n' for number in range(9))
    texts = {
        "member/main.js": 'import("./page.js");\nimport("./other.js");\n',
        "member/page.js": f'import {{ a }} from "./store.js";\nimport {{ b }} from "./shared.js";\n{opening}',
        "member/other.js": 'import { b } from "./shared.js";\n',
        "member/store.js": 'export const a = "held";\n',
        "member/shared.js": 'export const b = "both";\n',
        **dict.fromkeys(dialogs, 'import { a } from "./store.js";\n'),
    }
    files = link("member/main.js", texts.__getitem__)
    assert [name for name, text in files.items() if '"held"' in text] == ["page.js"]
    assert [name for name, text in files.items() if '"both"' in text] == ["with-shared.js"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_module_is_small(path: Path) -> None:
    """A module has one purpose and fits on a few screens."""
    assert len(path.read_text("utf-8").splitlines()) <= LINES_MAX


LAYERS = {"lib": {"lib", "vendor"}, "kit": {"kit", "lib", "vendor"}, "member": {"member", "kit", "lib", "vendor"}}
"""Of which folders a module may take something."""


def test_nothing_looks_up() -> None:
    """What every page is made of knows no page, and what works without a page knows nothing that is shown."""
    breaches = []
    for path in MODULES:
        layer = path.relative_to(FOLDER).parts[0]
        for target in IMPORT.findall(path.read_text("utf-8")):
            taken = (path.parent / target).resolve().relative_to(FOLDER.resolve()).parts[0]
            if taken not in LAYERS[layer]:
                breaches.append(f"{path.relative_to(FOLDER)} takes {target}")
    assert not breaches


def test_routes_exist() -> None:
    """The app calls only what the API has."""
    document = json.loads((ROOT / "docs" / "generated" / "openapi.json").read_text("utf-8"))
    known = {f"{method.upper()} {path}" for path, operations in document["paths"].items() for method in operations}
    asked = {route: path.name for path in MODULES for route in CALL.findall(path.read_text("utf-8"))}
    assert asked
    assert not {route: where for route, where in asked.items() if route not in known}


def member(name: str) -> str:
    """Read a module of the member app."""
    return (FOLDER / "member" / name).read_text("utf-8")


def test_the_server_knows_every_page() -> None:
    """An address that is a page of the app is answered by the server, and the other way round."""
    shown = {
        re.sub(r":(\w+)", r"{\1:str}", path)
        for path in re.findall(r'^  \["([^"]+)", ', member("routes.js"), re.MULTILINE)
    }
    assert shown == {*HUMAN, "/@{handle:str}", "/@{handle:str}/{tab:str}"}


def test_what_is_asked_first_is_fetched_ahead() -> None:
    """What the page and the worker fetch ahead is what the app asks then, to the letter."""
    size = re.search(r"^const SIZE = (\d+);$", member("feed/feed.js"), re.MULTILINE)
    row = re.search(
        r'call\("GET /notifications", \{ query: \{ unread, cursor, limit: (\d+) \}', member("notify/store.js")
    )
    assert size
    assert row
    assert ("/users/profile", f"/posts/feed?limit={size[1]}") == FIRST
    assert f'"/notifications?unread=false&limit={row[1]}"' in (FOLDER / "sw.js").read_text("utf-8")


def texts(language: str) -> dict[str, object]:
    """Give the words of a language."""
    return dict(Assets().texts(language))


def used() -> Iterator[tuple[str, str]]:
    """Give every key that is named in full, with its file."""
    for path in MODULES:
        for key in SAYS.findall(path.read_text("utf-8")):
            yield key, path.name


def test_every_word_is_there() -> None:
    """No key is shown to a member instead of words."""
    english = texts("en")
    assert not {key: where for key, where in used() if key not in english}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_languages_are_complete(language: str) -> None:
    """Every language says everything, and fills in the same things."""
    english, other = texts("en"), texts(language)
    assert set(english) == set(other)
    blank = re.compile(r"\{(\w+)\}")
    for key, text in english.items():
        wanted = set(blank.findall(json.dumps(text)))
        assert set(blank.findall(json.dumps(other[key]))) == wanted, key


def test_vendored_files_are_what_we_say() -> None:
    """What comes from elsewhere is the version that its licence and recipe are kept for."""
    versions = tomllib.loads((FOLDER / "vendor" / "VERSIONS.toml").read_text("utf-8"))
    for name, said in versions.items():
        if "sha256" in said:
            content = (FOLDER / "vendor" / name).read_bytes()
            assert hashlib.sha256(content).hexdigest() == said["sha256"], name


def test_colours_can_be_read() -> None:
    """Text on every surface has the contrast of WCAG 2.2 AA, in both themes."""
    css = (FOLDER / "css" / "00-tokens.css").read_text("utf-8")
    pairs = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", css))
    for text in ("text", "text-2", "text-3", "accent", "danger", "ok", "warn"):
        for surface in ("bg", "surface", "surface-2"):
            for theme in (0, 1):
                front, back = (pairs[name].split(", ")[theme] for name in (text, surface))
                assert contrast(front, back) >= 4.5, (text, surface, ("light", "dark")[theme])
    for fill in ("accent-fill", "danger-fill"):
        for colour in pairs[fill].split(", "):
            assert contrast("#ffffff", colour) >= 4.5, fill


def contrast(one: str, other: str) -> float:
    """Compute the contrast of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Compute how bright a colour is."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
