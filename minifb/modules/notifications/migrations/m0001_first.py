"""The first tables of notifications."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint

from minifb.kernel.data.sql import Blob, Flag, Id, Json, Name, Number, Time

REVISION = "0001"


def upgrade(op: Any) -> None:
    """Make the tables."""
    op.create_table(
        "blocks",
        Column("by_id", Id, nullable=False),
        Column("blocked_id", Id, nullable=False),
        Column("active", Flag, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("by_id", "blocked_id"),
    )
    op.create_index("blocks_blocked", "blocks", ["blocked_id", "by_id"])
    op.create_table(
        "deliveries",
        Column("user_id", Id, nullable=False),
        Column("cause", Name, nullable=False),
        Column("channel", Name, nullable=False),
        Column("kind", Name, nullable=False),
        Column("notification_id", Id),
        Column("state", Name, nullable=False),
        Column("why", Name),
        Column("created_at", Time, nullable=False),
        Column("done_at", Time),
        PrimaryKeyConstraint("user_id", "cause", "channel"),
    )
    op.create_index("deliveries_done", "deliveries", ["done_at"])
    op.create_index("deliveries_held", "deliveries", ["user_id", "channel", "state"])
    op.create_table(
        "erasures",
        Column("member_id", Id, primary_key=True),
        Column("report", Flag, nullable=False),
        Column("counts", Json, nullable=False),
    )
    op.create_table(
        "friends",
        Column("member_id", Id, nullable=False),
        Column("friend_id", Id, nullable=False),
        Column("active", Flag, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("member_id", "friend_id"),
    )
    op.create_index("friends_friend", "friends", ["friend_id", "member_id"])
    op.create_table(
        "members",
        Column("id", Id, primary_key=True),
        Column("username", Name),
        Column("card", Json),
        Column("card_revision", Number, nullable=False),
        Column("suspended", Flag, nullable=False),
        Column("suspended_revision", Number, nullable=False),
        Column("away", Flag, nullable=False),
        Column("away_revision", Number, nullable=False),
        Column("gone", Flag, nullable=False),
    )
    op.create_index("members_username", "members", ["username"])
    op.create_table(
        "mutes",
        Column("by_id", Id, nullable=False),
        Column("muted_id", Id, nullable=False),
        Column("until", Time, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("by_id", "muted_id"),
    )
    op.create_index("mutes_muted", "mutes", ["muted_id", "by_id"])
    op.create_table(
        "notification_causes",
        Column("user_id", Id, nullable=False),
        Column("cause", Name, nullable=False),
        Column("notification_id", Id, nullable=False),
        Column("actor_id", Id, nullable=False),
        Column("at", Time, nullable=False),
        PrimaryKeyConstraint("user_id", "cause"),
    )
    op.create_index("notification_causes_actor", "notification_causes", ["actor_id", "user_id"])
    op.create_index("notification_causes_cause", "notification_causes", ["cause"])
    op.create_index("notification_causes_of", "notification_causes", ["notification_id", "actor_id", "at"])
    op.create_table(
        "notification_mutes",
        Column("user_id", Id, nullable=False),
        Column("post_id", Id, nullable=False),
        Column("until", Time, nullable=False),
        PrimaryKeyConstraint("user_id", "post_id"),
    )
    op.create_index("notification_mutes_post", "notification_mutes", ["post_id"])
    op.create_table(
        "notification_preferences",
        Column("user_id", Id, primary_key=True),
        Column("kinds", Json, nullable=False),
        Column("quiet_hours", Json),
        Column("digest", Name, nullable=False),
        Column("zone", Name, nullable=False),
        Column("push_text", Flag, nullable=False),
        Column("proven", Flag, nullable=False),
        Column("digest_at", Time, nullable=False),
        Column("digest_after", Time, nullable=False),
    )
    op.create_index("preferences_digest", "notification_preferences", ["digest_at"])
    op.create_table(
        "notification_totals",
        Column("day", Name, nullable=False),
        Column("kind", Name, nullable=False),
        Column("channel", Name, nullable=False),
        Column("delivered", Number, nullable=False),
        Column("opened", Number, nullable=False),
        Column("clicked", Number, nullable=False),
        PrimaryKeyConstraint("day", "kind", "channel"),
    )
    op.create_table(
        "notifications",
        Column("id", Id, primary_key=True),
        Column("user_id", Id, nullable=False),
        Column("kind", Name, nullable=False),
        Column("target_kind", Name, nullable=False),
        Column("target_id", Id, nullable=False),
        Column("place_id", Id),
        Column("detail", Json, nullable=False),
        Column("actor_ids", Json, nullable=False),
        Column("actor_count", Number, nullable=False),
        Column("began_at", Time, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("shown", Flag, nullable=False),
        Column("seen_at", Time),
        Column("read_at", Time),
    )
    op.create_index("notifications_group", "notifications", ["user_id", "kind", "target_id", "began_at"])
    op.create_index("notifications_list", "notifications", ["user_id", "created_at", "id"])
    op.create_index("notifications_old", "notifications", ["created_at", "id"])
    op.create_index("notifications_place", "notifications", ["place_id", "user_id"])
    op.create_index("notifications_target", "notifications", ["target_id"])
    op.create_index("notifications_unread", "notifications", ["user_id", "read_at"])
    op.create_table(
        "push_subscriptions",
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
    )
    op.create_index("push_subscriptions_endpoint", "push_subscriptions", ["endpoint_digest"], unique=True)
    op.create_index("push_subscriptions_user", "push_subscriptions", ["user_id", "created_at"])
    op.create_table(
        "suppressed_addresses",
        Column("digest", Blob, primary_key=True),
        Column("reason", Name, nullable=False),
        Column("said", Name, nullable=False),
        Column("at", Time, nullable=False),
    )
    op.create_table(
        "watches",
        Column("by_id", Id, nullable=False),
        Column("watched_id", Id, nullable=False),
        Column("why", Name, nullable=False),
        Column("active", Flag, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("by_id", "watched_id", "why"),
    )
    op.create_index("watches_watched", "watches", ["watched_id", "active"])
