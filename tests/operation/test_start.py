"""Starting and stopping the real program, as an operator does."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.command import Run

NEWCOMER = {
    "username": "ann",
    "email": "ann@example.org",
    "password": "correct horse battery",
    "firstName": "Ann",
    "lastName": "Example",
}


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("MINIFB_")}


class Served:
    """A running server: where it is, and what it printed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """Read what it prints until it is ready and has said everything."""
        self.process = process
        self.said = ""
        while "is the API page" not in self.said:
            line = process.stdout.readline() if process.stdout else ""
            assert line, f"it ended: {self.said} {process.stderr.read() if process.stderr else ''}"
            self.said += line
        self.url = next(line for line in self.said.splitlines() if line.startswith("http") and " " not in line)
        self.client = httpx2.Client(base_url=self.url, timeout=20)

    def stop(self) -> int:
        """Ask it to stop, and wait."""
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        self.said += self.process.communicate(timeout=30)[0]
        return self.process.returncode


@contextmanager
def serving(data: Path, **environ: str) -> Iterator[Served]:
    """Run the server on a free port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "minifb", "serve", "--port", "0", "--data", str(data)],
        env={**_clean(), **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    served = Served(process)
    try:
        yield served
    finally:
        served.client.close()
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_what_was_answered_is_there_after_a_restart(tmp_path: Path, run: Run) -> None:
    """A server that is stopped finishes, ends with 0, starts again within seconds, and has everything."""
    with serving(tmp_path) as served:
        told: dict[str, Any] = served.client.post("/auth/register", json=NEWCOMER).json()
        bearer = {"authorization": f"Bearer {told['accessToken']}"}
        post = served.client.post("/posts", json={"text": "still there"}, headers=bearer).json()
        assert served.stop() == 0
        assert "stopped" in served.said
    began = time.monotonic()
    with serving(tmp_path) as again:
        assert time.monotonic() - began < 20  # three on an idle machine; the bench measures it
        assert again.client.get(f"/posts/{post['id']}", headers=bearer).json()["text"] == "still there"
        second = run("serve", "--port", "0", "--data", str(tmp_path))
        assert (second.returncode, "in use by another process" in second.stderr) == (78, True)


@pytest.mark.slow
def test_the_first_owner_comes_by_the_printed_link_and_only_once(tmp_path: Path, run: Run) -> None:
    """The link makes one owner; afterwards no start prints one."""
    with serving(tmp_path) as served:
        served.said += "".join(served.process.stdout.readline() for _ in range(3))  # type: ignore[union-attr]
        token = served.said.split("/setup#token=")[1].split()[0]
        told = served.client.post("/auth/setup", json={**NEWCOMER, "token": token})
        assert told.status_code == 201
        assert told.json()["user"]["roles"][-1] == "owner"
        again = served.client.post("/auth/setup", json={**NEWCOMER, "username": "eve", "token": token})
        assert not again.is_success
        served.stop()
    told_by_hand = run("admin", "owner-link", "--data", str(tmp_path))
    assert "token=" not in told_by_hand.stdout


ELSEWHERE = {"MINIFB_MODULES_USERS_AT": "http://users:3200", "MINIFB_MODULES_MEDIA_AT": "http://media:3500"}


@pytest.mark.parametrize(
    ("words", "environ", "said"),
    [
        (("serve", "posts"), {}, "modules.users.at"),
        (("serve", "nothing"), {}, "there is no module nothing"),
        (("serve",), {"MINIFB_BUS_BACKEND": "rabbitmq"}, "bus.backend"),
        (("serve",), {"MINIFB_SERVER_PROT": "1"}, "MINIFB_SERVER_PORT"),
        (("serve", "--config", "/nowhere.toml"), {}, "/nowhere.toml"),
        (("serve", "--host", "203.0.113.1"), {}, "cannot listen"),
        (("serve", "posts"), ELSEWHERE, "internal_token"),
        (("serve", "posts"), {**ELSEWHERE, "MINIFB_SERVER_INTERNAL_TOKEN": "s"}, "set bus.backend"),
    ],
)
def test_what_cannot_work_does_not_start_and_says_why(
    tmp_path: Path, run: Run, words: tuple[str, ...], environ: dict[str, str], said: str
) -> None:
    """A configuration that cannot work ends with 78 and a sentence that names the remedy; nothing is written."""
    ran = run(*words, "--data", str(tmp_path / "data"), **environ)
    assert ran.returncode == 78, ran.stderr
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.slow
def test_databases_without_their_key_do_not_start(tmp_path: Path, run: Run) -> None:
    """A lost master key stops the start with the remedy, and no new one is made."""
    assert run("migrate", "--data", str(tmp_path)).returncode == 0
    (tmp_path / "master.key").unlink()
    ran = run("serve", "--port", "0", "--data", str(tmp_path))
    assert (ran.returncode, "put the key back" in ran.stderr) == (78, True)
    assert not (tmp_path / "master.key").exists()
    told = run("doctor", "--data", str(tmp_path))
    assert told.returncode == 1
    assert "✗" in told.stdout


@pytest.mark.slow
def test_work_that_was_given_up_is_shown(tmp_path: Path, run: Run) -> None:
    """What was put aside after every try failed is counted by the doctor, with what the last try said."""
    assert run("migrate", "--data", str(tmp_path)).returncode == 0
    with closing(sqlite3.connect(tmp_path / "notifications.db")) as database, database:
        job = ("1", "mail.letter", "k", 0, "{}", 200, "parked", "MailFailed: 535 no")
        database.execute("INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?)", job)
    told = run("doctor", "--data", str(tmp_path))
    assert told.returncode == 1
    assert "1 of mail.letter put aside after every try failed, the last one: MailFailed: 535 no" in told.stdout


@pytest.mark.slow
def test_everything_in_the_data_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Whatever the umask was, nobody else on the machine can read what the server writes."""
    data = tmp_path / "data"
    with serving(data) as served:
        served.client.post("/auth/register", json=NEWCOMER)
        served.stop()
    files = [data, *data.rglob("*")]
    assert not [str(path) for path in files if path.stat().st_mode & 0o077]


def test_the_program_teaches_itself(run: Run) -> None:
    """Every command has a sentence in --help."""
    for words in (("--help",), ("serve", "--help"), ("config", "--help"), ("admin", "--help"), ("audit", "--help")):
        ran = run(*words)
        assert ran.returncode == 0
        assert "Usage" in ran.stdout


def test_config_says_where_values_come_from(tmp_path: Path, run: Run) -> None:
    """`minifb config` shows what is in effect and who said so; secrets are masked."""
    (tmp_path / "minifb.toml").write_text("[server]\nport = 4000\n")
    ran = run("config", "--config", str(tmp_path / "minifb.toml"), MINIFB_METRICS_TOKEN="hunter2")
    lines = {line.split()[0]: line for line in ran.stdout.splitlines()}
    assert "4000" in lines["server.port"]
    assert "minifb.toml" in lines["server.port"]
    assert "MINIFB_METRICS_TOKEN" in lines["metrics.token"]
    assert "hunter2" not in ran.stdout


def test_a_start_brings_no_tool_that_it_does_not_need() -> None:
    """What only some commands or some mails need is read when they do: every start would wait for it."""
    seldom = "aiosmtplib alembic av jinja2 mimesis obstore pi_heif PIL segno tantivy webauthn"
    program = f"import sys, minifb.app; print(*[name for name in {seldom.split()} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.split() == []
