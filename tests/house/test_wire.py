"""The wire: fields that every client may rely on, held against the OpenAPI document. More is welcome, these stay."""

import json
import re
from typing import Any

import pytest

from tests.house.sources import ROOT

DOCUMENT = json.loads((ROOT / "docs/generated/openapi.json").read_text(encoding="utf-8"))

CARD = "id username firstName lastName avatar"
SESSION = "user accessToken refreshToken tokenType expiresIn"
POST = "id author text spans audience media sharedPost poll createdAt editedAt counts myReaction can"
DRAFT = "id text audience commentsFrom mediaIds poll sharedPostId publishAt problem createdAt updatedAt"
COMMENT = "id postId parentId author text spans createdAt editedAt counts myReaction"
PROFILE = f"{CARD} bio birthday location links cover createdAt lastSeen counts relation mutualFriends canRequest"
PRIVACY = "bio birthday birthYear location links friends lastSeen requests search"
LIST = "id kind name count createdAt"
REPORTED = "id reason note state user shown reporter reportedAt decided"
CASE = "id target state reasons reporters firstReportedAt lastReportedAt revision decided"
POLL = "options multiple closesAt votes myVotes"
TALK = "id kind title participants lastMessage unreadCount muted updatedAt request"
MESSAGE = "id conversationId seq sender text spans media replyTo reactions createdAt editedAt deletedAt clientId"
MEDIUM = "id ownerId kind status type bytes width height duration alt placeholder variants createdAt progress reason"
NOTIFICATION = "id kind actors actorCount target text createdAt seenAt readAt"
PREFERENCES = "kinds quietHours digest"
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
    ("get /auth/community", "", 200, "name signUp verificationRequired", ""),
    ("put /auth/community", "name signUp", 200, "name signUp verificationRequired", ""),
    ("get /users/profile", "", 200, PROFILE, ""),
    ("put /users/profile", "firstName lastName bio birthday location links avatarId coverId", 200, PROFILE, ""),
    ("get /users/{id}", "", 200, PROFILE, ""),
    ("get /users/privacy", "", 200, PRIVACY, ""),
    ("put /users/privacy", PRIVACY, 200, PRIVACY, ""),
    ("post /users/deactivate", "", 204, "", ""),
    ("get /users/birthdays", "", 200, PAGE, "user day turns"),
    ("get /users/{id}/mutual-friends", "", 200, PAGE, CARD),
    ("get /users/search", "", 200, PAGE, f"{CARD} relation"),
    ("post /users/friends/request", "userId", 201, "id status user", ""),
    ("put /users/friends/{id}/accept", "", 200, "id status", ""),
    ("delete /users/friends/{id}", "", 204, "", ""),
    ("get /users/friends", "", 200, PAGE, "id status user since"),
    ("post /users/blocks", "userId", 204, "", ""),
    ("get /users/blocks", "", 200, PAGE, CARD),
    ("delete /users/blocks/{userId}", "", 204, "", ""),
    ("get /users/lists", "", 200, PAGE, LIST),
    ("post /users/lists", "name", 201, LIST, ""),
    ("get /users/lists/{id}", "", 200, LIST, ""),
    ("put /users/lists/{id}", "name", 200, LIST, ""),
    ("delete /users/lists/{id}", "", 204, "", ""),
    ("get /users/lists/{id}/members", "", 200, PAGE, CARD),
    ("put /users/lists/{id}/members", "userIds", 200, LIST, ""),
    ("put /users/lists/{id}/members/{userId}", "", 204, "", ""),
    ("delete /users/lists/{id}/members/{userId}", "", 204, "", ""),
    ("post /users/follows", "userId first", 204, "", ""),
    ("get /users/follows", "", 200, PAGE, f"{CARD} first since"),
    ("delete /users/follows/{userId}", "", 204, "", ""),
    ("get /users/followers", "", 200, PAGE, f"{CARD} since"),
    ("post /users/{id}/report", "reason note", 204, "", ""),
    ("get /users/reports", "", 200, PAGE, REPORTED),
    ("get /users/reports/{id}", "", 200, REPORTED, ""),
    ("put /users/reports/{id}", "decision reason", 200, REPORTED, ""),
    ("post /users/mutes", "userId days", 204, "", ""),
    ("get /users/mutes", "", 200, PAGE, f"{CARD} until"),
    ("delete /users/mutes/{userId}", "", 204, "", ""),
    ("get /users/suggestions", "", 200, PAGE, "user reason"),
    ("delete /users/suggestions/{userId}", "", 204, "", ""),
    ("post /posts", "text audience mediaIds poll sharedPostId", 201, POST, ""),
    ("put /posts/{id}", "text audience mediaIds poll sharedPostId", 200, POST, ""),
    ("get /posts/{id}", "", 200, POST, ""),
    ("delete /posts/{id}", "", 204, "", ""),
    ("get /posts/feed", "", 200, PAGE, f"{POST} why"),
    ("get /posts/feed/{postId}/why", "", 200, "reason terms score", ""),
    ("get /posts/{id}/audience", "", 200, f"kind rule everyone except {PAGE} count", ""),
    ("post /posts/audience", "audience", 200, f"kind rule everyone except {PAGE} count", ""),
    ("get /posts/{id}/audience/changes", "", 200, PAGE, "before after cause changedAt"),
    ("get /posts/limit-past", "", 200, "before count", ""),
    ("post /posts/limit-past", "before", 200, "before count", ""),
    ("put /posts/{id}/vote", "optionIds", 200, POLL, ""),
    ("get /posts/{id}/shares", "", 200, PAGE, POST),
    ("post /posts/drafts", "text audience mediaIds poll sharedPostId publishAt", 201, DRAFT, ""),
    ("get /posts/drafts", "", 200, PAGE, DRAFT),
    ("put /posts/drafts/{draftId}", "text audience mediaIds poll sharedPostId publishAt", 200, DRAFT, ""),
    ("post /posts/drafts/{draftId}/publish", "", 201, POST, ""),
    ("put /posts/{id}/pin", "", 204, "", ""),
    ("get /posts/user/{userId}/pinned", "", 200, PAGE, POST),
    ("put /posts/{id}/save", "", 204, "", ""),
    ("get /posts/saved", "", 200, PAGE, POST),
    ("put /posts/{id}/hide", "", 204, "", ""),
    ("get /posts/hidden", "", 200, PAGE, POST),
    ("post /posts/{id}/reports", "reason note commentId takeDown", 204, "", ""),
    ("get /posts/removed", "", 200, PAGE, "kind postId commentId text reason removedAt"),
    ("get /posts/reports", "", 200, PAGE, CASE),
    ("get /posts/reports/{id}", "", 200, f"{CASE} reports", ""),
    ("put /posts/reports/{id}", "decision reason revision", 200, f"{CASE} reports", ""),
    ("post /posts/{id}/comments", "text parentId", 201, COMMENT, ""),
    ("get /posts/{id}/comments", "", 200, PAGE, COMMENT),
    ("post /posts/{id}/reactions", "type commentId", 200, "counts myReaction", ""),
    ("delete /posts/{id}/reactions", "", 200, "counts myReaction", ""),
    ("get /posts/{id}/reactions", "", 200, PAGE, "user type createdAt"),
    ("post /media/upload", "file alt", 201, MEDIUM, ""),
    ("post /media/batch-upload", "files alt", 201, "items", MEDIUM),
    ("post /media/uploads", "", 201, "id offset length expiresAt", ""),
    ("get /media/{id}", "", 200, MEDIUM, ""),
    ("put /media/{id}", "alt", 200, MEDIUM, ""),
    ("delete /media/{id}", "", 204, "", ""),
    ("get /media/user/{userId}", "", 200, PAGE, MEDIUM),
    ("get /media/usage", "", 200, "userId files bytes quota today dayQuota kinds", ""),
    ("get /media/ledger", "", 200, PAGE, "userId user files bytes"),
    ("get /notifications", "", 200, PAGE, NOTIFICATION),
    ("get /notifications/unread-count", "", 200, "count unseen", ""),
    ("put /notifications/{id}/read", "", 204, "", ""),
    ("post /notifications/mark-all-read", "", 204, "", ""),
    ("post /notifications/mark-all-seen", "", 204, "", ""),
    ("delete /notifications/{id}", "", 204, "", ""),
    ("post /notifications/mail/test", "", 200, "mail to sent said folder", ""),
    ("get /notifications/preferences", "", 200, PREFERENCES, ""),
    ("put /notifications/preferences", PREFERENCES, 200, PREFERENCES, ""),
]

# method and path; the body or the answer; the way to a part of it; fields of that part
PARTS = [
    ("post /auth/register", "answer", "user", f"{CARD} email emailVerified roles"),
    ("put /users/profile", "body", "links", "title url"),
    ("get /users/{id}", "answer", "counts", "friends posts"),
    ("get /users/friends", "answer", "items user", CARD),
    ("post /users/friends/request", "answer", "user", CARD),
    ("post /posts", "body", "audience", "kind ids"),
    ("post /posts", "body", "poll", "options multiple closesAt"),
    ("get /posts/{id}", "answer", "author", CARD),
    ("get /posts/{id}", "answer", "spans", "start end kind userId tag url"),
    ("get /posts/{id}", "answer", "audience", "kind ids"),
    ("get /posts/{id}", "answer", "poll", POLL),
    ("get /posts/{id}", "answer", "poll options", "id text votes"),
    ("get /posts/{id}", "answer", "sharedPost", "id author text spans media poll createdAt editedAt"),
    ("get /posts/{id}", "answer", "counts", "comments shares reactions"),
    ("get /posts/{id}", "answer", "can", "comment react edit delete"),
    ("get /posts/feed", "answer", "items why", "reason terms"),
    ("get /posts/feed/{postId}/why", "answer", "terms", "name factor text control"),
    ("put /posts/{id}/vote", "answer", "options", "id text votes"),
    ("get /posts/{id}/comments", "answer", "items counts", "replies reactions"),
    ("post /posts/{id}/comments", "answer", "author", CARD),
    ("get /posts/{id}/reactions", "answer", "items user", CARD),
    ("get /media/{id}", "answer", "variants", "name type width height bytes url"),
    ("get /media/usage", "answer", "kinds", "kind files bytes"),
    ("get /notifications", "answer", "items actors", CARD),
    ("get /notifications", "answer", "items target", "kind id url"),
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


def operation(where: str) -> dict[str, Any]:
    """Find an operation; its parameters are named as in Python there, and in camelCase here."""
    method, path = where.split()
    for known, told in DOCUMENT["paths"].items():
        if re.sub(r"_([a-z])", lambda found: found[1].upper(), known) == path:
            return dict(told[method])
    raise KeyError(where)


def schema(of: dict[str, Any]) -> dict[str, Any]:
    """Give the schema of a body or an answer: of its JSON, or of its form."""
    content: dict[str, Any] = of.get("content", {})
    found: dict[str, Any] = content.get("application/json", content.get("multipart/form-data", {})).get("schema", {})
    return found


@pytest.mark.parametrize(("where", "takes", "status", "gives", "each"), WIRE, ids=[row[0] for row in WIRE])
def test_the_wire_stays(where: str, takes: str, status: int, gives: str, each: str) -> None:
    """A client written against the published fields goes on working."""
    told = operation(where)
    body, answer = schema(told.get("requestBody", {})), schema(told["responses"][str(status)])
    assert set(takes.split()) <= set(fields(body))
    assert set(gives.split()) <= set(fields(answer))
    if each:
        assert set(each.split()) <= set(fields(meant(fields(answer)["items"])["items"]))


@pytest.mark.parametrize(("where", "side", "way", "holds"), PARTS, ids=[" ".join(row[:3]) for row in PARTS])
def test_the_parts_stay(where: str, side: str, way: str, holds: str) -> None:
    """What stands inside the published fields keeps its own."""
    told = operation(where)
    answer = next(answer for status, answer in told["responses"].items() if status.startswith("2"))
    part = schema(told["requestBody"] if side == "body" else answer)
    for field in way.split():
        part = meant(fields(part)[field])
        part = part.get("items", part)
    assert set(holds.split()) <= set(fields(part))
