"""Who may import whom."""

import subprocess
import sys

from tests.house.sources import ROOT


def test_the_boundaries_hold() -> None:
    """Modules meet at their faces, layers run one way, the kernel knows no module."""
    linter = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    ran = subprocess.run([sys.executable, "-c", linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
