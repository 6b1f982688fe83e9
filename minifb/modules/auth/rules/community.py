"""The community: how it is called and who may come in, as its owner says."""

import msgspec

from minifb.kernel.http.shapes import Wire
from minifb.modules.auth.rules.settings import AuthSettings, SignUp

NAMELESS = "minifb"
"""How a community is called until somebody names it."""


class Community(msgspec.Struct, frozen=True):
    """The one row of the community; what is None was never said in the browser."""

    name: str | None = None
    sign_up: SignUp | None = None


class CommunityShown(Wire):
    """The community as everybody sees it who stands at its door."""

    name: str
    sign_up: SignUp
    verification_required: bool
    """Whether an account works only after its e-mail address was proven."""


def sign_up(said: Community, settings: AuthSettings) -> SignUp:
    """Say who may register: as the owner said, else as the settings have it."""
    return said.sign_up or settings.sign_up


def shown(said: Community, settings: AuthSettings) -> CommunityShown:
    """Show the community to everybody."""
    return CommunityShown(
        name=said.name or NAMELESS,
        sign_up=sign_up(said, settings),
        verification_required=settings.verification_required,
    )


def difference(before: Community, after: Community) -> str:
    """Say what changed, for the audit log."""
    changed = [
        f"{field} {old or 'unset'} to {new or 'unset'}"
        for field in Community.__struct_fields__
        if (old := getattr(before, field)) != (new := getattr(after, field))
    ]
    return ", ".join(changed)
