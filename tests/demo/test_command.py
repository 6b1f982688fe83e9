"""`minifb demo` as somebody types it."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from minifb.demo import SIZES
from minifb.kernel.settings import CONFIG_VARIABLE
from tests.command import Run
from tests.demo.conftest import FARM

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Typed:
    """Run the command on an empty folder, where a small community is a very small one."""
    monkeypatch.setitem(SIZES, "small", FARM)
    (tmp_path / "empty.toml").touch()

    def typed(*words: str) -> tuple[int, str, str]:
        environ = {CONFIG_VARIABLE: str(tmp_path / "empty.toml")}
        return run("demo", "--data", str(tmp_path / "data"), *words, **environ)

    return typed


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
