"""What the tests of the way in stand on."""

import pytest

from tests.kernel.http.world import World


@pytest.fixture
async def world():
    return await World().started()
