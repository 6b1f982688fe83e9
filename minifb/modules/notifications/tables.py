"""The tables of notifications: what members are told and what they want to be told, and the copy of people."""

from sqlalchemy import Column, Index, MetaData, PrimaryKeyConstraint, Table

from minifb.kernel.data.erasing import Erasures
from minifb.kernel.data.people import People
from minifb.kernel.data.sql import Blob, Flag, Id, Json, Name, Number, Time

METADATA = MetaData()

notifications = Table(
    "notifications",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("kind", Name, nullable=False),
    Column("target_kind", Name, nullable=False),
    Column("target_id", Id, nullable=False),
    Column("place_id", Id),  # the post or conversation that the target stands in
    Column("detail", Json, nullable=False),  # what the words need beside the people: {"reaction": "love"}
    Column("actor_ids", Json, nullable=False),  # the latest ten of them
    Column("actor_count", Number, nullable=False),
    Column("began_at", Time, nullable=False),  # a group takes no one in half a day later
    Column("created_at", Time, nullable=False),  # of the latest act in it
    Column("shown", Flag, nullable=False),  # whether the list has it: who turned a kind off in the app still gets mail
    Column("seen_at", Time),
    Column("read_at", Time),
    Index("notifications_list", "user_id", "created_at", "id"),
    Index("notifications_unread", "user_id", "read_at"),
    Index("notifications_group", "user_id", "kind", "target_id", "began_at"),
    Index("notifications_target", "target_id"),
    Index("notifications_place", "place_id", "user_id"),
    Index("notifications_old", "created_at", "id"),
)

# Why a member was told: one row for each cause, so that nobody is told of it twice and it can be taken back.
notification_causes = Table(
    "notification_causes",
    METADATA,
    Column("user_id", Id, nullable=False),
    Column("cause", Name, nullable=False),  # `comment:<id>`, `reaction:<target>:<member>`, `friend.request:<pair>`
    Column("notification_id", Id, nullable=False),
    Column("actor_id", Id, nullable=False),
    Column("at", Time, nullable=False),
    PrimaryKeyConstraint("user_id", "cause"),
    Index("notification_causes_of", "notification_id", "actor_id", "at"),
    Index("notification_causes_cause", "cause"),
    Index("notification_causes_actor", "actor_id", "user_id"),
)

# What a member wants to be told and when, where they said so.
notification_preferences = Table(
    "notification_preferences",
    METADATA,
    Column("user_id", Id, primary_key=True),
    Column("kinds", Json, nullable=False),  # {"comment": {"email": false}}: what differs from the defaults
    Column("quiet_hours", Json),
    Column("digest", Name, nullable=False),
    Column("zone", Name, nullable=False),
    Column("push_text", Flag, nullable=False),  # whether a push says what was written
    Column("proven", Flag, nullable=False),  # whether an address of the member is proven: without, nothing is mailed
    Column("digest_at", Time, nullable=False),  # the next one; 0: none
    Column("digest_after", Time, nullable=False),  # what came until then was in the one before
    Index("preferences_digest", "digest_at"),
)

# Posts about which a member does not want to be told any more.
notification_mutes = Table(
    "notification_mutes",
    METADATA,
    Column("user_id", Id, nullable=False),
    Column("post_id", Id, nullable=False),
    Column("until", Time, nullable=False),
    PrimaryKeyConstraint("user_id", "post_id"),
    Index("notification_mutes_post", "post_id"),
)

# What goes out by mail or push: once for each cause, person and channel.
deliveries = Table(
    "deliveries",
    METADATA,
    Column("user_id", Id, nullable=False),
    Column("cause", Name, nullable=False),
    Column("channel", Name, nullable=False),  # email | push
    Column("kind", Name, nullable=False),
    Column("notification_id", Id),
    Column("state", Name, nullable=False),  # due | held (quiet hours) | sent | dropped (nothing to tell any more)
    Column("why", Name),
    Column("created_at", Time, nullable=False),
    Column("done_at", Time),
    PrimaryKeyConstraint("user_id", "cause", "channel"),
    Index("deliveries_held", "user_id", "channel", "state"),
    Index("deliveries_done", "done_at"),
)

# How much went out and was followed, per day, for admins: totals of everybody.
notification_totals = Table(
    "notification_totals",
    METADATA,
    Column("day", Name, nullable=False),  # 2026-11-23
    Column("kind", Name, nullable=False),
    Column("channel", Name, nullable=False),
    Column("delivered", Number, nullable=False),
    Column("opened", Number, nullable=False),
    Column("clicked", Number, nullable=False),
    PrimaryKeyConstraint("day", "kind", "channel"),
)

# Devices that take pushes.
push_subscriptions = Table(
    "push_subscriptions",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, nullable=False),
    Column("session_id", Id, nullable=False),
    Column("endpoint", Name, nullable=False),
    Column("endpoint_digest", Blob, nullable=False),
    Column("p256dh", Blob, nullable=False),
    Column("secret", Blob, nullable=False),
    Column("device", Name, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("used_at", Time),
    Index("push_subscriptions_user", "user_id", "created_at"),
    Index("push_subscriptions_endpoint", "endpoint_digest", unique=True),
)

# Mail addresses that bounced or complained, by digest: nothing goes there until the member has another one.
suppressed_addresses = Table(
    "suppressed_addresses",
    METADATA,
    Column("digest", Blob, primary_key=True),
    Column("reason", Name, nullable=False),  # bounced | complained
    Column("said", Name, nullable=False),
    Column("at", Time, nullable=False),
)

ERASURES = Erasures(METADATA)
"""The members who are being erased, piece by piece."""

PEOPLE = People(METADATA)
"""The copy of cards, friendships, blocks and mutes."""

# Whose posts a member is told of at once: close friends, and those they see first.
watches = Table(
    "watches",
    METADATA,
    Column("by_id", Id, nullable=False),
    Column("watched_id", Id, nullable=False),
    Column("why", Name, nullable=False),  # first | close
    Column("active", Flag, nullable=False),
    Column("revision", Number, nullable=False),
    PrimaryKeyConstraint("by_id", "watched_id", "why"),
    Index("watches_watched", "watched_id", "active"),
)
