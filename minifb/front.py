"""The front: which path goes where. An exact human path first, then the module of the first segment.

For now everything is in this process, so the second half is the router's; the human paths are the web app's.
"""

from minifb.kernel.http.site import Site
from minifb.web.pages import ROUTES, About, Pages
from minifb.web.static import assets

__all__ = ["ROUTES", "pages"]


def pages(site: Site, about: About, *, linked: bool, media_url: str) -> Pages:
    """Make what the human paths serve; `media_url` is where pictures come from beside this server, if they do."""
    elsewhere = (Site.at(media_url).origin,) if media_url else ()
    return Pages(assets(linked=linked), site, about, elsewhere)
