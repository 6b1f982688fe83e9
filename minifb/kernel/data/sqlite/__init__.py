"""The engine at home: one SQLite file per module."""

from minifb.kernel.data.engine import Ballast as Ballast
from minifb.kernel.data.engine import InUse as InUse
from minifb.kernel.data.sqlite.database import SqliteDatabase as SqliteDatabase
