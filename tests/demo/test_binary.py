"""`minifb demo` of the one-file executable."""

import subprocess
from pathlib import Path

import pytest

BINARY = Path(__file__).parents[2] / "dist" / "minifb"


@pytest.mark.binary
@pytest.mark.timeout(180)
def test_the_binary_carries_names_and_words(tmp_path: Path) -> None:
    """The binary fills a server in an empty environment: what people are called and say is inside."""
    command = [str(BINARY), "demo", "--data", str(tmp_path / "data")]
    ran = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "50 members" in ran.stdout
    assert len(ran.stdout.split("Sign in as one of these:\n")[1].strip().splitlines()) == 2
