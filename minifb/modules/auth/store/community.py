"""SQL of the community."""

from typing import Any

import msgspec
from sqlalchemy import bindparam, insert, select, update

from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.rules.community import Community
from minifb.modules.auth.tables import community

_COLUMNS = [community.c[name] for name in Community.__struct_fields__]
_SAID: dict[str, Any] = {name: bindparam(name) for name in Community.__struct_fields__}
_FIND = sql(select(*_COLUMNS).where(community.c.id == 1), into=Community)
_FIRST = sql(insert(community).values({"id": 1, **_SAID}))
_AGAIN = sql(update(community).where(community.c.id == 1).values(_SAID))


def find(tx: Tx) -> Community | None:
    """Give what was said about the community, if anything ever was."""
    return tx.one(_FIND)


def keep(tx: Tx, said: Community) -> None:
    """Keep what is said about the community from now on."""
    tx.run(_FIRST if find(tx) is None else _AGAIN, **msgspec.structs.asdict(said))
