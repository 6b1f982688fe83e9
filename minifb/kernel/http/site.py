"""The site: the address people reach this server by, and what follows from it for cookies and origins."""

import re
from typing import Self

import msgspec

_LOOPBACK = re.compile(r"\A(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?\Z")


class Site(msgspec.Struct, frozen=True):
    """Where this server lives, as a browser sees it."""

    origin: str
    """Scheme, host and port: `https://social.example`."""

    @classmethod
    def at(cls, public_url: str) -> Self:
        """Take the origin of a configured address."""
        return cls("/".join(public_url.rstrip("/").lower().split("/", 3)[:3]))

    @property
    def https(self) -> bool:
        """Whether people reach it over TLS."""
        return self.origin.startswith("https://")

    @property
    def access_cookie(self) -> str:
        """The cookie that holds the access token."""
        return "__Host-minifb" if self.https else "minifb"

    @property
    def refresh_cookie(self) -> str:
        """The cookie that holds the refresh token."""
        return f"{self.access_cookie}-refresh"

    def takes_origin(self, origin: str, host: str) -> bool:
        """Tell whether a page of this origin may act with a member's cookies.

        It may if it is our own. On this machine a person may type `localhost` or `127.0.0.1`: then the page's own
        host is right, which no page of another site can claim.
        """
        if origin == self.origin:
            return True
        return not self.https and _LOOPBACK.match(host) is not None and origin == f"http://{host}"
