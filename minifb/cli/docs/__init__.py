"""`minifb docs`: what the code says about itself, written to docs/generated."""

import json
import tempfile
from pathlib import Path

import rich_click as click

from minifb.cli import cli, commands

FOLDER = Path("docs/generated")
LOCK = "events.schema.json"
ELSEWHERE = {"schema.d.ts": Path("minifb/web/assets/lib/schema.d.ts")}
"""What is made from the code but read by code."""


@cli.command()
@click.option("--check", is_flag=True, help="Write nothing; fail when a page differs from the code.")
def docs(check: bool) -> None:
    """Write docs/generated from the code.

    For those who develop minifb, run in its repository. Events are a promise to everybody who listens: a change that
    an older listener could not read is refused, whatever is asked for.
    """
    pages = generate()
    broken = breaking(_locked(), json.loads(pages[LOCK]))
    if broken:
        lines = "\n".join(f"  {line}" for line in broken)
        raise click.ClickException(
            f"events that others may hold were changed:\n{lines}\n"
            "Publish a new version beside the old one instead: @event(name, version=2)"
        )
    stale = [name for name, text in pages.items() if _read(_place(name)) != text]
    stale += [str(path.name) for path in FOLDER.glob("*") if path.name not in pages]
    if check:
        if stale:
            raise click.ClickException(
                f"docs/generated is not what the code says: {', '.join(sorted(stale))}; run `minifb docs`"
            )
        click.echo(f"docs/generated is up to date ({len(pages)} pages)")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        _place(name).write_text(text, encoding="utf-8")
    for path in FOLDER.glob("*"):
        if path.name not in pages:
            path.unlink()
    click.echo(f"docs/generated: {len(pages)} pages, {len(stale)} changed")


def _place(name: str) -> Path:
    return ELSEWHERE.get(name, FOLDER / name)


def generate() -> dict[str, str]:
    """Make every page, by file name."""
    from minifb.app import build
    from minifb.catalogue import build as read
    from minifb.cli.docs import pages
    from minifb.kernel.settings import load
    from minifb.registry import MODULES
    from minifb.web.client import types

    catalogue = read(MODULES)
    with tempfile.TemporaryDirectory() as folder:
        house = build(load(None, {}, catalogue.settings(), {"data.dir": folder}))
        document = house.application.document.schema()
    return {
        "README.md": pages.contents(),
        "architecture.md": pages.architecture(catalogue),
        "events.md": pages.events(catalogue),
        LOCK: _json(pages.event_schemas(catalogue)),
        "questions.md": pages.questions(catalogue),
        "openapi.json": _json(document),
        "routes.md": pages.routes(house),
        "errors.md": pages.errors(catalogue),
        "settings.md": pages.settings(catalogue),
        "tables.md": pages.tables(catalogue),
        "cli.md": pages.command_line(commands()),
        "schema.d.ts": types(document),
    }


def breaking(before: dict[str, dict[str, object]], after: dict[str, dict[str, object]]) -> list[str]:
    """List what an older listener could no longer read: an event or field gone, retyped, or newly required."""
    found = []
    for name, old in before.items():
        new = after.get(name)
        if new is None:
            found.append(f"{name} is gone")
            continue
        had, has = _fields(old), _fields(new)
        found += [f"{name}: {field} is gone" for field in had if field not in has]
        found += [
            f"{name}: {field} is of another type" for field in had if field in has and had[field][0] != has[field][0]
        ]
        found += [f"{name}: {field} is new and required" for field in has if field not in had and has[field][1]]
        found += [f"{name}: {field} became optional" for field in had if field in has and had[field][1] > has[field][1]]
    return found


def _fields(schema: dict[str, object]) -> dict[str, tuple[str, bool]]:
    """Give each field's type as text, descriptions aside, and whether it is required."""
    properties = schema.get("properties", {})
    required = schema.get("required", [])
    assert isinstance(properties, dict) and isinstance(required, list)  # noqa: S101, PT018
    return {name: (json.dumps(_bare(each), sort_keys=True), name in required) for name, each in properties.items()}


def _bare(schema: object) -> object:
    """Leave out what is only said about a type."""
    if isinstance(schema, dict):
        return {key: _bare(value) for key, value in schema.items() if key not in {"description", "title", "default"}}
    return [_bare(each) for each in schema] if isinstance(schema, list) else schema


def _locked() -> dict[str, dict[str, object]]:
    text = _read(FOLDER / LOCK)
    return json.loads(text) if text else {}


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
