from marketplace.inbox.models.block import Block
from marketplace.inbox.models.conversation import Conversation, Participant
from marketplace.inbox.models.message import LONGEST, Message, MessageFile
from marketplace.inbox.models.promptness import Promptness
from marketplace.inbox.models.report import Report
from marketplace.reports.models import LONGEST_REASON, ReportState

__all__ = [
    "LONGEST",
    "LONGEST_REASON",
    "Block",
    "Conversation",
    "Message",
    "MessageFile",
    "Participant",
    "Promptness",
    "Report",
    "ReportState",
]
