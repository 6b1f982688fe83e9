"""No request that can be made of the OpenAPI document makes the server stumble or answer what is not documented.

Requests are generated for every operation, right ones and wrong ones: as nobody, as a member and as the owner.
`MINIFB_TEST_CASES` is how many of each, for each operation and person.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, checks
from schemathesis.core.failures import FailureGroup

pytestmark = [pytest.mark.api, pytest.mark.timeout(900), pytest.mark.filterwarnings("ignore")]

CASES = int(os.environ.get("MINIFB_TEST_CASES", "8"))
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
]


def wrong_answers(server, operations, token_for):
    """Ask every operation for what it takes and for what it does not; list what was not answered as documented."""
    wrong = []
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                ask(server, operation, mode, token_for)
            except Unsatisfiable:
                pass  # there is no wrong way to ask for something that takes nothing
            except FailureGroup as failures:
                wrong += [f"{operation.label} ({mode.value}): {failure}" for failure in failures.exceptions]
    return wrong


def ask(server, operation, mode, token_for):
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=CASES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    def one(case):
        token = token_for(operation.label)
        if mode is GenerationMode.POSITIVE and " /auth" not in operation.label:
            known = server.things(operation.label)
            case.path_parameters = {name: known.get(name, value) for name, value in case.path_parameters.items()}
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = case.call(base_url=server.url, headers=headers)
        server.answered[response.status_code] += 1
        if response.status_code == 401:
            server.tokens.pop(operation.label, None)  # signed out, or left: the next request is another member's
        case.validate_response(response, checks=CHECKS)

    one()


def test_nobody_makes_the_server_stumble(server, operations):
    """Whatever somebody who is not signed in sends, the answer is documented and no error of ours."""
    assert not wrong_answers(server, operations, lambda _: None)


def test_a_member_does_not_either(server, operations):
    """Whatever a member sends, the answer is documented and no error of ours."""
    assert not wrong_answers(server, operations, server.token)


def test_nor_does_the_owner(server, operations):
    """Whatever the owner sends, the answer is documented and no error of ours."""
    server.tokens.clear()
    assert not wrong_answers(server, operations, server.owners)


def test_nothing_was_noted_as_a_bug(server, capsys):
    """After all of it the list of errors nobody foresaw is empty."""
    with capsys.disabled():
        print(f"\n{server.answered.total()} generated requests, by status: {dict(sorted(server.answered.items()))}")
    assert server.failures() == []
