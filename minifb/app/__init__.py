"""The one place where everything is put together: settings and modules become a server.

`wiring.build` makes a `house.House`; `House.start` opens it, `House.stop` closes it. Nothing else in the program knows
how the parts are made.
"""

from minifb.app.house import House, Part
from minifb.app.wiring import build

__all__ = ["House", "Part", "build"]
