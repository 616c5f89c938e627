"""The questions that an order of a gig will come with."""

from dataclasses import dataclass

from marketplace.formats import listed
from milestones.questions import Question, QuestionKind

ASKED = {
    QuestionKind.TEXT: ("pencil", "In your own words"),
    QuestionKind.CHOICE: ("list-checks", "One of: {}"),
    QuestionKind.CHOICES: ("list-checks", "Any of: {}"),
    QuestionKind.FILE: ("file-up", "Files"),
}


@dataclass(frozen=True)
class Asked:
    """A question that will be asked, and how it is answered."""

    question: Question

    @property
    def icon(self) -> str:
        return ASKED[QuestionKind(self.question.kind)][0]

    @property
    def how(self) -> str:
        return ASKED[QuestionKind(self.question.kind)][1].format(listed(self.question.options, "or"))
