"""Sizes and names: what can be read at a glance."""

import re

import pytest

from tests.house.sources import PACKAGE, ROOT, body_lines, functions, lines_of, sources

FILE_MAX = 400
BODY_MAX = 60
PARAMETERS_MAX = 7
WORDS_MAX = 4
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "base", "lib", "core", "manager", "managers"}
BANNED_ENDINGS = ("Manager", "Helper", "Util", "Utils", "Impl", "Base")


def names_of(node_name: str) -> list[str]:
    """Take a name apart into its words."""
    return [word for word in re.split(r"_+|(?<=[a-z0-9])(?=[A-Z])", node_name) if word]


def test_a_file_is_read_in_one_sitting() -> None:
    """No file has more than 400 lines; one that grows becomes a folder with a file per noun."""
    assert not [f"{path.relative_to(ROOT)}: {n}" for path in sources() if (n := lines_of(path)) > FILE_MAX]


def test_a_function_fits_on_a_screen() -> None:
    """No function's body has more than 60 lines."""
    long = [
        f"{path.relative_to(ROOT)}:{function.name}: {size}"
        for path in sources()
        if "migrations" not in path.parts  # history is a list of columns
        for function in functions(path)
        if (size := body_lines(function)) > BODY_MAX
    ]
    assert not long


def test_a_function_takes_few_positional_parameters() -> None:
    """Nobody has to count the arguments of a call: five where possible, never more than seven by position."""
    wide = []
    for path in sources():
        for function in functions(path):
            arguments = [*function.args.posonlyargs, *function.args.args]
            names = [each.arg for each in arguments if each.arg not in {"self", "cls"}]
            if len(names) > PARAMETERS_MAX and not _routed(function):
                wide.append(f"{path.relative_to(ROOT)}:{function.name}")
    assert not wide


def _routed(function: object) -> bool:
    """Tell whether the framework hands in the parameters by name: then their number is the request's."""
    return bool(getattr(function, "decorator_list", [])) and any(
        getattr(getattr(each, "func", each), "id", "") in {"get", "post", "put", "delete", "patch"}
        for each in getattr(function, "decorator_list", [])
    )


@pytest.mark.parametrize("what", ["files", "functions"])
def test_names_say_what_a_thing_is(what: str) -> None:
    """Names have at most four words, and no file is a drawer."""
    if what == "files":
        assert not [str(path.relative_to(ROOT)) for path in sources() if path.stem in BANNED]
        return
    long = [
        f"{path.relative_to(ROOT)}:{function.name}"
        for path in sources()
        for function in functions(path)
        if len(names_of(function.name)) > WORDS_MAX or function.name.endswith(BANNED_ENDINGS)
    ]
    assert not long


def test_nothing_is_left_to_do() -> None:
    """The source carries no reminders: what is missing is an issue."""
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert not [str(path.relative_to(ROOT)) for path in sources(PACKAGE) if marks.search(path.read_text())]
