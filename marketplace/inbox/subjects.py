"""What of conversations events, mails and the desk can be about, and what support does with them."""

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from marketplace.desk_lists import DeskList, duties
from marketplace.events.models import Event
from marketplace.events.withheld import withheld
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


@withheld.register("inbox")
def reports_to_support(user) -> QuerySet[Event]:
    """Who reported what in the conversations of this person, and what support did about it."""
    threads = Concat(Value("conversation:"), Cast("pk", CharField()))
    own = Conversation.objects.of(user).annotate(named=threads).values("named")
    kinds = ["message.reported", "conversation.looked", "report.upheld", "report.dismissed"]
    return Event.objects.filter(thread__in=own, kind__in=kinds)
