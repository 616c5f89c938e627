"""What of questions to support events, mails and the desk can be about."""

from marketplace.desk_lists import DeskList, duties
from marketplace.helpdesk.models import Ticket
from marketplace.subjects import Subject, subjects

subjects.register("ticket")(
    Subject(
        Ticket,
        DeskList(
            "Support",
            10,
            "Questions to support",
            "Question to support",
            "What people ask with “Ask support” comes here.",
            searched=6,
        ),
        related=("user", "order"),
        parties=lambda ticket: [ticket.user],
        worked_at_desk=True,
    )
)
duties.register("helpdesk.answer_ticket")("answer questions")
