"""What the modules' databases must say about each other, whatever was killed in between."""

import json
from collections import Counter
from typing import Any

from tests.crash.image import Databases, rows
from tests.crash.ledger import Ledger

ONCE = {
    "user.registered": ("auth", "userId"),
    "user.activated": ("auth", "userId"),
    "user.profile.created": ("users", "userId"),
    "post.created": ("posts", "postId"),
    "post.deleted": ("posts", "postId"),
    "comment.added": ("posts", "commentId"),
    "comment.deleted": ("posts", "commentId"),
    "conversation.created": ("messages", "conversationId"),
    "message.sent": ("messages", "messageId"),
    "message.deleted": ("messages", "messageId"),
}
"""Events that happen at most once to what this field names."""


def told_once(ledger: Ledger, databases: Databases) -> None:
    """A change and its event are one, at any instant: no row without its event, no event without its row."""
    if not {"auth", "users", "posts", "messages"} <= databases.keys():
        return
    auth, users, posts, messages = (databases[name] for name in ("auth", "users", "posts", "messages"))
    told: dict[str, set[Any]] = {}
    for name, (source, field) in ONCE.items():
        text = f"select json_extract(data, '$.{field}') from outbox where name = '{name}'"
        counted = Counter(each for (each,) in rows(databases[source], text))
        twice = [each for each, count in counted.items() if count > 1]
        ledger.equal("every event is told once", [], twice, name)
        told[name] = set(counted)
    pairs = {
        "an active account": (told["user.activated"], auth, "select user_id from sagas where state = 'active'"),
        "a profile": (told["user.profile.created"], users, "select id from users"),
        "a post": (told["post.created"], posts, "select id from posts"),
        "a conversation": (told["conversation.created"], messages, "select id from conversations"),
        "a message": (told["message.sent"], messages, "select id from messages where kind = 'text'"),
        "an unsent message": (told["message.deleted"], messages, "select id from messages where state <> 'live'"),
        "a deleted post": (told["post.deleted"], posts, "select id from posts where state <> 'live'"),
    }
    for what, (events, database, text) in pairs.items():
        found = {each for (each,) in rows(database, text)}
        ledger.equal("a change and its event are one", set(), events ^ found, what)
    again = rows(posts, "select text from posts where state = 'live' group by text having count(*) > 1")
    ledger.equal("a retry with the same key has no second effect", [], again)
    live = {each for (each,) in rows(posts, "select id from comments where state = 'live'")}
    said = told["comment.added"] - told["comment.deleted"]
    under_deleted = "select id from comments where post_id in (select id from posts where state <> 'live')"
    gone = {each for (each,) in rows(posts, under_deleted)} | _told_under_deleted(databases, told["post.deleted"])
    ledger.equal("a change and its event are one", set(), (live ^ said) - gone, "a comment")


def _told_under_deleted(databases: Databases, deleted: set[Any]) -> set[Any]:
    """Comments go with their post, without an event of their own."""
    text = (
        "select json_extract(data, '$.commentId'), json_extract(data, '$.postId') from outbox "
        "where name = 'comment.added'"
    )
    return {comment for comment, post in rows(databases["posts"], text) if post in deleted}


def applied_once(ledger: Ledger, databases: Databases) -> None:
    """Every event's effect was applied once: the copies say what their owners say, and the counts count right."""
    auth, users, posts = databases["auth"], databases["users"], databases["posts"]

    def same(what: str, one: list[Any], other: list[Any]) -> None:
        wrong = {"only with the owner": set(one) - set(other), "only in the copy": set(other) - set(one)}
        ledger.check(what, len(one) == len(other) and not any(wrong.values()), wrong)

    same(
        "active accounts have a profile",
        rows(auth, "select id, username from users where state = 'active'"),
        rows(users, "select id, username from users where state = 'active'"),
    )
    cards = rows(users, "select id, username, first_name, last_name from users where state = 'active'")
    friends = rows(users, "select low_id, high_id from friendships where status = 'friends'")
    blocks = rows(users, "select by_id, blocked_id from blocks")
    for name in ("posts", "messages", "notifications", "search"):
        copy = databases[name]
        known = rows(
            copy,
            "select id, json_extract(card, '$.username'), json_extract(card, '$.firstName'), "
            "json_extract(card, '$.lastName') from members where card is not null and not gone",
        )
        same(f"{name} has every card as users has it", cards, known)
        pairs = rows(copy, "select member_id, friend_id from friends where active")
        same(f"{name} has every friendship, both ways", [*friends, *((high, low) for low, high in friends)], pairs)
        same(f"{name} has every block", blocks, rows(copy, "select by_id, blocked_id from blocks where active"))
    counted = Counter(each for pair in friends for each in pair)
    same(
        "friends are counted once",
        [(each, counted[each]) for (each,) in rows(users, "select id from users where state = 'active'")],
        rows(users, "select id, friends from users where state = 'active'"),
    )
    shared = Counter(
        each
        for (each,) in rows(posts, "select author_id from posts where state = 'live' and audience_kind <> 'onlyMe'")
    )
    same(
        "posts are counted once",
        [(each, shared[each]) for (each,) in rows(users, "select id from users where state = 'active'")],
        rows(users, "select id, posts from users where state = 'active'"),
    )
    said = Counter(each for (each,) in rows(posts, "select post_id from comments where state = 'live'"))
    felt: dict[str, Counter[str]] = {}
    for target, kind in rows(posts, "select target_id, type from reactions"):
        felt.setdefault(target, Counter())[kind] += 1
    for each, comments, reactions in rows(posts, "select id, comments, reactions from posts where state = 'live'"):
        ledger.equal("comments are counted once", said[each], comments, each)
        kept = {kind: count for kind, count in json.loads(reactions).items() if count}
        ledger.equal("reactions are counted once", dict(felt.get(each, {})), kept, each)
