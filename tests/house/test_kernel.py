"""The kernel is a closed list: a file enters with three users, one purpose its name says, and a line here."""

import ast
from pathlib import Path

from minifb.registry import MODULES
from tests.house.sources import KERNEL, Function, code_lines

FILES = {
    "",
    "clock crypto hooks ids jobs module refusals settings texts",
    "data: copies engine erasing migrate once people postgres sql tables tx usecase",
    "data/sqlite: commits database tx",
    "data/migrations: m0001_kernel",
    "events: event outbox replay",
    "events/bus: local",
    "events/consumers: consumer cursor deferred delivery handling",
    "http: application body connection credentials cursors edge etag guard headers limits live once openapi outbound",
    "http: policy problems revocations serve shapes site tickets tokens",
    "ops: audit failures health log metrics tracing",
    "questions: local question remote serve",
}
LINES_MAX = 6_360
# Words that are also names of modules, each with its reason; an entry that is no longer needed fails.
NAMED = {"http/edge.py: auth"}  # requests to sign in are shed last, by their path


def listed() -> set[str]:
    """Give the list as paths below the kernel."""
    found = set()
    for line in FILES - {""}:
        folder, _, names = line.rpartition(": ") if ": " in line else ("", "", line)
        found |= {f"{folder}/{name}.py".lstrip("/") for name in names.split()}
    return found


def test_the_kernel_holds_the_files_of_the_list_and_no_other() -> None:
    """Nothing slips into the kernel, and nothing stays on the list that is gone."""
    real = {str(path.relative_to(KERNEL)) for path in KERNEL.rglob("*.py") if path.name != "__init__.py"}
    assert real == listed()


def test_the_kernel_stays_small() -> None:
    """The kernel can be read in a day: its code without blank lines, comments and docstrings."""
    assert sum(code_lines(path) for path in KERNEL.rglob("*.py")) <= LINES_MAX


def test_the_kernel_names_no_module() -> None:
    """No module appears in the kernel's imports or strings, so that all of them are equal before it."""
    names = {module.name for module in MODULES}
    found = {f"{path.relative_to(KERNEL)}: {word}" for path in KERNEL.rglob("*.py") for word in _words(path) & names}
    assert found == NAMED


def _words(path: Path) -> set[str]:
    """Collect string constants, docstrings aside, and what is imported from minifb.modules."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    documented = [node for node in nodes if isinstance(node, ast.Module | ast.ClassDef | Function)]
    words = {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
    words -= {str(ast.get_docstring(node, clean=False)) for node in documented}
    imported = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return words.union(*(name.split(".") for name in imported if name.startswith("minifb.modules")))
