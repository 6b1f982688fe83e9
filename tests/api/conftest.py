"""What the generated requests are sent to."""

import msgspec
import pytest
import requests
import schemathesis

from tests.api.server import Server

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
REFUSED = [400, 401, 403, 404, 405, 409, 413, 415, 422, 429]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("api") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def operations(server):
    """Every operation the server says it has."""
    told = msgspec.json.decode(requests.get(f"{server.url}/openapi.json", timeout=10).content)
    refused = {"negative_data_rejection": {"expected-statuses": [str(status) for status in REFUSED]}}
    schema = schemathesis.openapi.from_dict(told, config=schemathesis.Config.from_dict({"checks": refused}))
    return [found.ok() for found in schema.get_all_operations()]
