"""An S3 server of the tests' own: versitygw over a folder that goes away afterwards. `make s3-server` builds it."""

import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.store import S3Store

from minifb.modules.media.backends.storage.s3 import Bucket

BUILT = Path(__file__).parents[2] / "build/s3/versitygw"
KEY, SECRET = "testkey", "testsecret"


class S3Server:
    """A server that runs, and can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        """Keep its data there."""
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it listens."""
        command = [_program(), "--port", f"127.0.0.1:{self.port}", "--access", KEY, "--secret", SECRET]
        command += ["--region", "us-east-1", "--quiet", "posix", str(self.folder)]
        nothing = subprocess.DEVNULL
        self._process = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("versitygw does not listen")

    def stop(self) -> None:
        """Stop it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def bucket(self, name: str) -> Bucket:
        """Make a bucket and say where it is."""
        bucket = Bucket(name=name, endpoint=self.url, access_key=KEY, secret_key=SECRET)
        store = S3Store(
            name,
            endpoint=self.url,
            access_key_id=KEY,
            secret_access_key=SECRET,
            region=bucket.region,
            virtual_hosted_style_request=False,
            client_options={"allow_http": True},
        )
        # No library of ours makes buckets; a signed PUT of its root does.
        address = obstore.sign(store, "PUT", "", timedelta(minutes=5))
        with urllib.request.urlopen(urllib.request.Request(address, method="PUT", data=b"")) as answer:
            assert answer.status == 200
        return bucket


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """Start a server, stop it, forget its data. It must be there: a missing one fails, it is not skipped."""
    folder = Path(tempfile.mkdtemp(prefix="minifb-s3-", dir="/tmp"))
    server = S3Server(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _program() -> str:
    found = str(BUILT) if BUILT.exists() else shutil.which("versitygw")
    if found is None:
        raise RuntimeError("no S3 server here: make s3-server")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
