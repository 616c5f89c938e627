"""Events that a member of staff does not read at the desk, as they are a side of them: who reported what they wrote.

@withheld.register("inbox")                     in the app above
def of_own_conversations(user): return Event.objects.filter(…)
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from marketplace.events.models import Event
from marketplace.registry import Registry

withheld: Registry[Callable[[Any], QuerySet[Event]]] = Registry("events that are withheld from a side of them")


def from_whom(user: Any, event: str = "pk") -> Q:
    """Those of this person, for an `exclude`; `event` is how the rows name theirs."""
    found = Q()
    for events in withheld.values():
        found |= Q(**{f"{event}__in": events(user).values("pk")})
    return found
