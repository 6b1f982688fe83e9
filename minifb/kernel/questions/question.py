"""What a Protocol of questions says: names, arguments, answers. Both bindings and the documentation read it."""

import inspect
import typing
from typing import Any

import msgspec

DEADLINE = 5.0
"""Seconds a question may take."""


class Question(msgspec.Struct, frozen=True):
    """One method of a Protocol."""

    name: str
    arguments: type[msgspec.Struct]
    answer: Any
    text: str


def questions_of(protocol: type) -> dict[str, Question]:
    """Read a Protocol's methods; every one is async, typed and has a sentence."""
    found = {}
    for name, method in vars(protocol).items():
        if name.startswith("_") or not inspect.isfunction(method):
            continue
        if not inspect.iscoroutinefunction(method) or not method.__doc__:
            raise TypeError(f"{protocol.__name__}.{name} must be async and say what it tells")
        hints = typing.get_type_hints(method, include_extras=True)
        answer = hints.pop("return")
        parameters = list(inspect.signature(method).parameters.values())[1:]
        fields: list[tuple[str, Any] | tuple[str, Any, Any]] = [
            (each.name, hints[each.name]) if each.default is each.empty else (each.name, hints[each.name], each.default)
            for each in parameters
        ]
        arguments = msgspec.defstruct(f"{protocol.__name__}_{name}", fields, forbid_unknown_fields=True, frozen=True)
        found[name] = Question(name, arguments, answer, inspect.cleandoc(method.__doc__))
    return found
