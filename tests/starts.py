"""Tests start thousands of servers in one process: what the framework read of the same routes serves all of them.

Nothing of one server is in what it read, so a test cannot tell; reading takes most of a start.
"""

from minifb.kernel.http import application
from minifb.kernel.http.policy import Route

_compile = application.compile_routes
_kept: dict[tuple[tuple[int, ...], tuple[str, ...]], tuple[tuple[Route, ...], application.Compiled]] = {}
"""By the identity of the routes, which are kept beside, so that none is another's."""
_MOST = 4


def _once(routes: tuple[Route, ...], services: tuple[str, ...]) -> application.Compiled:
    key = (tuple(map(id, routes)), services)
    if key not in _kept:
        while len(_kept) >= _MOST:
            del _kept[next(iter(_kept))]
        _kept[key] = (routes, _compile(routes, services))
    return _kept[key][1]


application.compile_routes = _once
