"""Statements: SQLAlchemy Core, compiled once for each dialect, run on the driver, hydrated into structs.

    POST = sql(select(posts.c.id, posts.c.text).where(posts.c.id == bindparam("id")), into=PostRow)
    tx.one(POST, id=post_id)

What the columns hold is the same on both engines: text, integers, floats, bytes and booleans. An instant is an
integer, an id is text compared bytewise, and anything else (a struct, a list, a dict) is JSON text.
"""

import types
import typing
from collections.abc import Callable, Iterable, Sequence
from itertools import starmap
from typing import Any, Generic, TypeVar, overload

import msgspec
from sqlalchemy import BigInteger, Boolean, Float, LargeBinary, String, Text, bindparam
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import ARRAY, asyncpg, insert
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import Executable

Row = TypeVar("Row")
Value = str | int | float | bytes | bool | list[Any] | None

Id = String(36).with_variant(String(36, collation="C"), "postgresql")
"""A column that holds an id; bytewise order on both engines, so that a cursor means the same."""
Time = BigInteger
"""A column that holds an instant."""
Json = Text
"""A column that holds a struct, list or dict as JSON text."""
Name = String
Number = BigInteger
Flag = Boolean
Real = Float
Blob = LargeBinary

DIALECTS: dict[str, Any] = {
    "sqlite": sqlite.dialect(paramstyle="qmark"),
    "postgresql": asyncpg.dialect(),  # type: ignore[no-untyped-call]
}

upsert = insert
"""`INSERT … ON CONFLICT`, compiled for both engines alike:

    note = upsert(cards).values(id=bindparam("id"), name=bindparam("name"), revision=bindparam("revision"))
    NOTE = sql(
        note.on_conflict_do_update(
            index_elements=["id"],
            set_={"name": note.excluded.name, "revision": note.excluded.revision},
            where=cards.c.revision < note.excluded.revision,
        )
    )
"""


class among(ColumnElement[bool]):  # noqa: N801 - reads as a word in a statement
    """`column IN (values)` with one bound list, so that the statement is compiled once whatever its length.

    The column stands alone on its side, so that both engines look the values up in its index.
    """

    # Of no SQL type on purpose: SQLite has no booleans, and `… IN (…) = 1` would not use the index.
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        """Match a column against the list bound under `name`."""
        self.column = column
        kind: Any = Text() if isinstance(column.type, String) else column.type
        self.bound = bindparam(name, type_=Text().with_variant(ARRAY(kind), "postgresql"))


@compiles(among, "sqlite")
def _among_sqlite(element: among, compiler: Any, **kw: Any) -> str:
    column, bound = compiler.process(element.column, **kw), compiler.process(element.bound, **kw)
    return f"{column} IN (SELECT value FROM json_each({bound}))"  # noqa: S608 - made of a column and a parameter


@compiles(among, "postgresql")
def _among_postgresql(element: among, compiler: Any, **kw: Any) -> str:
    column, bound = compiler.process(element.column, **kw), compiler.process(element.bound, **kw)
    return f"{column} = ANY ({bound})"


SCALARS = frozenset({str, int, float, bytes, bool, type(None)})


def plain(value: Any) -> Value:
    """Turn a value into what a column holds: scalars stay, everything else is JSON text."""
    if value is None or isinstance(value, str | int | float | bytes):
        return value
    return msgspec.json.encode(value).decode()


class Compiled(msgspec.Struct, frozen=True):
    """A statement's text for one dialect and the order of its parameters."""

    text: str
    names: tuple[str, ...]
    defaults: dict[str, Any]
    """What the statement itself says, such as a fixed limit."""
    lists: frozenset[str] = frozenset()
    """Parameters the driver takes as a list (`among` on Postgres)."""

    def bind(self, values: typing.Mapping[str, Any]) -> list[Value]:
        """Put values in the order of the text's parameters; a missing one is a TypeError that names it."""
        if self.defaults:
            values = {**self.defaults, **values}
        if self.lists:
            return [self._value(name, values) for name in self.names]
        try:
            return [value if (value := values[name]).__class__ in SCALARS else plain(value) for name in self.names]
        except KeyError as error:
            raise TypeError(f"the statement needs a value for {error}: {self.text}") from None

    def _value(self, name: str, values: typing.Mapping[str, Any]) -> Value:
        if name not in values:
            raise TypeError(f"the statement needs a value for {name!r}: {self.text}")
        return list(values[name]) if name in self.lists else plain(values[name])


class Statement(Generic[Row]):
    """A Core statement and the struct its rows become; see the module's docstring."""

    __slots__ = ("_compiled", "core", "make", "make_all")

    def __init__(
        self,
        core: Executable,
        make: Callable[[Sequence[Any]], Row],
        make_all: Callable[[Iterable[Sequence[Any]]], list[Row]],
    ) -> None:
        """Keep a statement; it is compiled at the first use on each dialect."""
        self.core = core
        self.make = make
        self.make_all = make_all
        self._compiled: dict[str, Compiled] = {}

    def on(self, dialect: str) -> Compiled:
        """Give the statement for a dialect, compiled once."""
        compiled = self._compiled.get(dialect)
        if compiled is None:
            compiled = self._compiled[dialect] = _compile(self.core, dialect)
        return compiled


def _compile(core: Executable, dialect: str) -> Compiled:
    compiled = core.compile(dialect=DIALECTS[dialect])  # type: ignore[attr-defined]
    asked = {name for bound, name in compiled.bind_names.items() if bound.required}
    arrays = {
        name
        for bound, name in compiled.bind_names.items()
        if isinstance(bound.type.dialect_impl(DIALECTS[dialect]), ARRAY)
    }
    # A list fixed in the statement, `kind IN ('a', 'b')`, becomes one parameter for each value.
    full = compiled.construct_expanded_state(dict.fromkeys(asked))
    names = tuple(full.positiontup or ())
    fixed = {name: full.parameters[name] for name in names if name not in asked}
    return Compiled(text=full.statement, names=names, defaults=fixed, lists=frozenset(arrays))


@overload
def sql(core: Executable) -> Statement[Any]: ...
@overload
def sql(core: Executable, into: type[Row]) -> Statement[Row]: ...
def sql(core: Executable, into: type[Any] | None = None) -> Statement[Any]:
    """Make a statement whose rows become `into`, its columns in the order of the struct's fields.

    Without `into` a row is the driver's tuple. Column names are checked against the fields when it is made.
    """
    if into is None:
        return Statement(core, tuple, list)
    fields = msgspec.structs.fields(into)
    columns = [column.name for column in getattr(core, "exported_columns", [])]
    if columns and columns != [field.name for field in fields]:
        raise TypeError(f"{into.__name__} has {[f.name for f in fields]}, the statement gives {columns}")
    loaders = [(at, loader) for at, field in enumerate(fields) if (loader := _loader(field.type))]
    if not loaders:
        return Statement(core, lambda row: into(*row), lambda rows: list(starmap(into, rows)))

    def make(row: Sequence[Any]) -> Any:
        values = list(row)
        for at, load in loaders:
            if values[at] is not None:
                values[at] = load(values[at])
        return into(*values)

    return Statement(core, make, lambda rows: list(map(make, rows)))


def _loader(kind: Any) -> Callable[[Any], Any] | None:
    """Say how a column's value becomes a field of this type; None when it already is one."""
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        kinds = [part for part in typing.get_args(kind) if part is not type(None)]
        kind = kinds[0] if len(kinds) == 1 else kind
    if typing.get_origin(kind) is typing.Annotated:
        return _loader(typing.get_args(kind)[0])
    if kind is bool:
        return bool
    if kind in {str, int, float, bytes, Any} or typing.get_origin(kind) is typing.Literal:
        return None
    return msgspec.json.Decoder(kind).decode
