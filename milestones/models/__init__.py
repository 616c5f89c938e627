from milestones.models.case import Case, CaseKind, CaseState
from milestones.models.delivery import Delivery, DeliveryFile, WaitingFile
from milestones.models.milestone import Milestone
from milestones.models.order import Ending, Order, OrderState
from milestones.models.question import AnswerFile, OrderQuestion
from milestones.models.states import State

__all__ = [
    "AnswerFile",
    "Delivery",
    "DeliveryFile",
    "Ending",
    "Milestone",
    "Order",
    "OrderQuestion",
    "OrderState",
    "Case",
    "CaseKind",
    "CaseState",
    "State",
    "WaitingFile",
]
