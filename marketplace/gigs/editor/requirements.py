"""The fourth step: what the client is asked before the work begins."""

from typing import Any

from django.utils.functional import cached_property

from marketplace.gigs import limits
from marketplace.gigs.editor import reading
from marketplace.gigs.editor.page import Page
from marketplace.gigs.forms import QuestionForm
from marketplace.gigs.limits import GigProblem
from marketplace.policies.models import Requirements
from marketplace.rows import GONE, ROW, Rows, is_blank, next_number, numbered
from milestones.questions import CHOOSES, LONGEST_KEY, MOST_QUESTIONS, QuestionKind

NAME = "question"
FIELDS = ["text", "kind", "options", "needed", "key"]
BLANK = {"kind": QuestionKind.TEXT.value, "needed": "on"}


class RequirementsPage(Page):
    step = limits.REQUIREMENTS
    heading = "Requirements"
    advice = "Ask for what you can’t begin without, and nothing that can wait. The days count from the answers on."

    @cached_property
    def rows(self) -> Rows:
        if self.data is None:
            return numbered([self._raw(one) for one in self.terms.questions])
        there = reading.rows(self.data, NAME, FIELDS)
        after, self.touched = reading.pressed(self.op, NAME, there, BLANK)
        return after

    touched = ""

    @staticmethod
    def _raw(one) -> dict[str, Any]:
        needed = "on" if one.required else ""
        return {
            "text": one.text,
            "kind": str(one.kind),
            "options": "\n".join(one.options),
            "needed": needed,
            "key": one.key,
        }

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        found, at = [], 0
        for row in self.rows:
            prefix = f"{NAME}-{row[ROW]}"
            typed = {f"{prefix}-{name}": row.get(name, "") for name in FIELDS}
            at += not row[GONE]
            form = None if row[GONE] else QuestionForm(typed, prefix=prefix)
            kept = [(name, text) for name, text in typed.items() if text and (row[GONE] or name.endswith("-key"))]
            found.append({"number": row[ROW], "at": at, "row": row, "form": form, "kept": kept})
        return found

    @property
    def living(self) -> list[dict[str, Any]]:
        return [one for one in self.lines if one["form"]]

    @property
    def can_ask_more(self) -> bool:
        return len(self.living) < MOST_QUESTIONS

    @property
    def next_question(self) -> int:
        return next_number(self.rows)

    @property
    def is_asked(self) -> bool:
        """Whether the rulebook has a time for answers before the work begins."""
        policy = self.ground.policy
        return policy is None or policy.requirements != Requirements.NONE

    @property
    def parts(self):
        return [(f"Question {one['at']}", one["form"]) for one in self.living]

    def values(self) -> dict[str, Any]:
        kept = [one for one in self.living if not _says_nothing(one["row"])]
        return {"questions": [one["form"].question(key) for one, key in zip(kept, self._keys(kept), strict=True)]}

    @staticmethod
    def _keys(lines: list[dict[str, Any]]) -> list[str]:
        """The keys that they have, and new ones for those without: a question keeps its own from version to version."""
        keys: list[str] = []
        taken = {one["row"]["key"] for one in lines}
        fresh = (f"q{number}" for number in range(1, 1000) if f"q{number}" not in taken)
        for one in lines:
            key = one["row"].get("key", "")
            keys.append(key if key and len(key) <= LONGEST_KEY and key.isalnum() and key not in keys else next(fresh))
        return keys

    def place_of(self, problem: GigProblem):
        if problem.index is None:
            return None, NAME
        line = [one for one in self.living if not _says_nothing(one["row"])][problem.index]
        chooses = line["row"].get("kind") in CHOOSES and line["row"].get("text", "").strip()
        return line["form"], "options" if chooses else "text"


def _says_nothing(row: dict[str, Any]) -> bool:
    """Whether nothing was typed: how it would be answered alone is no question."""
    return is_blank({name: value for name, value in row.items() if name not in ("kind", "needed", "key")})
