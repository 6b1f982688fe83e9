"""A believable community for a server that nobody uses yet: planned from a seed, then lived through the use cases.

`people` says who there is, `ties` who knows whom, `circles` what they make of it, `talk` who says what and when, in the
words of `words`, and `chats` who writes to whom. `run` opens a house, `moments` is the clock that goes through the
months in it, and `life` lets all of it happen. The same seed, size and end make the same community.
"""

from minifb.demo.life import Made, Signed, Watch
from minifb.demo.people import SIZES, Size
from minifb.demo.run import Inhabited, live, quick

__all__ = ["SIZES", "Inhabited", "Made", "Signed", "Size", "Watch", "live", "quick"]
