"""Who may decide over whom."""

from datetime import datetime

from minifb.kernel.http.policy import RANK, Actor, Role
from minifb.kernel.http.shapes import Card, Wire
from minifb.kernel.refusals import Conflict, Forbidden
from minifb.modules.auth.rules.accounts import Account


class RoleTooHigh(Forbidden):
    """You can give at most the role you have, and only to members below you."""


class NotYourself(Conflict):
    """You cannot decide this over yourself."""


class LastOwnerStays(Conflict, code="last_owner"):
    """The last owner stays an owner; make somebody else one first."""


class Standing(Wire):
    """Where a member stands with staff."""

    id: str
    username: str
    role: Role
    suspended: bool
    suspended_until: datetime | None


class Applicant(Card, kw_only=True):
    """Somebody who waits for approval."""

    email: str
    email_verified: bool
    since: datetime


def check_power(actor: Actor, target: Account) -> None:
    """Refuse deciding over somebody who is not below oneself; an owner decides over owners too."""
    if RANK[target.role] >= RANK[actor.role] and actor.role != "owner":
        raise RoleTooHigh


def check_role(actor: Actor, target: Account, role: Role, owners: int) -> None:
    """Refuse giving a role one does not hold, and taking the last owner's."""
    if target.role == "owner" and role != "owner" and owners < 2:
        raise LastOwnerStays
    if RANK[role] > RANK[actor.role]:
        raise RoleTooHigh
    check_power(actor, target)
