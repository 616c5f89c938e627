"""The questions of an order with their answers, put together for one reader."""

from functools import cached_property

from marketplace.formats import capital
from marketplace.postgresql.reading import Reading
from marketplace.transitions import may
from milestones.models import AnswerFile, Order, OrderQuestion
from milestones.pages import buttons
from milestones.queries.order_snapshot import OrderSnapshot

QUESTIONS = "order_id = %s ORDER BY position"
FILES = "question_id = ANY (ARRAY(SELECT id FROM milestones_orderquestion WHERE order_id = %s)) ORDER BY id"


class Questions:
    """What an order asks, which `reading` brings: nothing is read of an order that asks nothing."""

    def __init__(self, reading: Reading, order: Order):
        asks = order.asked_at is not None
        self._questions = reading.select(OrderQuestion, QUESTIONS, [order.pk]) if asks else []
        self._files = reading.select(AnswerFile, FILES, [order.pk]) if asks else []

    def rows(self) -> list[OrderQuestion]:
        for question in self._questions:
            question.handed_in = [one for one in self._files if one.question_id == question.pk]
        return self._questions


class Brief:
    """The card of the questions, for both sides and support."""

    def __init__(self, snapshot: OrderSnapshot, questions: Questions | None = None, form=None):
        self.snapshot, self.order, self.reader = snapshot, snapshot.order, snapshot.reader
        self._questions, self._form = questions, form

    @cached_property
    def questions(self) -> list[OrderQuestion]:
        return self._questions.rows() if self._questions else []

    @property
    def title(self) -> str:
        return f"What {self.reader.freelancer} need{'' if self.reader.is_freelancer else 's'} to know"

    @property
    def is_awaited(self) -> bool:
        return self.order.is_active and self.order.awaits_brief

    @property
    def standing(self) -> str:
        """How far it is: "2 of 3 answered", "handed in"."""
        answered = sum(one.is_answered for one in self.questions)
        return f"{answered} of {len(self.questions)} answered"

    @property
    def skipped(self) -> str:
        """That the work went on without, where somebody was waited for."""
        order = self.order
        if not order.brief_skipped or not any(one.required for one in self.questions):
            return ""
        return f"{capital(self.reader.freelancer)} started without the answers."

    @property
    def can_answer(self) -> bool:
        """Whether this reader can still answer something."""
        left = self.order.awaits_brief or not all(one.is_answered for one in self.questions)
        return left and may(self.order.answer, self.reader.user)

    @cached_property
    def verbs(self):
        return buttons.of_brief(self.snapshot, self._form)
