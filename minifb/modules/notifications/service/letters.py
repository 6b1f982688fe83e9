"""Letters: each is written once, as a template, and read in two ways, as HTML and as plain text."""

import re
import textwrap
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

from minifb.modules.notifications.rules import mails as rules
from minifb.modules.notifications.rules.mails import Head, Letter, Told, Welcome

Form = Literal["html", "txt"]
SHAPES = ("say", "fact", "button", "address", "aside", "entry", "space")
"""What letters are made of; `shapes.html` and `shapes.txt` say how each of them looks."""
WIDTH = 72


class Words(msgspec.Struct, frozen=True):
    """A letter as it reads."""

    subject: str
    text: str
    html: str


def write(letter: Letter, head: Head, first_name: str, stop: str | None) -> Words:
    """Write a letter; `stop` is the page on which mails like this are turned off, None where they cannot be."""
    subject = rules.subject(letter, head)
    told = {
        "letter": letter,
        "head": head,
        "first_name": first_name,
        "subject": subject,
        "link": letter.url if isinstance(letter, Welcome) else getattr(letter, "link", ""),
        "label": rules.LABELS[letter.kind] if isinstance(letter, Told) else "",
        "why": rules.why(letter, head),
        "stop": stop,
    }
    name = f"{rules.template_of(letter)}.jinja"
    text = _environment("txt").get_template(name).render(told, page="page.txt")
    html = _environment("html").get_template(name).render(told, page="page.html")
    return Words(subject, re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", html)


@cache
def _environment(form: Form) -> Any:
    """Read the templates of a form; they are part of the program, also of a frozen one."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files("minifb.modules.notifications.backends.mail").joinpath("templates")
    environment = Environment(
        loader=FunctionLoader(lambda name: folder.joinpath(name).read_text(encoding="utf-8")),
        autoescape=form == "html",  # noqa: S701 - plain text has nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.globals["wrap"] = _wrap
    shapes = environment.get_template(f"shapes.{form}").module
    environment.globals.update({name: getattr(shapes, name) for name in SHAPES})
    return environment


def _wrap(text: str, indent: str = "", first: str | None = None) -> str:
    """Break a text into lines that every reader shows as they are; an address stays on one."""
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
