"""Who did it, when it was not a person: the clock and the gateway are actors too.

Everything that takes `by=` takes a User or one of these: a `By`. `kind_of` names the sort for the audit trail.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeGuard

if TYPE_CHECKING:  # the one arrow up, for the type alone: see pyproject.toml
    from marketplace.accounts.models import User


@dataclass(frozen=True)
class Actor:
    """An actor without an account. `pk` is None so that it can stand where a user's key is stored."""

    kind: str
    pk: ClassVar[None] = None
    is_staff = False
    is_active = True

    def __str__(self) -> str:
        return self.kind


CLOCK = Actor("clock")
GATEWAY = Actor("gateway")
OPERATOR = Actor("operator")  # whoever runs manage.py on the machine


@dataclass(frozen=True)
class Support:
    """A member of staff acting for the house, with the reason that goes into the order's history."""

    user: "User"
    reason: str
    kind = "support"

    @property
    def pk(self) -> int:
        return self.user.pk

    @property
    def is_active(self) -> bool:
        return self.user.is_active

    def __str__(self) -> str:
        return str(self.user)


type By = User | Actor | Support


def kind_of(actor: By) -> str:
    """The sort of actor: clock, gateway, support or person."""
    return getattr(actor, "kind", "person")


def account_of(actor: By) -> int:
    """The key of the account that acts. Raises TypeError where none does: clock and gateway ask nobody for anything."""
    if actor.pk is None:
        raise TypeError(f"The {actor} has no account.")
    return actor.pk


def is_person(actor: By) -> TypeGuard["User"]:
    """Whether a person acts for themselves."""
    return kind_of(actor) == "person"
