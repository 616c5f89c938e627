"""What a freelancer needs to know before the work can begin, as it is agreed on: pure values, signed with the rest.

The rows that an order keeps of them, with their answers, are in milestones.models.question.
"""

from dataclasses import dataclass, field
from typing import Any, Self

from django.db import models

MOST_QUESTIONS = 10
LONGEST_QUESTION = 500  # letters
MOST_OPTIONS, LONGEST_OPTION = 10, 120
LONGEST_KEY = 20


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    TEXT = "text", "a text"
    CHOICE = "choice", "one of several"
    CHOICES = "choices", "any of several"
    FILE = "file", "files"


CHOOSES = {QuestionKind.CHOICE, QuestionKind.CHOICES}


@dataclass(frozen=True)
class Question:
    """One question. `key` names it among those that it is asked with; `options` are what CHOOSES kinds choose from."""

    key: str
    text: str
    kind: str = QuestionKind.TEXT
    options: list[str] = field(default_factory=list)
    required: bool = True

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Read what `as_data` wrote."""
        return cls(**data)

    def as_data(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "text": self.text,
            "kind": str(self.kind),
            "options": list(self.options),
            "required": self.required,
        }


def problem_of(question: Question) -> str:
    """Why it can't be asked like that, in words for whoever writes it; "" where it can."""
    if not question.text.strip():
        return "Write the question."
    if len(question.text) > LONGEST_QUESTION:
        return f"A question has at most {LONGEST_QUESTION} letters; this one has {len(question.text)}."
    if question.kind not in QuestionKind.values:
        return "Choose how it is answered."
    return _problem_of_options(question)


def _problem_of_options(question: Question) -> str:
    options = [one.strip() for one in question.options]
    if question.kind not in CHOOSES:
        return "Only a choice has options." if options else ""
    if not 2 <= len(options) <= MOST_OPTIONS:
        return f"A choice has 2 to {MOST_OPTIONS} options; this one has {len(options)}."
    if not all(options) or len(set(options)) < len(options):
        return "Each option says something, and something else than the others."
    longest = max(options, key=len)
    return f"“{longest[:30]}…” is longer than {LONGEST_OPTION} letters." if len(longest) > LONGEST_OPTION else ""
