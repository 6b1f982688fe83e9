"""Statements: SQLAlchemy Core, compiled once for each dialect, run on the driver, hydrated into structs.

    POST = sql(select(posts.c.id, posts.c.text).where(posts.c.id == bindparam("id")), into=PostRow)
    tx.one(POST, id=post_id)

What the columns hold is the same on both engines: text, integers, floats, bytes and booleans. An instant is an
integer, an id is text compared bytewise, and anything else (a struct, a list, a dict) is JSON text.
"""

import types
import typing
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import BigInteger, BindParameter, Boolean, Float, LargeBinary, String, Text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import Executable

Row = TypeVar("Row")
Value = str | int | float | bytes | bool | None

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
    "postgresql": postgresql.dialect(),
}


class among(ColumnElement[bool]):  # noqa: N801 - reads as a word in a statement
    """`column IN (values)` with one bound list, so that the statement is compiled once whatever its length."""

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        """Match a column against the list bound under `name`."""
        self.column = column
        self.bound: BindParameter[Any] = BindParameter(name, unique=False, type_=Text())


@compiles(among, "sqlite")
def _among_sqlite(element: among, compiler: Any, **kw: Any) -> str:
    return (
        f"{compiler.process(element.column, **kw)} IN (SELECT value FROM json_each({compiler.process(element.bound, **kw)}))"
    )


@compiles(among, "postgresql")
def _among_postgresql(element: among, compiler: Any, **kw: Any) -> str:
    column = compiler.process(element.column, **kw)
    bound = compiler.process(element.bound, **kw)
    cast = "bigint" if isinstance(element.column.type, BigInteger) else "text"
    return f"{column}::text IN (SELECT jsonb_array_elements_text({bound}::jsonb))" if cast == "text" else (
        f"{column} IN (SELECT jsonb_array_elements_text({bound}::jsonb)::bigint)"
    )


class Compiled(msgspec.Struct, frozen=True):
    """A statement's text for one dialect and the order of its parameters."""

    text: str
    names: tuple[str, ...]
    defaults: dict[str, Any]

    def bind(self, values: dict[str, Any]) -> list[Value]:
        """Put values in the order of the text's parameters."""
        defaults = self.defaults
        return [
            plain(values[name]) if name in values else plain(defaults[name])
            for name in self.names
        ]


def plain(value: Any) -> Value:
    """Turn a value into what a column holds: scalars stay, everything else is JSON text."""
    if value is None or isinstance(value, str | int | float | bytes):
        return value
    return msgspec.json.encode(value).decode()


class Statement(Generic[Row]):
    """A Core statement and the struct its rows become; see the module's docstring."""

    __slots__ = ("_compiled", "core", "make", "positional")

    def __init__(self, core: Executable, make: Callable[[Sequence[Any]], Row], positional: bool = True) -> None:
        """Keep a statement; it is compiled at the first use on each dialect."""
        self.core = core
        self.make = make
        self.positional = positional
        self._compiled: dict[str, Compiled] = {}

    def on(self, dialect: str) -> Compiled:
        """Give the statement for a dialect, compiled once."""
        compiled = self._compiled.get(dialect)
        if compiled is None:
            compiled = self._compiled[dialect] = _compile(self.core, dialect)
        return compiled


def _compile(core: Executable, dialect: str) -> Compiled:
    compiled = core.compile(dialect=DIALECTS[dialect])  # type: ignore[attr-defined]
    names = tuple(compiled.positiontup or ())
    return Compiled(text=str(compiled), names=names, defaults=dict(compiled.params))


def sql(core: Executable, into: type[Row] | None = None) -> Statement[Row]:
    """Make a statement whose rows become `into`, its columns in the order of the struct's fields.

    Without `into` a row is the driver's tuple. Column names are checked against the fields when it is made.
    """
    if into is None:
        return Statement(core, tuple)  # type: ignore[arg-type]
    fields = msgspec.structs.fields(into)  # type: ignore[arg-type]
    columns = [column.name for column in getattr(core, "exported_columns", [])]
    if columns and columns != [field.name for field in fields]:
        raise TypeError(f"{into.__name__} has {[f.name for f in fields]}, the statement gives {columns}")
    loaders = [(at, loader) for at, field in enumerate(fields) if (loader := _loader(field.type))]
    if not loaders:
        return Statement(core, lambda row: into(*row))

    def make(row: Sequence[Any]) -> Row:
        values = list(row)
        for at, load in loaders:
            if values[at] is not None:
                values[at] = load(values[at])
        return into(*values)

    return Statement(core, make)


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
