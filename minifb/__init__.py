"""minifb: a small social network you host yourself, in one process of seven isolated modules.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when two connections checkpoint at the same instant. Where a wheel
with a newer engine exists, it takes the place of the standard library's before anything imports `sqlite3`.
"""

import sys

__version__ = "0.1.0"

try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:  # no wheel for this machine: `kernel.data.engine` warns when a database is opened
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
