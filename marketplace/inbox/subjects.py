"""What of conversations events, mails and the desk can be about, and what support does with them."""

from marketplace.desk_lists import DeskList, duties
from marketplace.inbox.models import Conversation, Report
from marketplace.subjects import Subject, subjects

subjects.register("conversation")(
    Subject(
        Conversation,
        DeskList(
            "Support",
            40,
            "Conversations",
            "Conversation",
            "Those with an open report, or of an order in a dispute, come here. Each look is written down.",
        ),
        related=("low", "high"),
        parties=lambda conversation: conversation.people,
    )
)
subjects.register("report")(
    Subject(
        Report,
        DeskList("Support", 30, "Reported messages", "Reported message", "What people report comes here.", searched=7),
        related=("message__conversation__low", "message__conversation__high", "message__by", "by"),
        part_of="",
        parties=lambda report: report.conversation.people,
        told_as=("message", "report"),
        worked_at_desk=True,
    )
)
duties.register("inbox.support_conversation")("decide about reported messages")
