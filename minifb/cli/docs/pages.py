"""The pages of docs/generated, one function each: from the catalogue to Markdown."""

import inspect
import re
import typing
from collections import Counter
from collections.abc import Iterable
from types import UnionType
from typing import Any

import msgspec
import rich_click as click
from sqlalchemy import MetaData

from minifb.app import House
from minifb.catalogue import Answers, Catalogue, Fact
from minifb.kernel.data.tables import METADATA
from minifb.kernel.events.event import Event
from minifb.kernel.http.policy import Route
from minifb.kernel.module import Module
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
    lines = [f"- [{name}]({name}): {told}" for name, told in pages.items()]
    return _page("Generated", "What the code says about itself.", "\n".join(lines))


def architecture(catalogue: Catalogue) -> str:
    """Draw the modules: who asks whom, whose events reach whom."""
    rows = [(f"[{m.name}](#{m.name})", m.summary, m.status, m.port, len(m.routes)) for m in catalogue.modules]
    return _page(
        "Architecture",
        "Dotted: events, told after the commit. Double: questions, asked before a transaction. Round: planned.",
        _diagram(catalogue),
        _table(("module", "what it is for", "status", "port", "routes"), rows),
        *(_module(catalogue, module) for module in catalogue.modules),
    )


def _diagram(catalogue: Catalogue) -> str:
    drawn = ["```mermaid", "flowchart LR"]
    for module in catalogue.modules:
        left, right = ("[", "]") if module.status == "built" else ("([", "])")
        drawn.append(f"  {module.name}{left}{module.name}{right}")
    flows: Counter[tuple[str, str]] = Counter(
        (publisher, consumer)
        for fact in catalogue.facts
        for publisher in fact.publishers
        for consumer in fact.consumers
        if consumer != publisher
    )
    drawn += [f"  {one} -. {count} events .-> {other}" for (one, other), count in sorted(flows.items())]
    drawn += [f"  {asker} == asks ==> {each.module}" for each in catalogue.answers for asker in each.askers]
    return "\n".join([*drawn, "```"])


def _module(catalogue: Catalogue, module: Module) -> str:
    asks = [answers.module for answers in catalogue.answers if module.name in answers.askers]
    own = [answers for answers in catalogue.answers if answers.module == module.name]
    lines = [
        f"- publishes {_code(event.NAME for event in module.publishes) or 'nothing'}",
        f"- listens to {_code(consume.event.NAME for consume in module.consumes) or 'nothing'}",
        f"- asks {', '.join(asks) or 'nobody'}",
        f"- answers {_code(question.name for answers in own for question in answers.questions) or 'nothing'}",
    ]
    if module.jobs:
        lines.append(f"- timers {_code(job.kind for job in module.jobs)}")
    return f"## {module.name}\n\n{module.summary}\n\n" + "\n".join(lines)


# ── events and questions ─────────────────────────────────────────────────────────────────────────


def events(catalogue: Catalogue) -> str:
    """Describe every event."""
    return _page(
        "Events",
        "On the wire each travels as CloudEvents 1.0 JSON; `data` holds these fields. Delivered at least once, in "
        "order per subject and consumer.",
        *(_event(fact) for fact in catalogue.facts),
    )


def _event(fact: Fact) -> str:
    told = ", ".join(fact.publishers) or "nobody yet"
    heard = ", ".join(fact.consumers) or "nobody yet"
    subject = " and ".join(f"`{each}`" for each in fact.event.SUBJECT)
    fields = msgspec.structs.fields(fact.event)
    rows = [(f"`{field.encode_name}`", f"`{_type_name(field.type)}`") for field in fields]
    return (
        f"## {fact.event.NAME}\n\n{_sentence(fact.event)} Told by {told}; heard by {heard}. Subject: {subject}. "
        f"Version {fact.event.VERSION}.\n\n{_table(('field', 'type'), rows)}"
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
    return _page(
        "Questions",
        "Read-only, in batches, with a deadline, never inside a transaction. In one process a call; between processes "
        "`POST /internal/{module}/{question}`.",
        *(_answers(answers) for answers in catalogue.answers),
    )


def _answers(answers: Answers) -> str:
    rows = []
    for question in answers.questions:
        fields = msgspec.structs.fields(question.arguments)
        takes = ", ".join(f"`{field.name}: {_type_name(field.type)}`" for field in fields)
        rows.append((f"`{question.name}`", takes, f"`{_type_name(question.answer)}`", question.text))
    asked = f"Asked by {', '.join(answers.askers) or 'nobody yet'}."
    return f"## {answers.module}\n\n{asked}\n\n{_table(('question', 'takes', 'gives', 'tells'), rows)}"


# ── the way in ───────────────────────────────────────────────────────────────────────────────────


def routes(house: House) -> str:
    """Write the policy table."""
    rows = [
        (module.name, *_row(path, route))
        for module, route in house.catalogue.routes()
        for path in sorted(route.handler.paths)
    ]
    head = ("module", "method", "path", "at least", "permission", "reaches", "limit", "a repeat is", "also")
    return _page(
        "Routes",
        "What every route demands before its handler runs. A route without a row stops the start.",
        _table(head, rows),
    )


def _row(path: str, route: Route) -> tuple[str, ...]:
    policy = route.policy
    also = [words for words, holds in (("step-up", policy.step_up), ("no API keys", not policy.keys)) if holds]
    return (
        " ".join(sorted(getattr(route.handler, "http_methods", {"socket"}) - {"OPTIONS"})),
        f"`{path}`",
        policy.role,
        f"`{policy.permission}`",
        policy.rule,
        f"{policy.limit.requests} / {policy.limit.seconds} s per {policy.limit.per}",
        policy.once,
        ", ".join(also),
    )


def errors(catalogue: Catalogue) -> str:
    """List every refusal."""
    rows = {
        (refusal.status, f"`{refusal.kind}`", f"`{refusal.code}`", _sentence(refusal))
        for refusal in catalogue.refusals()
    }
    return _page(
        "Errors",
        "Every error is RFC 9457 `application/problem+json` with `type title status detail instance code requestId`, "
        "and for fields `errors: [{field, code, message}]`. The kind is closed, codes under it are open.",
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
        "In `minifb.toml`, or in the environment, where `…_FILE` names a file that holds the value. The command line "
        "wins over the environment, the environment over the file.",
        _table(("key", "variable", "default", "what it does"), rows),
    )


def tables(catalogue: Catalogue) -> str:
    """List what each database holds."""
    return _page(
        "Tables",
        "Each module's database is its own; nothing points from one into another. Instants are microseconds since "
        "1970, ids UUIDv7 text.",
        *(f"## {module.name}\n\n{_columns(metadata)}" for module, metadata in catalogue.tables()),
        f"## in every database\n\n{_columns(METADATA)}",
    )


def _columns(metadata: MetaData) -> str:
    rows = [(f"`{table.name}`", _code(column.name for column in table.columns)) for table in metadata.sorted_tables]
    return _table(("table", "columns"), rows)


def command_line(root: click.Group) -> str:
    """Describe every command."""
    return _page("Command line", inspect.cleandoc(root.help or ""), *_commands(root, "minifb"))


def _commands(group: click.Group, prefix: str) -> Iterable[str]:
    for name, command in sorted(group.commands.items()):
        path = f"{prefix} {name}"
        if isinstance(command, click.Group):
            yield from _commands(command, path)
            continue
        rows = [
            (
                f"`{', '.join(each.opts) if isinstance(each, click.Option) else each.name}`",
                getattr(each, "help", "") or "",
            )
            for each in command.params
        ]
        yield f"## {path}\n\n{inspect.cleandoc(command.help or '')}\n\n{_table(('', ''), rows)}"


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
