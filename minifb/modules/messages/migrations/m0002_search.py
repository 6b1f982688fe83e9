"""The words of messages, and the full-text index over them.

What stands in the index is kept by the database itself, so that whoever writes words need not know of it. Its names
end in `_fts`, by which the comparison of tables and migrations knows that no table of ours describes them.
"""

from typing import Any

from sqlalchemy import Column

from minifb.kernel.data.sql import Id, Name
from minifb.kernel.data.tables import Position

REVISION = "0002"

# Its words are made elsewhere, folded and with a space between them, so nothing is left to the tokenizer. Where a word
# stands is not kept: nobody asks.
_SQLITE = (
    """CREATE VIRTUAL TABLE message_fts USING fts5(
        words, content='message_words', content_rowid='position', tokenize='ascii', detail='none', columnsize=0)""",
    """CREATE TRIGGER message_fts_add AFTER INSERT ON message_words BEGIN
        INSERT INTO message_fts(rowid, words) VALUES (new.position, new.words);
    END""",
    """CREATE TRIGGER message_fts_drop AFTER DELETE ON message_words BEGIN
        INSERT INTO message_fts(message_fts, rowid, words) VALUES ('delete', old.position, old.words);
    END""",
    """CREATE TRIGGER message_fts_change AFTER UPDATE OF words ON message_words BEGIN
        INSERT INTO message_fts(message_fts, rowid, words) VALUES ('delete', old.position, old.words);
        INSERT INTO message_fts(rowid, words) VALUES (new.position, new.words);
    END""",
)
_POSTGRESQL = (
    "CREATE INDEX message_words_fts ON message_words USING gin (array_to_tsvector(string_to_array(words, ' ')))",
)


def upgrade(op: Any) -> None:
    """Make the table and its index."""
    op.create_table(
        "message_words",
        Column("position", Position, primary_key=True, autoincrement=True),
        Column("message_id", Id, nullable=False),
        Column("words", Name, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("message_words_message", "message_words", ["message_id"], unique=True)
    for statement in _SQLITE if op.get_context().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
