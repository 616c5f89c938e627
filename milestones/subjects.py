"""What of orders events, mails and the desk can be about, and what support does with them."""

from marketplace.desk_lists import DeskList, duties, lists
from marketplace.subjects import Subject, subjects
from milestones.models import Case, Milestone, Order


def both_sides(order: Order) -> tuple:
    return order.client, order.freelancer


subjects.register("order")(
    Subject(
        Order,
        DeskList("Orders", 10, "Orders", "Order", "An order begins when an offer is accepted and paid.", searched=2),
        related=("client", "freelancer"),
        parties=both_sides,
    )
)
subjects.register("milestone")(
    Subject(
        Milestone,
        DeskList("Orders", 20, "Steps", "Step", "Every order brings the steps of its plan."),
        part_of="order",
        parties=lambda milestone: both_sides(milestone.order),
        told_as=("milestone", "review"),
    )
)
subjects.register("case")(
    Subject(
        Case,
        DeskList(
            "Support",
            20,
            "Requests and disputes",
            "Request or dispute",
            "What one side asks of the other, and every dispute, comes here.",
        ),
        related=("asked_by",),
        part_of="order",
        parties=lambda case: both_sides(case.order),
        told_as=("case", "dispute"),
    )
)
lists.register("milestones.delivery")(
    DeskList("Orders", 30, "Deliveries", "Delivery", "What freelancers hand in comes here.")
)
duties.register("milestones.support_order")("approve, cancel and refund, extend, decide")
