"""Every verb of an order, its milestones and its cases: told once, for pages, their addresses, views and buttons.

Who may, and when, is said by the transition or gate of the same name in `milestones.models`, and asked again by the
action, under the lock. What support does is in `milestones.admin.verbs`, in the same shape.
"""

from milestones.verbs.brief import ON_BRIEF
from milestones.verbs.order_page import ON_MILESTONES, ON_ORDERS
from milestones.verbs.resolution_center import ANSWERS, ASKED_FOR, BESIDE, IN_PLAN, WITHDRAWAL

__all__ = [
    "ANSWERS",
    "BESIDE",
    "IN_CENTER",
    "IN_PLAN",
    "ON_BRIEF",
    "ON_MILESTONES",
    "ON_ORDERS",
    "ON_ORDER_PAGE",
    "VERBS",
]

ON_ORDER_PAGE = [*ON_MILESTONES, *ON_ORDERS, *ON_BRIEF]
IN_CENTER = [*ASKED_FOR, *BESIDE, *IN_PLAN, *ANSWERS, WITHDRAWAL]
VERBS = {verb.name: verb for verb in [*ON_ORDER_PAGE, *IN_CENTER]}
