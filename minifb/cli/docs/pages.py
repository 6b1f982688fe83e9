"""The pages of docs/generated, one function each: from the catalogue to Markdown."""

import inspect
import re
import typing
from collections.abc import Iterable
from types import UnionType
from typing import Any

import msgspec
import rich_click as click

from minifb.app import House
from minifb.catalogue import Catalogue
from minifb.kernel.data.tables import METADATA
from minifb.kernel.events.event import Event
from minifb.kernel.settings import keys

_HEAD = "<!-- Written by `minifb docs` from the code; changes here are lost. -->\n\n"


def _page(title: str, intro: str, *parts: str) -> str:
    return _HEAD + "\n\n".join([f"# {title}", intro, *(part for part in parts if part)]) + "\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    columns = list(head)
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    for row in rows:
        cells = [" ".join(str(cell).split()).replace("|", "\\|") for cell in row]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _sentence(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n")[0]


def contents() -> str:
    """Say what there is."""
    pages = {
        "architecture.md": "the modules, and who tells and asks whom",
        "events.md": "every event: what it means, who tells it, who listens, its fields",
        "events.schema.json": "the same as JSON Schema; changes that would break a listener are refused",
        "questions.md": "what modules ask each other",
        "routes.md": "every route and what it demands: the policy table",
        "openapi.json": "the API for programs",
        "errors.md": "every way to say no",
        "settings.md": "everything that may be configured",
        "tables.md": "what each database holds",
        "cli.md": "the command line",
    }
    return _page("Generated", "What the code says about itself.", "\n".join(f"- [{n}]({n}): {t}" for n, t in pages.items()))


def architecture(catalogue: Catalogue) -> str:
    """Draw the modules: who asks whom, whose events reach whom."""
    lines = ["```mermaid", "flowchart LR"]
    for module in catalogue.modules:
        lines.append(f"  {module.name}{'[' if module.status == 'built' else '(['}{module.name}{']' if module.status == 'built' else '])'}")
    flows: dict[tuple[str, str], int] = {}
    for fact in catalogue.facts:
        for publisher in fact.publishers:
            for consumer in fact.consumers:
                if consumer != publisher:
                    flows[publisher, consumer] = flows.get((publisher, consumer), 0) + 1
    lines += [f"  {one} -. {count} events .-> {other}" for (one, other), count in sorted(flows.items())]
    lines += [f"  {asker} == asks ==> {answers.module}" for answers in catalogue.answers for asker in answers.askers]
    lines.append("```")
    rows = [(f"[{m.name}](#{m.name})", m.summary, m.status, m.port, len(m.routes)) for m in catalogue.modules]
    return _page(
        "Architecture",
        "Dotted: events, told after the commit. Double: questions, asked before a transaction. Round: planned.",
        "\n".join(lines),
        _table(("module", "what it is for", "status", "port", "routes"), rows),
        *(_module(catalogue, module) for module in catalogue.modules),
    )


def _module(catalogue: Catalogue, module: Any) -> str:
    asks = [answers.module for answers in catalogue.answers if module.name in answers.askers]
    answers = [question.name for each in catalogue.answers if each.module == module.name for question in each.questions]
    lines = [
        f"- publishes {_code(event.NAME for event in module.publishes) or 'nothing'}",
        f"- listens to {_code(consume.event.NAME for consume in module.consumes) or 'nothing'}",
        f"- asks {', '.join(asks) or 'nobody'}",
        f"- answers {_code(answers) or 'nothing'}",
    ]
    if module.jobs:
        lines.append(f"- timers {_code(job.kind for job in module.jobs)}")
    return f"## {module.name}\n\n{module.summary}\n\n" + "\n".join(lines)


# ── events and questions ─────────────────────────────────────────────────────────────────────────


def events(catalogue: Catalogue) -> str:
    """Describe every event."""
    parts = []
    for fact in catalogue.facts:
        told = f"Told by {', '.join(fact.publishers) or 'nobody yet'}; heard by {', '.join(fact.consumers) or 'nobody yet'}."
        rows = [(f"`{field.encode_name}`", f"`{_type_name(field.type)}`") for field in msgspec.structs.fields(fact.event)]
        subject = " and ".join(f"`{each}`" for each in fact.event.SUBJECT)
        parts.append(
            f"## {fact.event.NAME}\n\n{_sentence(fact.event)} {told} Subject: {subject}. Version {fact.event.VERSION}.\n\n"
            + _table(("field", "type"), rows)
        )
    return _page(
        "Events",
        "On the wire each travels as CloudEvents 1.0 JSON; `data` holds these fields. Delivered at least once, in order "
        "per subject and consumer.",
        *parts,
    )


def event_schemas(catalogue: Catalogue) -> dict[str, Any]:
    """Give the JSON Schema of every event, by name and version, whole in itself."""
    return {fact.key: _schema(fact.event) for fact in catalogue.facts}


def _schema(event: type[Event]) -> dict[str, Any]:
    (_,), components = msgspec.json.schema_components([event], ref_template="#/$defs/{name}")
    own: dict[str, Any] = components.pop(event.__name__)
    return {**own, "$defs": components} if components else own


def questions(catalogue: Catalogue) -> str:
    """Describe every question."""
    parts = []
    for answers in catalogue.answers:
        rows = [
            (
                f"`{question.name}`",
                ", ".join(f"`{field.name}: {_type_name(field.type)}`" for field in msgspec.structs.fields(question.arguments)),
                f"`{_type_name(question.answer)}`",
                question.text,
            )
            for question in answers.questions
        ]
        asked = f"Asked by {', '.join(answers.askers) or 'nobody yet'}."
        parts.append(f"## {answers.module}\n\n{asked}\n\n" + _table(("question", "takes", "gives", "tells"), rows))
    return _page(
        "Questions",
        "Read-only, in batches, with a deadline, never inside a transaction. In one process a call; between processes "
        "`POST /internal/{module}/{question}`.",
        *parts,
    )


# ── the way in ───────────────────────────────────────────────────────────────────────────────────


def routes(house: House) -> str:
    """Write the policy table."""
    rows = []
    for module, route in house.catalogue.routes():
        for path in sorted(route.handler.paths):
            policy = route.policy
            methods = " ".join(sorted(getattr(route.handler, "http_methods", {"WS"}) - {"OPTIONS"}))
            limit = f"{policy.limit.requests} / {policy.limit.seconds} s per {policy.limit.per}"
            rows.append(
                (module.name, methods, f"`{path}`", policy.role, f"`{policy.permission}`", policy.rule, limit, policy.once,
                 "yes" if policy.step_up else "", "" if policy.keys else "no keys")
            )  # fmt: skip
    head = ("module", "method", "path", "at least", "permission", "reaches", "limit", "a repeat is", "step-up", "keys")
    return _page(
        "Routes",
        "What every route demands before its handler runs. A route without a row stops the start.",
        _table(head, rows),
    )


def errors(catalogue: Catalogue) -> str:
    """List every refusal."""
    rows = {(refusal.status, f"`{refusal.kind}`", f"`{refusal.code}`", _sentence(refusal)) for refusal in catalogue.refusals()}
    return _page(
        "Errors",
        "Every error is RFC 9457 `application/problem+json` with `type title status detail instance code requestId`, and "
        "for fields `errors: [{field, code, message}]`. The kind is closed, codes under it are open.",
        _table(("status", "kind", "code", "says"), sorted(rows)),
    )


def settings(catalogue: Catalogue) -> str:
    """List every setting."""
    rows = [
        (f"`{key.name}`", f"`{key.variable}`", f"`{msgspec.json.encode(key.default).decode()}`", key.description)
        for key in keys(catalogue.settings())
    ]
    return _page(
        "Settings",
        "In `minifb.toml`, or in the environment, where `…_FILE` names a file that holds the value. The command line wins "
        "over the environment, the environment over the file.",
        _table(("key", "variable", "default", "what it does"), rows),
    )


def tables(catalogue: Catalogue) -> str:
    """List what each database holds."""

    def columns(table: Any) -> str:
        return ", ".join(f"`{column.name}`" for column in table.columns)

    parts = [
        f"## {module.name}\n\n" + _table(("table", "columns"), ((f"`{t.name}`", columns(t)) for t in metadata.sorted_tables))
        for module, metadata in catalogue.tables()
    ]
    kernel = _table(("table", "columns"), ((f"`{table.name}`", columns(table)) for table in METADATA.sorted_tables))
    return _page(
        "Tables",
        "Each module's database is its own; nothing points from one into another. Instants are microseconds since 1970, "
        "ids UUIDv7 text.",
        *parts,
        f"## in every database\n\n{kernel}",
    )


def command_line(root: Any) -> str:
    """Describe every command."""
    return _page("Command line", inspect.cleandoc(root.help or ""), *_commands(root, "minifb"))


def _commands(group: Any, prefix: str) -> Iterable[str]:
    for name, command in sorted(group.commands.items()):
        path = f"{prefix} {name}"
        if isinstance(command, click.Group):
            yield from _commands(command, path)
            continue
        rows = [
            (f"`{', '.join(param.opts)}`" if param.param_type_name == "option" else f"`{param.human_readable_name}`",
             getattr(param, "help", "") or "")
            for param in command.params
        ]  # fmt: skip
        yield f"## {path}\n\n{inspect.cleandoc(command.help or '')}\n\n" + _table(("", ""), rows)


def _type_name(kind: Any) -> str:
    """Write a type as a reader would."""
    if kind is type(None):
        return "null"
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _type_name(inner[0])
    if origin in {typing.Union, UnionType}:
        return " | ".join(_type_name(each) for each in inner)
    if origin is typing.Literal:
        return " | ".join(str(each) for each in inner)
    if origin is not None:
        return f"{origin.__name__}[{', '.join(_type_name(each) for each in inner)}]"
    return re.sub(r"^.*\.", "", getattr(kind, "__name__", str(kind)))
