"""Film and sound: what is told where a server cannot take them."""

from minifb.kernel.refusals import Unsupported


class FilmOff(Unsupported):
    """This server takes no film and no sound: it was installed without what reads them."""
