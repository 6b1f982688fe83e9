"""The tables of messages: conversations, who is in them, what is said; and the copy of people."""

from sqlalchemy import Column, Index, MetaData, PrimaryKeyConstraint, Table, text

from minifb.kernel.data.erasing import Erasures
from minifb.kernel.data.people import People
from minifb.kernel.data.sql import Flag, Id, Json, Name, Number, Time
from minifb.kernel.data.tables import Position

METADATA = MetaData()

conversations = Table(
    "conversations",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("kind", Name, nullable=False),  # direct | group; one never becomes the other
    Column("pair", Name),  # of a direct one: its two members in order, so that there is one for each pair
    Column("title", Name),
    Column("picture_id", Id),
    Column("by_id", Id, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),  # of the last line in it
    Column("last_seq", Number, nullable=False),  # numbers are given in the transaction of the message: no gaps
    Column("members", Number, nullable=False),  # how many are in it
    Column("revision", Number, nullable=False),  # grows with everything that changes in it
    Index("conversations_pair", "pair", unique=True),
)

# A member in a conversation, and what is theirs alone in it.
conversation_participants = Table(
    "conversation_participants",
    METADATA,
    Column("conversation_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("role", Name, nullable=False),  # admin | member
    Column("state", Name, nullable=False),  # in | request | ignored | left (of oneself) | removed
    Column("joined_at", Time, nullable=False),
    Column("joined_seq", Number, nullable=False),  # reads what comes after
    Column("left_seq", Number),  # and what was there until then
    Column("left_at", Time),
    Column("left_title", Name),  # how it was called then
    Column("declined", Flag, nullable=False),  # whether they left, or were taken out, while it was a request
    Column("delivered_seq", Number, nullable=False),
    Column("read_seq", Number, nullable=False),  # what the others are shown
    Column("seen_seq", Number, nullable=False),  # what clears one's own badge
    Column("unread_from", Number),  # marked unread by hand
    Column("cleared_seq", Number, nullable=False),  # deleted for oneself up to there; -1: listed while it is empty
    Column("muted_until", Time, nullable=False),  # 0: not muted
    Column("archived_seq", Number),  # archived when that was the last: a later line brings it back
    Column("pinned_at", Time),
    PrimaryKeyConstraint("conversation_id", "member_id"),
    Index("participants_member", "member_id", "state", "conversation_id"),
)

messages = Table(
    "messages",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("conversation_id", Id, nullable=False),
    Column("seq", Number, nullable=False),
    Column("sender_id", Id, nullable=False),
    Column("kind", Name, nullable=False),  # text | system
    Column("text", Name, nullable=False),
    Column("spans", Json, nullable=False),
    Column("media_ids", Json, nullable=False),
    Column("system", Json),  # {"action": …, "aboutIds": […], "title": …}
    Column("reply_to_id", Id),
    Column("forwarded", Flag, nullable=False),
    Column("client_id", Name),
    Column("state", Name, nullable=False),  # live | unsent (a tombstone) | removed (by staff)
    Column("reactions", Json, nullable=False),  # {"like": 2}, counted in the transaction of the act
    Column("created_at", Time, nullable=False),
    Column("edited_at", Time),
    Column("deleted_at", Time),
    Column("revision", Number, nullable=False),  # of the conversation, when this last changed
    Index("messages_order", "conversation_id", "seq", unique=True),
    Index("messages_changed", "conversation_id", "revision"),
    Index(
        "messages_client",
        *("sender_id", "client_id"),
        unique=True,
        sqlite_where=text("client_id IS NOT NULL"),
        postgresql_where=text("client_id IS NOT NULL"),
    ),
    Index("messages_sender", "sender_id", "id"),
    Index(
        "messages_reply",
        "reply_to_id",
        sqlite_where=text("reply_to_id IS NOT NULL"),
        postgresql_where=text("reply_to_id IS NOT NULL"),
    ),
)

message_reactions = Table(
    "message_reactions",
    METADATA,
    Column("message_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("type", Name, nullable=False),
    Column("reacted_at", Time, nullable=False),
    PrimaryKeyConstraint("message_id", "member_id"),
    Index("message_reactions_member", "member_id", "message_id"),
)

# The media that messages and groups hold, each as media shows it.
message_media = Table(
    "message_media",
    METADATA,
    Column("holder_id", Id, nullable=False),
    Column("media_id", Id, nullable=False),
    Column("shown", Json, nullable=False),
    Column("revision", Number, nullable=False),  # of the medium, as it was told; 0: asked for
    PrimaryKeyConstraint("holder_id", "media_id"),
    Index("message_media_media", "media_id"),
)

# What a member removed for themselves alone.
message_hides = Table(
    "message_hides",
    METADATA,
    Column("member_id", Id, nullable=False),
    Column("conversation_id", Id, nullable=False),
    Column("seq", Number, nullable=False),
    PrimaryKeyConstraint("member_id", "conversation_id", "seq"),
    Index("message_hides_conversation", "conversation_id", "seq"),
)

# What a message said before.
message_edits = Table(
    "message_edits",
    METADATA,
    Column("message_id", Id, nullable=False),
    Column("revision", Number, nullable=False),  # of the conversation, when it began to say so
    Column("written_at", Time, nullable=False),
    Column("text", Name, nullable=False),
    Column("spans", Json, nullable=False),
    PrimaryKeyConstraint("message_id", "revision"),
)

# The words of messages for search, folded. Only what stands is in here. The full-text index over it, which the database
# keeps by itself, is made by a migration alone (m0002_search): FTS5 and triggers on SQLite, GIN on PostgreSQL.
message_words = Table(
    "message_words",
    METADATA,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("message_id", Id, nullable=False),
    Column("words", Name, nullable=False),
    Index("message_words_message", "message_id", unique=True),
    sqlite_autoincrement=True,
)

# What an unsent message said, for two weeks and for handling reports alone.
message_copies = Table(
    "message_copies",
    METADATA,
    Column("message_id", Id, primary_key=True),
    Column("sender_id", Id, nullable=False),
    Column("text", Name, nullable=False),
    Column("until", Time, nullable=False),
    Index("message_copies_until", "until"),
    Index("message_copies_sender", "sender_id"),
)

# A report of a message, with the lines around it that the reporter chose to show.
message_reports = Table(
    "message_reports",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("message_id", Id, nullable=False),
    Column("conversation_id", Id, nullable=False),
    Column("sender_id", Id, nullable=False),
    Column("reporter_id", Id, nullable=False),
    Column("reason", Name, nullable=False),
    Column("note", Name, nullable=False),
    Column("context", Json, nullable=False),  # [{"messageId", "senderId", "text", "createdAt"}], as it was shown
    Column("state", Name, nullable=False),  # open | upheld | dismissed
    Column("reported_at", Time, nullable=False),
    Column("decided_by", Id),
    Column("decided_at", Time),
    Column("decision", Name),
    Index("message_reports_once", "message_id", "reporter_id", unique=True),
    Index("message_reports_queue", "state", "reported_at", "id"),
    Index("message_reports_reporter", "reporter_id"),
    Index("message_reports_sender", "sender_id"),
)

# What a member wants of messages, where they said so.
message_settings = Table(
    "message_settings",
    METADATA,
    Column("member_id", Id, primary_key=True),
    Column("receipts", Flag, nullable=False),  # whether others learn what one read, and one what others read
    Column("presence", Flag, nullable=False),  # whether friends learn that one is there, and one whether they are
)

ERASURES = Erasures(METADATA)
"""The members who are being erased, piece by piece."""

PEOPLE = People(METADATA)
"""The copy of cards, friendships, blocks and mutes."""
