"""The first tables of messages."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, text

from minifb.kernel.data.sql import Flag, Id, Json, Name, Number, Time

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
        "conversation_participants",
        Column("conversation_id", Id, nullable=False),
        Column("member_id", Id, nullable=False),
        Column("role", Name, nullable=False),
        Column("state", Name, nullable=False),
        Column("joined_at", Time, nullable=False),
        Column("joined_seq", Number, nullable=False),
        Column("left_seq", Number),
        Column("left_at", Time),
        Column("left_title", Name),
        Column("delivered_seq", Number, nullable=False),
        Column("read_seq", Number, nullable=False),
        Column("seen_seq", Number, nullable=False),
        Column("unread_from", Number),
        Column("cleared_seq", Number, nullable=False),
        Column("muted_until", Time, nullable=False),
        Column("archived_seq", Number),
        Column("pinned_at", Time),
        PrimaryKeyConstraint("conversation_id", "member_id"),
    )
    op.create_index("participants_member", "conversation_participants", ["member_id", "state", "conversation_id"])
    op.create_table(
        "conversations",
        Column("id", Id, primary_key=True),
        Column("kind", Name, nullable=False),
        Column("pair", Name),
        Column("title", Name),
        Column("picture_id", Id),
        Column("by_id", Id, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("updated_at", Time, nullable=False),
        Column("last_seq", Number, nullable=False),
        Column("members", Number, nullable=False),
        Column("revision", Number, nullable=False),
    )
    op.create_index("conversations_pair", "conversations", ["pair"], unique=True)
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
        "message_copies",
        Column("message_id", Id, primary_key=True),
        Column("sender_id", Id, nullable=False),
        Column("text", Name, nullable=False),
        Column("until", Time, nullable=False),
    )
    op.create_index("message_copies_sender", "message_copies", ["sender_id"])
    op.create_index("message_copies_until", "message_copies", ["until"])
    op.create_table(
        "message_edits",
        Column("message_id", Id, nullable=False),
        Column("revision", Number, nullable=False),
        Column("written_at", Time, nullable=False),
        Column("text", Name, nullable=False),
        Column("spans", Json, nullable=False),
        PrimaryKeyConstraint("message_id", "revision"),
    )
    op.create_table(
        "message_hides",
        Column("member_id", Id, nullable=False),
        Column("conversation_id", Id, nullable=False),
        Column("seq", Number, nullable=False),
        PrimaryKeyConstraint("member_id", "conversation_id", "seq"),
    )
    op.create_index("message_hides_conversation", "message_hides", ["conversation_id", "seq"])
    op.create_table(
        "message_reactions",
        Column("message_id", Id, nullable=False),
        Column("member_id", Id, nullable=False),
        Column("type", Name, nullable=False),
        Column("reacted_at", Time, nullable=False),
        PrimaryKeyConstraint("message_id", "member_id"),
    )
    op.create_index("message_reactions_member", "message_reactions", ["member_id", "message_id"])
    op.create_table(
        "message_reports",
        Column("id", Id, primary_key=True),
        Column("message_id", Id, nullable=False),
        Column("conversation_id", Id, nullable=False),
        Column("sender_id", Id, nullable=False),
        Column("reporter_id", Id, nullable=False),
        Column("reason", Name, nullable=False),
        Column("note", Name, nullable=False),
        Column("context", Json, nullable=False),
        Column("state", Name, nullable=False),
        Column("reported_at", Time, nullable=False),
        Column("decided_by", Id),
        Column("decided_at", Time),
        Column("decision", Name),
    )
    op.create_index("message_reports_once", "message_reports", ["message_id", "reporter_id"], unique=True)
    op.create_index("message_reports_queue", "message_reports", ["state", "reported_at", "id"])
    op.create_index("message_reports_reporter", "message_reports", ["reporter_id"])
    op.create_index("message_reports_sender", "message_reports", ["sender_id"])
    op.create_table(
        "message_settings",
        Column("member_id", Id, primary_key=True),
        Column("receipts", Flag, nullable=False),
        Column("presence", Flag, nullable=False),
    )
    op.create_table(
        "messages",
        Column("id", Id, primary_key=True),
        Column("conversation_id", Id, nullable=False),
        Column("seq", Number, nullable=False),
        Column("sender_id", Id, nullable=False),
        Column("kind", Name, nullable=False),
        Column("text", Name, nullable=False),
        Column("spans", Json, nullable=False),
        Column("media_ids", Json, nullable=False),
        Column("system", Json),
        Column("reply_to_id", Id),
        Column("forwarded", Flag, nullable=False),
        Column("client_id", Name),
        Column("state", Name, nullable=False),
        Column("reactions", Json, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("edited_at", Time),
        Column("deleted_at", Time),
        Column("revision", Number, nullable=False),
    )
    op.create_index("messages_changed", "messages", ["conversation_id", "revision"])
    op.create_index(
        "messages_client",
        "messages",
        ["sender_id", "client_id"],
        unique=True,
        sqlite_where=text("client_id IS NOT NULL"),
        postgresql_where=text("client_id IS NOT NULL"),
    )
    op.create_index("messages_order", "messages", ["conversation_id", "seq"], unique=True)
    op.create_index(
        "messages_reply",
        "messages",
        ["reply_to_id"],
        sqlite_where=text("reply_to_id IS NOT NULL"),
        postgresql_where=text("reply_to_id IS NOT NULL"),
    )
    op.create_index("messages_sender", "messages", ["sender_id", "id"])
    op.create_table(
        "mutes",
        Column("by_id", Id, nullable=False),
        Column("muted_id", Id, nullable=False),
        Column("until", Time, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("by_id", "muted_id"),
    )
    op.create_index("mutes_muted", "mutes", ["muted_id", "by_id"])
