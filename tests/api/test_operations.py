"""No request that can be made of the OpenAPI document makes the server stumble or answer what is not documented.

Requests are generated for every operation, right ones and wrong ones: as nobody, as a member and as the owner.
`MINIFB_TEST_CASES` is how many of each, for each operation and person.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks

pytestmark = [pytest.mark.api, pytest.mark.timeout(900), pytest.mark.filterwarnings("ignore")]

CASES = int(os.environ.get("MINIFB_TEST_CASES", "10"))
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
]


def ask_everything(subtests, server, operations, token_for):
    """Ask every operation what it takes and what it does not; count what was asked."""
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            with subtests.test(operation.label, mode=mode.value):
                ask_one(server, operation, mode, token_for)


def ask_one(server, operation, mode, token_for):
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=CASES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        token = token_for(operation.label)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = case.call(base_url=server.url, headers=headers)
        server.answered[response.status_code] += 1
        if response.status_code == 401:
            server.tokens.pop(operation.label, None)  # signed out, or left: the next request is another member's
        case.validate_response(response, checks=CHECKS)

    ask()


def test_nobody_makes_the_server_stumble(subtests, server, operations):
    """Whatever somebody who is not signed in sends, the answer is documented and no error of ours."""
    ask_everything(subtests, server, operations, lambda _: None)


def test_a_member_does_not_either(subtests, server, operations):
    """Whatever a member sends, the answer is documented and no error of ours."""
    ask_everything(subtests, server, operations, server.token)


def test_nor_does_the_owner(subtests, server, operations):
    """Whatever the owner sends, the answer is documented and no error of ours."""
    ask_everything(subtests, server, operations, lambda _: server.owner)


def test_nothing_was_noted_as_a_bug(server, capsys):
    """After all of it the list of errors nobody foresaw is empty."""
    with capsys.disabled():
        print(f"\n{server.answered.total()} generated requests, by status: {dict(sorted(server.answered.items()))}")
    assert server.failures() == []
