"""`minifb demo` as somebody types it."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from minifb.cli import main
from minifb.demo import SIZES
from minifb.kernel.settings import CONFIG_VARIABLE
from tests.demo.conftest import FARM
from tests.world import forget_log

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Run the command on an empty folder, where a small community is a very small one."""
    monkeypatch.setitem(SIZES, "small", FARM)
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path / "empty.toml"))
    (tmp_path / "empty.toml").touch()

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["minifb", "demo", "--data", str(tmp_path / "data"), *words])
        before, code = os.umask(0o022), 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            os.umask(before)
            forget_log()
        return code, *capsys.readouterr()

    return run


def test_it_says_what_it_made_and_how_to_sign_in(typed: Typed, tmp_path: Path) -> None:
    """Without a terminal there are plain lines with the rate; then counts, two accounts, and where they are kept."""
    code, said, _ = typed()
    assert code == 0
    assert "members: 5 of 5 (" in said
    assert "6 members" in said
    accounts = said.split("Sign in as one of these:\n")[1].strip().splitlines()
    assert [line.split(", ")[-1] for line in accounts] == ["owner", "member"]
    assert stat.S_IMODE((tmp_path / "data" / "demo.json").stat().st_mode) == 0o600


def test_a_second_time_it_refuses_or_shows_the_accounts(typed: Typed) -> None:
    """`--once` is for scripts: nothing happens to a filled server, and the accounts are shown again."""
    _, said, _ = typed()
    accounts = said.split("Sign in as one of these:\n")[1]
    code, _, why = typed()
    assert (code, "has members already" in why) == (78, True)
    code, again, _ = typed("--once")
    assert (code, again.split("Sign in as one of these:\n")[1]) == (0, accounts)
