"""The files of the web app: read once, joined where joining makes them quicker, compressed once, kept by a browser.

Their address begins with `/s/<build>/`, where the build is a digest of all of them: a changed file has another address,
so what a browser has it may keep for good (RFC 8246).
"""

import gzip
import hashlib
import json
import re
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import brotli
import msgspec

from minifb.web.link import link

FOLDER = Path(str(files("minifb.web"))) / "assets"
CHECKOUT = (FOLDER.parents[2] / "pyproject.toml").exists()
LANGUAGES = ("en", "de")
PSEUDO = "xx"
"""A language for tests: English with accents and a third longer, so that clipped and forgotten words show."""
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".md": "text/plain; charset=utf-8",
}
_ACCENTS = str.maketrans("aeiounscyAEIOUNSCY", "áéíóúñšçýÁÉÍÓÚÑŠÇÝ")
_FORMS = re.compile(r"(\{\w+\})")
_SVG = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_WORDS = re.compile(r"locales/(\w+)\.(first|more)\.json")
_FEATURE = re.compile(r"""["`](\w+)\.[\w$]""")
_NOTES = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_SIGNS = re.compile(r" ?([{};,>]) ?|(?<=:) (?=[^{}]*[;}])")
"""Blanks beside signs, and after the name of a property."""
_SMALL = 512
"""Below this many bytes compressing costs more than it saves."""


class File(msgspec.Struct, frozen=True):
    """A file as it is sent."""

    type: str
    content: bytes
    encodings: dict[str, bytes]
    """What was compressed, by the name of how; filled when first asked for."""

    def sent(self, accepted: str) -> tuple[bytes, str]:
        """Choose the smallest form that a browser takes; gives it and the name of how it is compressed."""
        if len(self.content) < _SMALL or self.type == "image/png":
            return self.content, ""
        how = "br" if re.search(r"\bbr\b", accepted) else "gzip" if "gzip" in accepted else ""
        if how and how not in self.encodings:
            press = brotli.compress if how == "br" else gzip.compress
            self.encodings[how] = press(self.content)
        return (self.encodings[how], how) if how else (self.content, "")


@cache
def assets(*, linked: bool) -> "Assets":
    """Give the files of the app; a process looks at them once."""
    return Assets(linked=linked)


class Assets:
    """All files of one build."""

    def __init__(self, folder: Path = FOLDER, *, linked: bool = True) -> None:
        """Look at what there is; `linked` says whether modules are joined or served as they are."""
        self.folder, self.linked = folder, linked
        self.paths = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.suffix in TYPES and path.name != "sw.js"
        }
        self._stamps = self._stamped() if CHECKOUT else []
        self._made: dict[str, File] = {}

    def fresh(self) -> "Assets":
        """Give these files, or in a checkout, where they may change under a running server, those there are now."""
        return self if not CHECKOUT or self._stamped() == self._stamps else Assets(self.folder, linked=self.linked)

    def _stamped(self) -> list[int]:
        return [path.stat().st_mtime_ns for path in (self.folder, *self.folder.rglob("*")) if path.exists()]

    @cached_property
    def build(self) -> str:
        """The digest of all files, and of whether they are linked."""
        found = hashlib.sha256(b"linked" if self.linked else b"raw")
        for name, path in self.paths.items():
            found.update(name.encode() + path.read_bytes())
        found.update((self.folder / "sw.js").read_bytes())
        return found.hexdigest()[:12]

    @cached_property
    def base(self) -> str:
        """What addresses begin with."""
        return f"/s/{self.build}/"

    @cached_property
    def modules(self) -> dict[str, str]:
        """The joined modules by name."""
        return link("member/main.js", lambda path: self.paths[path].read_text("utf-8"))

    @property
    def entry(self) -> str:
        """The module a page starts with."""
        return "linked/main.js" if self.linked else "member/main.js"

    def find(self, name: str) -> File | None:
        """Give a file, or None where there is none."""
        if name not in self._made:
            content = self._content(name)
            if content is None:
                return None
            self._made[name] = File(TYPES[Path(name).suffix], content, {})
        return self._made[name]

    def worker(self, **told: str) -> bytes:
        """Give the service worker, filled with the build it is of and with what else it is to be told."""
        script = (self.folder / "sw.js").read_text("utf-8")
        for name, value in {"build": self.build, **told}.items():
            script = script.replace(f"__{name.upper()}__", value)
        return script.encode()

    def _content(self, name: str) -> bytes | None:
        if name == "app.css":
            return _pressed("".join(p.read_text("utf-8") for one, p in self.paths.items() if one.startswith("css/")))
        if name == "icons.svg":
            return self._sprite()
        if name == "files.json":
            return json.dumps(self._offline()).encode()
        if (asked := _WORDS.fullmatch(name)) and asked[1] in {*LANGUAGES, PSEUDO}:
            return json.dumps(self.texts(asked[1], asked[2]), ensure_ascii=False).encode()
        if self.linked and name.startswith("linked/") and name[7:] in self.modules:
            return self.modules[name[7:]].encode()
        return self.paths[name].read_bytes() if name in self.paths else None

    def texts(self, language: str, part: str | None = None) -> dict[str, str | dict[str, str]]:
        """Join the words of a language: all, those the app starts with (`first`), or the others (`more`)."""
        wanted = "en" if language == PSEUDO else language
        found: dict[str, str | dict[str, str]] = {}
        for name, path in self.paths.items():
            belongs = part in {None, "first" if path.stem in self.first_words else "more"}
            if name.startswith(f"locales/{wanted}/") and belongs:
                found |= json.loads(path.read_bytes())
        return {key: _longer(text) for key, text in found.items()} if language == PSEUDO else found

    @cached_property
    def first_words(self) -> set[str]:
        """The features whose words the app needs to start: those that its first file speaks of."""
        return {*_FEATURE.findall(self.modules["main.js"]), "common"}

    def _sprite(self) -> bytes:
        """Join the icons into one file of symbols."""
        symbols = []
        for name, path in self.paths.items():
            folder, _, stem = name.removesuffix(".svg").rpartition("/")
            if folder in {"vendor/lucide", "icons/reactions"} and (inside := _SVG.search(path.read_text("utf-8"))):
                prefix = "reaction-" if folder == "icons/reactions" else ""
                drawn = " ".join(inside[1].split())
                symbols.append(f'<symbol id="{prefix}{stem}" viewBox="0 0 24 24">{drawn}</symbol>')
        return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'.encode()

    def _offline(self) -> list[str]:
        """List the addresses that a browser needs to start without a line."""
        scripts = [f"linked/{name}" for name in self.modules] if self.linked else self._scripts()
        shown = [name for name in self.paths if name.startswith("icons/") and name.count("/") == 1]
        words = [f"locales/{language}.{part}.json" for language in LANGUAGES for part in ("first", "more")]
        return [self.base + name for name in ("app.css", "icons.svg", "vendor/preact.js", *words, *scripts, *shown)]

    def _scripts(self) -> list[str]:
        return [name for name in self.paths if name.endswith(".js") and name.split("/")[0] in {"lib", "kit", "member"}]


def _longer(text: str | dict[str, str]) -> str | dict[str, str]:
    """Write a text in the language for tests."""
    if isinstance(text, dict):
        return {form: str(_longer(one)) for form, one in text.items()}
    parts = [part if part.startswith("{") else part.translate(_ACCENTS) for part in _FORMS.split(text)]
    return "".join(parts) + "~" * (len(text) // 3)


def _pressed(css: str) -> bytes:
    """Leave out of styles what only people read."""
    return _SIGNS.sub(r"\1", _BLANKS.sub(" ", _NOTES.sub("", css))).encode()
