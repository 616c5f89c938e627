"""Which verbs a person may use now, for showing them. The actions ask the same gates again, under the lock."""

from collections.abc import Iterable

from marketplace.verbs import Verb
from milestones.models import Milestone
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.verbs import IN_PLAN, ON_BRIEF, ON_MILESTONES, ON_ORDERS


def of_milestone(snapshot: OrderSnapshot, milestone: Milestone) -> set[str]:
    """The verbs for one milestone."""
    return _of(snapshot, milestone, ON_MILESTONES)


def of_order(snapshot: OrderSnapshot) -> set[str]:
    """The verbs for the order as a whole."""
    return _of(snapshot, snapshot.order, [*IN_PLAN, *ON_ORDERS])


def of_brief(snapshot: OrderSnapshot) -> set[str]:
    """The verbs for the questions of the order."""
    return _of(snapshot, snapshot.order, ON_BRIEF)


def _of(snapshot: OrderSnapshot, thing, verbs: Iterable[Verb]) -> set[str]:
    user = snapshot.reader.user
    return {verb.name for verb in verbs if verb.may(thing, user) and verb.worth(snapshot, thing)}
