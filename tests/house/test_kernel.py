"""The kernel is a closed list: a file enters with three users, one purpose its name says, and a line here."""

import ast
from pathlib import Path

from minifb.registry import MODULES
from tests.house.sources import KERNEL, ROOT, lines_of

FILES = {
    "",
    "clock crypto hooks ids jobs module refusals settings",
    "data: once sql tables tx usecase migrate postgres",
    "data/sqlite: database engine tx",
    "data/migrations: m0001_kernel",
    "events: event outbox replay",
    "events/bus: local",
    "events/consumers: consumer cursor deferred delivery handlers",
    "http: application body connection credentials cursors edge etag guard headers limits live once openapi",
    "http: policy problems revocations serve shapes site tokens",
    "ops: audit failures health log mail metrics tracing",
    "questions: local question remote serve",
}
LINES_MAX = 5_000


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
    """The kernel can be read in a day."""
    assert sum(lines_of(path) for path in KERNEL.rglob("*.py")) <= LINES_MAX


def test_the_kernel_names_no_module() -> None:
    """No module appears in the kernel's imports, strings or names, so that all of them are equal before it."""
    names = {module.name for module in MODULES}
    # words of English that happen to be names of modules, where they are plainly meant as such
    plain = {("auth", "edge.py"), ("messages", "hooks.py")}
    found = []
    for path in KERNEL.rglob("*.py"):
        for word in _words(path):
            if word in names and (word, path.name) not in plain:
                found.append(f"{path.relative_to(ROOT)}: {word}")
    assert not found


def _words(path: Path) -> set[str]:
    """Collect string constants (docstrings aside) and what is imported from minifb.modules."""
    tree = ast.parse(path.read_text())
    said = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))}  # fmt: skip
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    words -= said
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("minifb.modules"):
            words |= set((node.module or "").split("."))
    return words
