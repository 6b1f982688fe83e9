"""The tables of media: what was uploaded, what was made of it, where the bytes are, who holds what."""

from sqlalchemy import Column, Index, MetaData, PrimaryKeyConstraint, Table

from minifb.kernel.data.erasing import Erasures
from minifb.kernel.data.sql import Flag, Id, Json, Name, Number, Real, Time

METADATA = MetaData()

# A medium: somebody's file. Its identity never changes, its state does.
media_files = Table(
    "media_files",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("owner_id", Id, nullable=False),
    Column("kind", Name, nullable=False),  # image | video | audio | file
    Column("status", Name, nullable=False),  # processing | ready | failed | deleted (a tombstone)
    Column("type", Name, nullable=False),  # of the bytes that came, as they were recognised
    Column("bytes", Number, nullable=False),
    Column("kept", Number, nullable=False),  # what it costs its owner in the ledger: what is kept of it now
    Column("source", Name),  # sha256 of what came, as long as it is kept
    Column("alt", Name),
    Column("reason", Name),  # why it failed
    Column("progress", Real),  # 0 to 1 while it is worked on
    Column("attempts", Number, nullable=False),
    Column("due_at", Time),  # when it is to be worked on (again); null: nothing to do
    Column("held", Number, nullable=False),  # by how many things
    Column("unheld_since", Time, nullable=False),  # 0: held
    Column("public", Flag, nullable=False),  # whether something that anybody may see holds it
    Column("revision", Number, nullable=False),  # grows with everything that changes
    Column("created_at", Time, nullable=False),
    Index("media_files_owner", "owner_id", "created_at", "id"),
    Index("media_files_due", "kind", "due_at"),
    Index("media_files_unheld", "held", "unheld_since"),
)

# What was found out about the bytes.
media_metadata = Table(
    "media_metadata",
    METADATA,
    Column("media_id", Id, primary_key=True),
    Column("width", Number),
    Column("height", Number),
    Column("duration", Real),  # seconds
    Column("placeholder", Name),
    Column("frames", Number),
    Column("details", Json, nullable=False),  # codecs, frame rate: for the console, never for others
)

# What was made of it, and is served.
variants = Table(
    "variants",
    METADATA,
    Column("media_id", Id, nullable=False),
    Column("name", Name, nullable=False),
    Column("position", Number, nullable=False),
    Column("type", Name, nullable=False),
    Column("width", Number),
    Column("height", Number),
    Column("bytes", Number, nullable=False),
    Column("blob", Name, nullable=False),  # its sha256
    PrimaryKeyConstraint("media_id", "name"),
    Index("variants_blob", "blob"),
)

# Content, once: named by its sha256, counted by sources and variants in the transaction that adds or drops them.
blobs = Table(
    "blobs",
    METADATA,
    Column("sha256", Name, primary_key=True),
    Column("bytes", Number, nullable=False),
    Column("refs", Number, nullable=False),
    Column("unused_since", Time, nullable=False),  # 0: used
    Index("blobs_unused", "unused_since"),
)

# Who holds what.
attachments = Table(
    "attachments",
    METADATA,
    Column("media_id", Id, nullable=False),
    Column("ref", Name, nullable=False),  # `post:<id>` and so on, see AttachmentAdded
    Column("public", Flag, nullable=False),
    Column("active", Flag, nullable=False),  # a row that ended stays: what comes late must not bring it back
    Column("revision", Number, nullable=False),
    PrimaryKeyConstraint("media_id", "ref"),
    Index("attachments_ref", "ref"),
)

# Uploads under way (tus): their bytes are in a file of the data folder, up to `position` on disk for sure. The medium
# that becomes of one has its id.
uploads = Table(
    "uploads",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("owner_id", Id, nullable=False),
    Column("length", Number, nullable=False),
    Column("position", Number, nullable=False),
    Column("type", Name),
    Column("alt", Name),
    Column("done", Flag, nullable=False),  # it became a medium
    Column("created_at", Time, nullable=False),
    Column("expires_at", Time, nullable=False),
    Index("uploads_owner", "owner_id"),
    Index("uploads_expiry", "expires_at"),
)

# The ledger: what each member keeps here, in bytes by kind; kept in the transaction of the act.
storage = Table(
    "storage",
    METADATA,
    Column("owner_id", Id, nullable=False),
    Column("kind", Name, nullable=False),  # image | video | audio | file | upload (promised to uploads under way) | all
    Column("files", Number, nullable=False),
    Column("bytes", Number, nullable=False),
    PrimaryKeyConstraint("owner_id", "kind"),
    Index("storage_most", "kind", "bytes", "owner_id"),
)

# How much a member uploaded on a day.
uploaded = Table(
    "uploaded",
    METADATA,
    Column("owner_id", Id, nullable=False),
    Column("day", Number, nullable=False),  # days since 1970
    Column("bytes", Number, nullable=False),
    PrimaryKeyConstraint("owner_id", "day"),
    Index("uploaded_day", "day"),
)

ERASURES = Erasures(METADATA)
