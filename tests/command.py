"""Running a command of the program to its end, in this process: what starts in one second would else take three."""

import os
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from minifb.cli import main
from tests.world import forget_log


class Ran(NamedTuple):
    """What became of a command."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with these words, in an environment that says nothing else about the program."""

    def ran(*words: str, **environ: str) -> Ran:
        for name in [name for name in os.environ if name.startswith("MINIFB_")]:
            monkeypatch.delenv(name)
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["minifb", *words])
        before, code = os.umask(0o022), 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            os.umask(before)
            forget_log()
        return Ran(code, *capsys.readouterr())

    return ran
