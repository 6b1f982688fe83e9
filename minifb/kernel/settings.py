"""Settings: what may be configured, where each value came from, and refusing what nobody knows.

A value comes from the command line, else the environment, else `minifb.toml`, else its default. Every key of the
file is also a variable, `[server] port` is `MINIFB_SERVER_PORT`, and `MINIFB_…_FILE` names a file that holds it.
"""

import difflib
import re
import tomllib
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

PREFIX = "MINIFB_"
CONFIG_VARIABLE = "MINIFB_CONFIG"
SECRET = {"secret": True}
"""Goes into `Meta(extra=SECRET)`: this value is never shown."""

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}
# Kubernetes puts addresses of services into the environment, also of one that is called minifb.
_FOREIGN = re.compile(r"_SERVICE_(HOST|PORT)|_PORT_\d+_(TCP|UDP)")
_PASSWORD_IN_URL = re.compile(r"(://[^:/@\s]*:)[^@\s]+@")


class CannotStart(Exception):
    """Why the server does not start, and what to do about it. Exit code 78 (EX_CONFIG)."""

    def __init__(self, why: str, remedy: str) -> None:
        """Say what is wrong and how to put it right."""
        super().__init__(f"{why}; {remedy}")
        self.why, self.remedy = why, remedy


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """Where this process listens, and how it is reached."""

    host: Annotated[str, Meta(description="Address to listen on; 0.0.0.0 for every interface.")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535, description="Port to listen on; 0 takes a free one.")] = 3000
    public_url: Annotated[
        str,
        Meta(
            description="Address people reach this server by; goes into mails and guards cookies. Default: host:port."
        ),
    ] = ""
    trusted_proxies: Annotated[
        tuple[str, ...],
        Meta(description="Networks of proxies in front, whose X-Forwarded-For and -Proto are believed."),
    ] = ()
    stop_seconds: Annotated[
        int, Meta(ge=1, le=600, description="Longest time requests under way may take when the server is stopped.")
    ] = 15
    linked: Annotated[bool, Meta(description="Whether modules of the web app are joined; off to step through.")] = True
    internal_token: Annotated[
        str, Meta(extra=SECRET, description="What processes of one server show each other when modules run apart.")
    ] = ""


class Data(msgspec.Struct, frozen=True, kw_only=True):
    """What a running server keeps."""

    dir: Annotated[str, Meta(description="Folder of databases, the master key, mails and media.")] = "data"
    outbox_days: Annotated[
        int, Meta(ge=1, le=3650, description="Days an event stays replayable after everybody had it.")
    ] = 14


class Bus(msgspec.Struct, frozen=True, kw_only=True):
    """How events travel."""

    backend: Annotated[Literal["local", "rabbitmq"], Meta(description="In memory, or over RabbitMQ.")] = "local"
    url: Annotated[str, Meta(extra=SECRET, description="amqp:// address of RabbitMQ.")] = ""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Rate limits."""

    enabled: Annotated[bool, Meta(description="Whether requests are counted and refused beyond the limit.")] = True


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """What is written about what happens."""

    format: Annotated[
        Literal["auto", "json", "console"],
        Meta(description="JSON lines, text for people, or by whether somebody looks."),
    ] = "auto"
    level: Annotated[Literal["debug", "info", "warning", "error"], Meta(description="The least that is written.")] = (
        "info"
    )


class Metrics(msgspec.Struct, frozen=True, kw_only=True):
    """Prometheus metrics at /metrics."""

    token: Annotated[
        str, Meta(extra=SECRET, description="Bearer token that reads /metrics from elsewhere; loopback needs none.")
    ] = ""


class Tracing(msgspec.Struct, frozen=True, kw_only=True):
    """OpenTelemetry export."""

    endpoint: Annotated[str, Meta(description="OTLP address traces are sent to; needs the extra `otel`.")] = ""


class Calls(msgspec.Struct, frozen=True, kw_only=True):
    """Requests of this server to addresses that members chose, such as push services."""

    allow: Annotated[
        tuple[str, ...],
        Meta(description="Networks that may be called although they are private, such as a push service of your own."),
    ] = ()


class ModuleSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What every module can be told, and its own settings."""

    database: Annotated[
        str, Meta(extra=SECRET, description="postgresql:// address; default: SQLite in the data folder.")
    ] = ""
    bus: Annotated[
        Literal["", "local", "rabbitmq"], Meta(description="Bus of this module alone; default: `bus.backend`.")
    ] = ""
    at: Annotated[str, Meta(description="Where this module is served, if not by this process.")] = ""
    own: msgspec.Struct | None = None


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All there is to configure."""

    server: Server = Server()
    data: Data = Data()
    bus: Bus = Bus()
    limits: Limits = Limits()
    log: Log = Log()
    metrics: Metrics = Metrics()
    tracing: Tracing = Tracing()
    outbound: Calls = Calls()
    cache: Annotated[bool, Meta(description="Whether caches are used; off is slower and says the same.")] = True
    modules: dict[str, ModuleSettings] = {}
    origins: dict[str, str] = {}
    """Where each value that is no default came from, by key."""

    @property
    def data_dir(self) -> Path:
        """The data folder."""
        return Path(self.data.dir).expanduser()


class Key(msgspec.Struct, frozen=True):
    """One thing that may be configured."""

    path: tuple[str, ...]
    kind: Any
    default: Any
    description: str
    secret: bool

    @property
    def name(self) -> str:
        """Its name in the file, with dots."""
        return ".".join(self.path)

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return PREFIX + "_".join(self.path).upper()


class Told(msgspec.Struct, frozen=True):
    """An effective value and where it came from."""

    key: Key
    value: str
    origin: str


OwnSettings = Mapping[str, type[msgspec.Struct] | None]
"""The settings struct of every module, by its name."""


def keys(own: OwnSettings) -> list[Key]:
    """List everything that may be configured, the kernel's sections first."""
    found = list(_keys_of(Settings, ()))
    for module, struct in own.items():
        found += _keys_of(ModuleSettings, ("modules", module))
        if struct is not None:
            found += _keys_of(struct, ("modules", module))
    return found


def _keys_of(struct: type[msgspec.Struct], path: tuple[str, ...]) -> Iterator[Key]:
    """Walk a struct's fields; a field that is a section of the kernel is walked in turn."""
    for field in msgspec.structs.fields(struct):
        kind, meta = _meta(field.type)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and not path:
            yield from _keys_of(kind, (field.name,))
        elif not (path[:1] in {(), ("modules",)} and field.name in {"modules", "origins", "own"}):
            default = field.default if field.default is not msgspec.NODEFAULT else None
            if field.default_factory is not msgspec.NODEFAULT:
                default = field.default_factory()
            secret = bool(meta and (meta.extra or {}).get("secret"))
            yield Key((*path, field.name), field.type, default, (meta and meta.description) or "", secret)


def _meta(kind: Any) -> tuple[Any, Meta | None]:
    """Take an annotation apart into its type and what is said about it."""
    if typing.get_origin(kind) is not Annotated:
        return kind, None
    inner, *notes = typing.get_args(kind)
    return inner, next((note for note in notes if isinstance(note, Meta)), None)


def load(
    path: Path | None,
    environ: Mapping[str, str],
    own: OwnSettings,
    told: Mapping[str, Any] | None = None,
) -> Settings:
    """Read the file (which may be absent) and the environment; `told` is what the command line says, by key."""
    known = {key.name: key for key in keys(own)}
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for name, value in _from_file(path, known):
        values[name], origins[name] = _converted(known[name], value, f"{name} in {path}"), str(path)
    for name, value, origin in _from_environ(environ, known):
        values[name], origins[name] = _converted(known[name], value, origin), origin
    for name, value in (told or {}).items():
        values[name], origins[name] = _converted(known[name], value, f"--{name}"), "command line"
    return _assembled(values, origins, own)


def _assembled(values: dict[str, Any], origins: dict[str, str], own: OwnSettings) -> Settings:
    """Put single values together into the structs."""

    def part(path: tuple[str, ...], struct: type[Any]) -> dict[str, Any]:
        named = {field.name: ".".join((*path, field.name)) for field in msgspec.structs.fields(struct)}
        return {field: values[name] for field, name in named.items() if name in values}

    sections: dict[str, Any] = {
        field.name: kind(**part((field.name,), kind))
        for field in msgspec.structs.fields(Settings)
        if isinstance(kind := _meta(field.type)[0], type) and issubclass(kind, msgspec.Struct)
    }
    server: Server = sections["server"]
    if not server.public_url:
        host = "localhost" if server.host in {"0.0.0.0", "::", ""} else server.host  # noqa: S104 - only told apart
        host = f"[{host}]" if ":" in host else host
        sections["server"] = msgspec.structs.replace(server, public_url=f"http://{host}:{server.port}")
    modules = {
        name: ModuleSettings(
            **part(("modules", name), ModuleSettings),
            own=None if struct is None else struct(**part(("modules", name), struct)),
        )
        for name, struct in own.items()
    }
    return Settings(**sections, **part((), Settings), modules=modules, origins=origins)


def _from_file(path: Path | None, known: Mapping[str, Key]) -> Iterator[tuple[str, Any]]:
    if path is None:
        return
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as trouble:
        raise CannotStart(f"{path} cannot be read: {trouble.strerror}", "check the path and who may read it") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        raise CannotStart(f"{path} is not TOML: {trouble}", "put that line right") from None

    def walk(tree: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
        for word, value in tree.items():
            name = f"{prefix}{word}"
            if name in known:
                yield name, value
            elif isinstance(value, dict) and any(key.startswith(f"{name}.") for key in known):
                yield from walk(value, f"{name}.")
            else:
                sections = {key.rpartition(".")[0] for key in known} - {""}
                raise CannotStart(f"{path} has {name}, which is no setting", _nearest(name, [*known, *sections]))

    yield from walk(tree, "")


def _from_environ(environ: Mapping[str, str], known: Mapping[str, Key]) -> Iterator[tuple[str, str, str]]:
    variables = {key.variable: name for name, key in known.items()}
    for variable, value in sorted(environ.items()):
        if not variable.startswith(PREFIX) or variable == CONFIG_VARIABLE or variable.startswith(f"{PREFIX}TEST_"):
            continue
        if variable in variables:
            if not value.startswith(("tcp://", "udp://")):  # Kubernetes again: MINIFB_SERVER_PORT=tcp://…
                yield variables[variable], value, variable
        elif variable.removesuffix("_FILE") in variables:
            try:
                text = Path(value).read_text(encoding="utf-8").rstrip("\r\n")
            except (OSError, UnicodeDecodeError) as trouble:
                raise CannotStart(
                    f"{variable} names {value}, which cannot be read: {trouble}", "check the path"
                ) from None
            yield variables[variable.removesuffix("_FILE")], text, f"{variable} ({value})"
        elif not _FOREIGN.search(variable) and not value.startswith("tcp://"):
            raise CannotStart(f"{variable} is no setting", _nearest(variable, list(variables)))


def _nearest(name: str, known: list[str]) -> str:
    """Say what somebody who wrote this name probably meant."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else "`minifb config` lists every setting"


def _converted(key: Key, value: Any, where: str) -> Any:
    """Turn what was written into the key's type."""
    inner, _ = _meta(key.kind)
    try:
        if isinstance(value, str):
            value = _from_text(inner, value)
        return msgspec.convert(value, key.kind, strict=not isinstance(value, str))
    except (msgspec.ValidationError, msgspec.DecodeError) as trouble:
        shown = "" if key.secret else f" (it says {value!r})"
        raise CannotStart(f"{where} does not fit: {trouble}{shown}", f"it is: {key.description}") from None


def _from_text(kind: Any, text: str) -> Any:
    """Read what only the environment writes as text: switches, lists with commas, structs as JSON."""
    if kind is bool and text.lower() in _TRUE | _FALSE:
        return text.lower() in _TRUE
    outer = typing.get_origin(kind)
    if outer in {list, tuple, set, frozenset} and not text.lstrip().startswith("["):
        return [part.strip() for part in text.split(",") if part.strip()]
    if outer in {list, tuple, set, frozenset, dict} or (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        return msgspec.json.decode(text)
    return text


def explain(settings: Settings, own: OwnSettings) -> list[Told]:
    """Give every effective value and where it came from, secrets masked."""
    told = []
    for key in keys(own):
        value = _value(settings, key)
        shown = value if isinstance(value, str) else msgspec.json.encode(value).decode()
        if key.secret and value:
            masked = _PASSWORD_IN_URL.sub(r"\1…@", shown)
            shown = masked if "://" in shown else "…"
        told.append(Told(key, shown, settings.origins.get(key.name, "default")))
    return told


def _value(settings: Settings, key: Key) -> Any:
    """Find a key's effective value."""
    if key.path[0] != "modules":
        place: Any = settings
        for word in key.path:
            place = getattr(place, word)
        return place
    module = settings.modules[key.path[1]]
    return getattr(module if hasattr(module, key.path[2]) else module.own, key.path[2])
