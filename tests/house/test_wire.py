"""The wire: fields that every client may rely on, held against the OpenAPI document. More is welcome, these stay."""

import json
from typing import Any

import pytest

from tests.house.sources import ROOT

DOCUMENT = json.loads((ROOT / "docs/generated/openapi.json").read_text(encoding="utf-8"))

CARD = "id username firstName lastName avatar"
SESSION = "user accessToken refreshToken tokenType expiresIn"
POST = "id author text spans audience media sharedPost poll createdAt editedAt counts myReaction can"
COMMENT = "id postId parentId author text spans createdAt editedAt counts myReaction"
PROFILE = f"{CARD} bio birthday location links cover createdAt counts relation"
PAGE = "items next"

# method and path; fields it takes; status and fields of the answer; where it is a page, fields of an item
WIRE = [
    ("post /auth/register", "email username password firstName lastName inviteCode session", 201, SESSION, ""),
    ("post /auth/login", "email username password totp session", 200, SESSION, ""),
    ("post /auth/refresh", "refreshToken", 200, "accessToken refreshToken tokenType expiresIn", ""),
    ("post /auth/logout", "refreshToken", 204, "", ""),
    ("put /auth/username", "username", 200, "user", ""),
    ("post /auth/step-up", "password totp", 204, "", ""),
    ("post /auth/forgot-password", "email", 202, "", ""),
    ("post /auth/reset-password", "token password", 204, "", ""),
    ("post /auth/verify-email", "token", 204, "", ""),
    ("get /users/profile", "", 200, PROFILE, ""),
    ("put /users/profile", "firstName lastName bio birthday location links avatarId coverId", 200, PROFILE, ""),
    ("get /users/{id}", "", 200, PROFILE, ""),
    ("get /users/search", "", 200, PAGE, f"{CARD} relation"),
    ("post /users/friends/request", "userId", 201, "id status user", ""),
    ("put /users/friends/{id}/accept", "", 200, "id status", ""),
    ("delete /users/friends/{id}", "", 204, "", ""),
    ("get /users/friends", "", 200, PAGE, "id status user since"),
    ("post /users/blocks", "userId", 204, "", ""),
    ("get /users/blocks", "", 200, PAGE, CARD),
    ("delete /users/blocks/{userId}", "", 204, "", ""),
    ("post /posts", "text audience mediaIds poll sharedPostId", 201, POST, ""),
    ("put /posts/{id}", "text audience mediaIds poll sharedPostId", 200, POST, ""),
    ("get /posts/{id}", "", 200, POST, ""),
    ("delete /posts/{id}", "", 204, "", ""),
    ("get /posts/feed", "", 200, PAGE, POST),
    ("post /posts/{id}/comments", "text parentId", 201, COMMENT, ""),
    ("get /posts/{id}/comments", "", 200, PAGE, COMMENT),
    ("post /posts/{id}/reactions", "type commentId", 200, "counts myReaction", ""),
    ("delete /posts/{id}/reactions", "", 200, "counts myReaction", ""),
]


def meant(schema: dict[str, Any]) -> dict[str, Any]:
    """Follow references, and of alternatives take the one that has fields."""
    if "$ref" in schema:
        place: Any = DOCUMENT
        for word in schema["$ref"].removeprefix("#/").split("/"):
            place = place[word.replace("~1", "/")]
        return meant(place)
    for choice in schema.get("anyOf", schema.get("oneOf", [])):
        if "properties" in (found := meant(choice)):
            return found
    return schema


def fields(schema: dict[str, Any]) -> dict[str, Any]:
    """Name the fields of a schema."""
    found: dict[str, Any] = meant(schema).get("properties", {})
    return found


@pytest.mark.parametrize(("where", "takes", "status", "gives", "each"), WIRE, ids=[row[0] for row in WIRE])
def test_the_wire_stays(where: str, takes: str, status: int, gives: str, each: str) -> None:
    """A client written against the published fields goes on working."""
    method, path = where.split()
    paths = {known.replace("{user_id}", "{userId}"): told for known, told in DOCUMENT["paths"].items()}
    operation = paths[path][method]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answer = operation["responses"][str(status)].get("content", {}).get("application/json", {}).get("schema", {})
    assert set(takes.split()) <= set(fields(body))
    assert set(gives.split()) <= set(fields(answer))
    if each:
        assert set(each.split()) <= set(fields(meant(fields(answer)["items"])["items"]))
