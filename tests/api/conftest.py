"""What the generated requests are sent to."""

import msgspec
import pytest
import requests
import schemathesis

from tests.api.server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("api") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def operations(server):
    """Every operation the server says it has."""
    told = msgspec.json.decode(requests.get(f"{server.url}/openapi.json", timeout=10).content)
    return [found.ok() for found in schemathesis.openapi.from_dict(told).get_all_operations()]
