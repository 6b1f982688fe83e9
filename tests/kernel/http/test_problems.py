"""Whatever goes wrong, the answer has the same fields and says nothing it should not."""

import pytest

from minifb.kernel.http.problems import answer_to, field_errors
from minifb.kernel.refusals import TooMany, every

FIELDS = {"type", "title", "status", "detail", "instance", "code", "requestId"}

CASES = [
    ("GET", "/nothing", {}, 404, "not_found"),
    ("DELETE", "/open", {}, 405, "method_not_allowed"),
    ("GET", "/open?limit=x", {}, 422, "invalid"),
    ("GET", "/asked", {}, 422, "invalid"),
    ("GET", "/numbers/x", {}, 404, "not_found"),
    ("GET", "/things/one", {}, 401, "unauthenticated"),
    ("GET", "/boom", {}, 500, "internal"),
    ("GET", "/taken", {}, 409, "conflict"),
    ("POST", "/open-things", {"content": b"{"}, 415, "unsupported"),
    ("POST", "/open-things", {"json": {}}, 422, "invalid"),
    ("POST", "/raw", {"content": b"x" * 1001}, 413, "too_large"),
    ("TRACE", "/open", {}, 405, "method_not_allowed"),
]


@pytest.mark.parametrize(("method", "path", "sent", "status", "code"), CASES)
async def test_every_refusal_has_the_fields_of_the_wire(world, method, path, sent, status, code):
    """A problem has exactly the eight fields of the wire, whoever refused."""
    async with world.client() as anybody:
        answer = await anybody.request(method, path, **sent)
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert set(problem) == (FIELDS | {"errors"} if "errors" in problem else FIELDS)
    assert problem["code"] == code
    assert problem["instance"] == f"urn:uuid:{problem['requestId']}" == f"urn:uuid:{answer.headers['x-request-id']}"


async def test_a_bug_is_noted_and_not_explained(world):
    """What nobody foresaw is answered without a word of the error, and noted with the request's id."""
    async with world.client() as anybody:
        answer = await anybody.get("/boom")
    assert not any(word in answer.text for word in ("hunter2", "SELECT", "/srv", "RuntimeError"))
    ((error, request_id),) = world.escaped
    assert (str(error)[:8], request_id) == ("password", answer.headers["x-request-id"])


async def test_a_constraint_is_a_conflict_that_is_noted(world):
    """A constraint that caught what a rule should have is a conflict for the caller, and a bug for us."""
    async with world.client() as anybody:
        answer = await anybody.get("/taken")
    assert "users.email" not in answer.text
    assert len(world.escaped) == 1


async def test_a_write_that_is_being_applied_is_202(world):
    """A change that is kept but not applied everywhere yet is answered 202."""
    async with world.client() as anybody:
        answer = await anybody.get("/applying")
    assert (answer.status_code, answer.json()) == (202, {"status": "applying"})


async def test_a_wrong_method_is_told_the_right_ones(world):
    """405 names the methods of the address, HEAD among them wherever there is GET."""
    async with world.client() as anybody:
        answer = await anybody.delete("/open")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("refusal", [kind for kind in every() if hasattr(kind, "status")])
def test_every_kind_of_refusal_can_be_written(refusal):
    """Every refusal there is becomes a problem of its own status; 429 and 503 say how long to wait."""
    ready = answer_to(refusal(), "id")
    assert ready.status == refusal.status
    assert ((b"retry-after", b"1") in ready.headers) == (refusal.status in {429, 503})


def test_waiting_is_told_in_whole_seconds():
    """Retry-After is rounded up, so that who waits that long is let in."""
    assert (b"retry-after", b"3") in answer_to(TooMany(retry_after=2.1), "id").headers


@pytest.mark.parametrize(
    ("message", "field", "code"),
    [
        ("Object missing required field `email`", "email", "required"),
        ("Object contains unknown field `bla` - at `$.audience`", "audience.bla", "unknown"),
        ("Object contains unknown field `my secret`", "?", "unknown"),
        ("Expected `str` of length >= 2 - at `$.firstName`", "firstName", "too_short"),
        ("Expected `array` of length <= 3 - at `$.tags`", "tags", "too_many"),
        ("Expected `int`, got `str` - at `$.items[0].n`", "items[0].n", "type"),
        ("Invalid enum value 'hunter2' - at `$.kind`", "kind", "choice"),
        ("Invalid RFC3339 encoded datetime - at `$.at`", "at", "format"),
        ("Expected `str` matching regex '^secret$' - at `$.x`", "x", "pattern"),
        ("something that is said by somebody", "", "invalid"),
    ],
)
def test_a_field_at_fault_is_named_without_its_value(message, field, code):
    """A field is named as the client wrote it, with a code for programs, and never with what was sent."""
    (error,) = field_errors(message)
    assert (error.field, error.code) == (field, code)
    assert "hunter2" not in error.message
    assert "secret" not in error.message
