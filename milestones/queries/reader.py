"""Who reads: an order through one person's eyes."""

from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from marketplace.accounts.models import User
from marketplace.formats import minor_text
from marketplace.transitions import may
from milestones.models import Order
from milestones.models.case import Fault


class Reader:
    """Gives everybody in an order the name that fits this reader: "you", a first name, or "support".

    `order` has its client and freelancer loaded.
    """

    def __init__(self, order: Order, user: User | AnonymousUser):
        self.order, self.user = order, user
        self.is_client = user.pk == order.client_id
        self.is_freelancer = user.pk == order.freelancer_id
        self.is_party = self.is_client or self.is_freelancer

    @property
    def role(self) -> str:
        return "client" if self.is_client else "freelancer" if self.is_freelancer else "support"

    @cached_property
    def client(self) -> str:
        return "you" if self.is_client else self._called(self.order.client)

    @cached_property
    def freelancer(self) -> str:
        return "you" if self.is_freelancer else self._called(self.order.freelancer)

    @property
    def other(self) -> str:
        """The other side, for one of the two parties."""
        return self.client if self.is_freelancer else self.freelancer

    @property
    def changes_plan_alone(self) -> bool:
        """Whether this reader changes the plan without asking."""
        return may(self.order.change_plan, self.user)

    def name(self, user_id: int | None) -> str:
        """What to call this person; who is neither side acts for support."""
        if user_id == self.order.client_id:
            return self.client
        return self.freelancer if user_id == self.order.freelancer_id else "support"

    def at_fault(self, fault: str) -> str:
        """Whose fault it was, as both sides agreed, where it was somebody's."""
        sides: dict[str, str] = {Fault.CLIENT: self.client, Fault.FREELANCER: self.freelancer}
        return f"the side at fault: {sides[fault]}" if fault in sides else ""

    def _called(self, person: User) -> str:
        """The first name, or all of it where both sides share the first."""
        alike = self.order.client.first_name == self.order.freelancer.first_name
        return str(person) if alike else person.first_name

    def money(self, minor: int) -> str:
        """An amount of the order's currency, in minor units, as text."""
        return minor_text(minor, self.order.currency)
