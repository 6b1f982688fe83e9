"""What members must have been told once everything is at rest: of every act that stands once, and of none that went."""

from collections import Counter
from collections.abc import Iterator

from tests.crash.image import Databases, rows
from tests.crash.ledger import Ledger

Cause = tuple[str, str]
"""Who was told, and of what."""
CHECKED = {"comment", "reaction", "message", "friend.request", "friend.accepted"}
"""What of all that is told is held against what happened."""


def numbered(ledger: Ledger, databases: Databases) -> None:
    """Lines of a conversation are numbered without a gap, and none is there twice, at any instant."""
    if "messages" not in databases:
        return
    found = rows(
        databases["messages"],
        "select c.id, c.last_seq, count(m.seq), coalesce(max(m.seq), 0) from conversations c "
        "left join messages m on m.conversation_id = c.id group by c.id",
    )
    for conversation, last, count, highest in found:
        ledger.equal("lines are numbered without a gap", (last, last), (count, highest), conversation)
    again = "select text from messages where kind = 'text' and state = 'live' group by text having count(*) > 1"
    ledger.equal("a message is there once", [], rows(databases["messages"], again))


def told_of_all(ledger: Ledger, databases: Databases) -> None:
    """Members were told of what stands, each once; of what was taken back nothing is left."""
    found = rows(databases["notifications"], "select user_id, cause from notification_causes")
    told: Counter[Cause] = Counter((user, cause) for user, cause in found)
    ledger.equal("nobody is told twice", [], [cause for cause, times in told.items() if times > 1])
    due = {each for what in (of_comments, of_reactions, of_messages, of_friends) for each in what(databases)}
    ledger.equal("members are told of what concerns them", set(), due - told.keys())
    left = {each for each in told if each[1].partition(":")[0] in CHECKED} - due - set(perhaps(databases))
    ledger.equal("nothing is told of what is gone", set(), left)
    whole(ledger, databases)


def of_comments(databases: Databases) -> Iterator[Cause]:
    """Authors are told of the comments of others."""
    text = (
        "select p.author_id, c.id from comments c join posts p on p.id = c.post_id "
        "where c.state = 'live' and p.state = 'live' and c.author_id <> p.author_id"
    )
    yield from ((author, f"comment:{comment}") for author, comment in rows(databases["posts"], text))


def of_reactions(databases: Databases) -> Iterator[Cause]:
    """Authors are told of the reactions of others."""
    text = (
        "select p.author_id, p.id, r.user_id from reactions r join posts p on p.id = r.target_id "
        "where p.state = 'live' and r.user_id <> p.author_id"
    )
    yield from ((author, f"reaction:{post}:{who}") for author, post, who in rows(databases["posts"], text))


MESSAGES = """select p.member_id, m.id from messages m
join conversation_participants p on p.conversation_id = m.conversation_id and p.member_id <> m.sender_id
where m.state = 'live' and m.kind = 'text' and p.state = 'in'"""


def of_messages(databases: Databases) -> Iterator[Cause]:
    """Whoever is in a conversation is told of what others said that they have not read."""
    unread = f"{MESSAGES} and m.seq > p.seen_seq"
    yield from ((member, f"message:{message}") for member, message in rows(databases["messages"], unread))


def perhaps(databases: Databases) -> Iterator[Cause]:
    """Whoever commented before may be told of any comment; what was told of messages that were read may be kept."""
    # Also who took their own comment back since: they had commented when the other one came.
    commented = """select distinct json_extract(o.data, '$.authorId') as who, c.id from comments c
    join posts p on p.id = c.post_id join outbox o on o.name = 'comment.added' and o.subject = c.post_id
    where c.state = 'live' and p.state = 'live' and who <> c.author_id"""
    yield from ((member, f"comment:{comment}") for member, comment in rows(databases["posts"], commented))
    yield from ((member, f"message:{message}") for member, message in rows(databases["messages"], MESSAGES))


def of_friends(databases: Databases) -> Iterator[Cause]:
    """Who is asked is told until they answered, and then who had asked is."""
    text = "select id, status, by_id, case by_id when low_id then high_id else low_id end from friendships"
    for friendship, status, by, other in rows(databases["users"], text):
        if status == "pending":
            yield other, f"friend.request:{friendship}"
        elif status == "friends":
            yield by, f"friend.accepted:{friendship}"


def whole(ledger: Ledger, databases: Databases) -> None:
    """A notification counts those who did what it tells, none is left empty, and nothing waits to go out."""
    notifications = databases["notifications"]
    text = "select notification_id, count(distinct actor_id) from notification_causes where actor_id <> '' group by 1"
    counted = dict(rows(notifications, text))
    found = dict(rows(notifications, "select id, actor_count from notifications where actor_count > 0"))
    wrong = {each: (counted.get(each), found.get(each)) for each in counted.keys() ^ found.keys()}
    wrong |= {each: (counted[each], found[each]) for each in counted.keys() & found if counted[each] != found[each]}
    ledger.equal("a notification counts who did it", {}, wrong)
    text = "select user_id, cause, channel from deliveries where state = 'due'"
    ledger.equal("nothing waits to go out", [], rows(notifications, text))
