"""The linker: joins the modules of a web app into one file, one per lazy page, and some for what pages share.

A browser that fetches sixty small files over HTTP/1.1 waits for most of them. Each module becomes a function that
gives what it exports, in the order of dependence, which needs no renaming and keeps stack traces readable. It holds for
modules that keep the rules below; a breach is an error that names the file and the line.
"""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

import msgspec

_IMPORT = re.compile(r'^import (?:\{ (?P<names>[^}]+) \}|\* as (?P<all>\w+)) from "(?P<path>\.[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async function\*?|function\*?|const|class) (\w+)", re.MULTILINE)
_LAZY = re.compile(r'import\("(\.[^"]+)"\)')
COMMON = 7
"""What so many lazy pages need comes with the app."""
_BREACH = re.compile(r"^(?:export (?:default|let|var|\{|\*)|await |import (?!\{ |\* as ))|<\$\{", re.MULTILINE)
_BLOCK = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_CAST = re.compile(r"/\*\* @type [^*]*\*/ ?")

Read = Callable[[str], str]
"""Gives the text of a module by its path below the assets."""


class Unlinkable(Exception):
    """A module breaks a rule of the linker."""


class Module(msgspec.Struct):
    """A module as it was read."""

    path: str
    body: str
    needs: tuple[str, ...]
    """The modules it imports, by path."""
    lazy: tuple[str, ...]
    exports: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name it has in a linked file."""
        return _name(self.path)


def link(entry: str, read: Read) -> dict[str, str]:
    """Join everything that `entry` reaches; gives file names and texts. Vendored files stay files of their own."""
    return _Linker(read).link(entry)


class _Linker:
    def __init__(self, read: Read) -> None:
        self.read = read
        self.modules: dict[str, Module] = {}

    def link(self, entry: str) -> dict[str, str]:
        """Give every module a home: a file at whose head stands only what whoever needs the module needs too.

        Then files depend on each other in one direction, as modules do.
        """
        first = self._reach(entry)
        reached = {root: set(self._reach(root)) - set(first) for root in self._roots(first)}
        homes = dict.fromkeys(first, "main")
        names: dict[frozenset[str], str] = {}
        files: dict[str, list[str]] = {"main": first}
        before = self._before(first, reached)
        for path in self._order(reached):
            needing = {root for root, found in reached.items() if path in found}
            pages = frozenset(root for root in needing if not before[root] & needing)
            home = "main" if len(pages) >= COMMON else names.setdefault(pages, self._called(path, pages))
            homes[path] = home
            files.setdefault(home, []).append(path)
        return {f"{name}.js": self._write(paths, homes) for name, paths in files.items()}

    def _before(self, first: list[str], reached: dict[str, set[str]]) -> dict[str, set[str]]:
        """Tell which pages are there already whenever a page is opened: a dialog of one page can count on that page.

        They are what graphs call dominators: all ways from the app to it lead through them.
        """
        opened = {root for path in first for root in self._module(path).lazy}
        by = {
            root: [page for page, found in reached.items() if any(root in self._module(one).lazy for one in found)]
            for root in reached
        }
        before = {root: set[str]() if root in opened else set(reached) - {root} for root in reached}
        while True:
            now = {
                root: before[root] and set.intersection(*({page} | before[page] for page in by[root])) - {root}
                for root in reached
            }
            if now == before:
                return before
            before = now

    @staticmethod
    def _called(path: str, pages: frozenset[str]) -> str:
        """Name a file after the page it is, or after the first of what several pages share."""
        return _file(next(iter(pages))) if len(pages) == 1 else f"with-{_file(path)}"

    def _reach(self, root: str) -> list[str]:
        """List what a module needs at once, in the order of dependence, itself last."""
        done: list[str] = []
        self._visit(root, done, ())
        return done

    def _visit(self, path: str, done: list[str], above: tuple[str, ...]) -> None:
        if path in above:
            raise Unlinkable(f"{path} needs itself: {' → '.join([*above[above.index(path) :], path])}")
        if path in done or path.startswith("vendor/"):
            return
        for needed in self._module(path).needs:
            self._visit(needed, done, (*above, path))
        done.append(path)

    def _order(self, reached: dict[str, set[str]]) -> list[str]:
        """List what lazy pages reach, in an order of dependence that fits them all."""
        order: list[str] = []
        for root in reached:
            self._visit(root, order, ())
        return [path for path in order if any(path in found for found in reached.values())]

    def _roots(self, first: list[str]) -> list[str]:
        """List the lazily fetched modules, also those that only lazy ones fetch."""
        roots: list[str] = []
        waiting = list(first)
        while waiting:
            for root in self._module(waiting.pop(0)).lazy:
                if root not in roots and root not in first:
                    roots.append(root)
                    waiting += self._reach(root)
        return roots

    def _module(self, path: str) -> Module:
        if path not in self.modules:
            self.modules[path] = _parsed(path, self.read(path))
        return self.modules[path]

    def _write(self, paths: list[str], homes: dict[str, str]) -> str:
        modules = [self.modules[path] for path in paths]
        elsewhere: dict[str, set[str]] = {}
        for needed in {path for module in modules for path in module.needs} - set(paths):
            if needed.startswith("vendor/"):
                elsewhere.setdefault(needed, set())
            else:
                elsewhere.setdefault(homes[needed], set()).add(self.modules[needed].name)
        lines = [
            f'import * as {_name(file)} from "../{file}";'
            if file.startswith("vendor/")
            else f'import {{ {", ".join(sorted(names))} }} from "./{file}.js";'
            for file, names in sorted(elsewhere.items())
        ]
        lines += [self._wrapped(module, homes) for module in modules]
        return "\n".join([*lines, f"export {{ {', '.join(module.name for module in modules)} }};", ""])

    def _wrapped(self, module: Module, homes: dict[str, str]) -> str:
        """Write a module as a function that is called at once and gives its exports."""

        def lazily(found: re.Match[str]) -> str:
            target = self.modules[_beside(module.path, found[1])]
            home = homes[target.path]
            if home == homes[module.path]:
                return f"Promise.resolve({target.name})"
            return f'import("./{home}.js").then((it) => it.{target.name})'

        body = _LAZY.sub(lazily, module.body)
        return f"const {module.name} = (() => {{\n{body}return {{ {', '.join(module.exports)} }};\n}})();"


def _parsed(path: str, text: str) -> Module:
    """Read a module and hold it to the rules."""
    if breach := _BREACH.search(text):
        line = text.count("\n", 0, breach.start()) + 1
        raise Unlinkable(f"{path}:{line}: {breach[0].strip()} cannot be linked: see docs/adr/0025")
    needs = []
    statements = []
    for found in _IMPORT.finditer(text):
        needed = _beside(path, found["path"])
        needs.append(needed)
        taken = found["all"] or "{ " + found["names"].replace(" as ", ": ") + " }"
        statements.append(f"const {taken} = {_name(needed)};\n")
    plain = _CAST.sub("", _LINE.sub("", _BLOCK.sub("", _IMPORT.sub("", text))))
    body = "".join(statements) + re.sub(r"^export ", "", plain.lstrip("\n"), flags=re.MULTILINE)
    lazy = tuple(_beside(path, found) for found in _LAZY.findall(body))
    return Module(path, re.sub(r"\n{2,}", "\n", body), tuple(needs), lazy, tuple(_EXPORT.findall(text)))


def _beside(path: str, relative: str) -> str:
    """Resolve an import of the module at `path`."""
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / relative).parts:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            raise Unlinkable(f"{path} imports {relative}, which lies outside")
    return "/".join(parts)


def _file(path: str) -> str:
    """Name the linked file of a lazy page: member/post/page.js is post-page."""
    return "-".join(PurePosixPath(path).with_suffix("").parts[1:])


def _name(path: str) -> str:
    """Name a module in a linked file; a vendored one is a file of its own."""
    return "m_" + re.sub(r"\W", "_", path.removesuffix(".js").removeprefix("vendor/"))
