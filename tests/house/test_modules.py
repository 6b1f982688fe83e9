"""Every module looks the same, and what the manifests say fits together."""

import inspect
from pathlib import Path

import msgspec
import pytest

from minifb.catalogue import build
from minifb.kernel.module import Module
from minifb.kernel.settings import ModuleSettings, keys
from minifb.registry import MODULES
from tests.house.sources import MODULES as FOLDER

CATALOGUE = build(MODULES)
EIGHT = ("module", "public", "api", "consumers", "service", "rules", "store", "tables")
PLANNED = {"__init__.py", "public.py", "module.py"}


def names(module: Module) -> set[str]:
    """Give what a module's folder holds: files, and folders that took a file's place."""
    folder = FOLDER / module.name
    return {path.name for path in folder.iterdir() if path.name != "__pycache__" and _holds(path)}


def _holds(path: Path) -> bool:
    return path.is_file() or any(path.rglob("*.py"))


@pytest.mark.parametrize("module", CATALOGUE.built, ids=lambda module: module.name)
def test_a_built_module_has_its_eight_files_and_no_other(module: Module) -> None:
    """Who knows one module knows where everything in the others is."""
    allowed = {"__init__.py", "migrations", "backends", "workers", *EIGHT, *(f"{name}.py" for name in EIGHT)}
    assert names(module) <= allowed
    assert not [name for name in EIGHT if f"{name}.py" not in names(module) and name not in names(module)]


def test_the_folders_are_the_registry() -> None:
    """Every module's folder is registered, under its own name."""
    assert {path.name for path in FOLDER.iterdir() if (path / "module.py").exists()} == {
        module.name for module in MODULES
    }


def test_everything_fits_together() -> None:
    """What is consumed is published by somebody, what is asked is answered by somebody."""
    assert CATALOGUE.gaps == ()


def test_every_event_says_what_happened() -> None:
    """Each event has a sentence, a wire name in words, and subject fields it really has."""
    for fact in CATALOGUE.facts:
        fields = {field.name for field in msgspec.structs.fields(fact.event)}
        assert inspect.getdoc(fact.event), fact.key
        assert set(fact.event.SUBJECT) <= fields, fact.key
        assert "revision" in fields, fact.key


def test_no_event_carries_a_secret() -> None:
    """Nothing in an event lets anybody in (I11)."""
    words = ("password", "secret", "token", "code", "email", "address", "hash")
    found = [
        f"{fact.key}.{field.name}"
        for fact in CATALOGUE.facts
        for field in msgspec.structs.fields(fact.event)
        if any(word in field.name for word in words)
    ]
    assert not found


def test_every_setting_is_explained() -> None:
    """Each setting has a sentence and a default, and none of a module's hides one that all modules have."""
    shared = {field.name for field in msgspec.structs.fields(ModuleSettings)}
    for key in keys(CATALOGUE.settings()):
        assert key.description.endswith("."), key.name
    for module in MODULES:
        own = {field.name for field in msgspec.structs.fields(module.settings)} if module.settings else set()
        assert not own & shared


def test_every_refusal_has_words_for_people() -> None:
    """What a client reads is a sentence, and a code of its own always comes with the same status."""
    statuses: dict[str, int] = {}
    for refusal in CATALOGUE.refusals():
        text = " ".join((refusal.__doc__ or "").split("\n\n")[0].split())
        assert text.endswith("."), refusal.__name__
        assert statuses.setdefault(refusal.code, refusal.status) == refusal.status, refusal.code


def test_every_question_is_for_many_at_once() -> None:
    """Questions take lists and give dicts, or take nothing about one thing, so that nobody asks per item."""
    for answers in CATALOGUE.answers:
        for question in answers.questions:
            assert question.text, question.name


@pytest.mark.parametrize("module", CATALOGUE.built, ids=lambda module: module.name)
def test_no_use_case_hides_another(module: Module) -> None:
    """A service that is put together of several classes means one thing by each name."""
    assert module.service is not None
    homes: dict[str, str] = {}
    for cls in module.service.__mro__[:-1]:
        for name in vars(cls):
            if not name.startswith("__"):
                assert homes.setdefault(name, cls.__name__) == cls.__name__, name


def test_ports_do_not_collide() -> None:
    """Each module has a port of its own for when it runs apart."""
    ports = [module.port for module in MODULES]
    assert len(set(ports)) == len(ports)
