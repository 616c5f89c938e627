"""The third step: the description, questions and answers, and the milestone workflow."""

from typing import Any

from django.utils.functional import cached_property

from marketplace.errors import Refused
from marketplace.formats import counted
from marketplace.gigs import limits
from marketplace.gigs.editor import reading, stages
from marketplace.gigs.editor.page import Page
from marketplace.gigs.editor.sums import Share, Sums
from marketplace.gigs.forms import DescriptionForm, FaqForm
from marketplace.gigs.limits import MOST_FAQ, GigProblem
from marketplace.gigs.models import WorkflowTemplate
from marketplace.gigs.terms import Workflow
from marketplace.rows import GONE, ROW, Rows, is_blank, living, next_number, numbered

FAQ = "faq"
MOST_TYPED = 20  # milestones on one page, where the rulebook has no fewer
FAQ_FIELDS = ["question", "answer"]
SCRATCH = "scratch"
ONLY = "only"  # "only.2" saves a milestone, "only.2.0" a substep of it: the errors are their own


class DescriptionPage(Page):
    step = limits.DESCRIPTION
    heading = "Description and milestones"

    def __init__(self, user, gig, data=None, files=()):
        self.touched = ""  # the number of the milestone that a button was about
        self.asks = ""  # what would replace the milestones that are there
        super().__init__(user, gig, data, files)

    @property
    def is_saving(self) -> bool:
        return super().is_saving or self.op.startswith(f"{ONLY}.")

    @property
    def only(self) -> tuple[str, str]:
        """The milestone, and the substep of it, that is saved by itself; "" where all is."""
        _, _, rest = self.op.partition(f"{ONLY}.")
        number, _, sub = rest.partition(".")
        return number, sub

    @property
    def at_once(self) -> bool:
        return bool(self.only[0])

    # The description, and what clients ask

    @cached_property
    def form(self) -> DescriptionForm:
        said = self.terms.description if self.data is None else reading.text(self.data, "description")
        return DescriptionForm({"description": said})

    @cached_property
    def faq_rows(self) -> Rows:
        if self.data is None:
            return numbered([{"question": one.question, "answer": one.answer} for one in self.terms.faq])
        there = reading.rows(self.data, FAQ, FAQ_FIELDS)
        return reading.pressed(self.op, FAQ, there, {})[0]

    @cached_property
    def faq(self) -> list[dict[str, Any]]:
        return [self._faq_line(row) for row in self.faq_rows]

    def _faq_line(self, row: dict[str, Any]) -> dict[str, Any]:
        prefix = f"{FAQ}-{row[ROW]}"
        typed = {f"{prefix}-{name}": row.get(name, "") for name in FAQ_FIELDS}
        form = None if row[GONE] else FaqForm(typed, prefix=prefix)
        return {
            "number": row[ROW],
            "form": form,
            "row": row,
            "kept": [(name, text) for name, text in typed.items() if text],
        }

    @property
    def next_faq(self) -> int:
        return next_number(self.faq_rows)

    @property
    def next_milestone(self) -> int:
        return next_number(self.rows)

    @property
    def faq_number(self) -> int:
        return len(living(self.faq_rows))

    @property
    def can_ask_more(self) -> bool:
        return self.faq_number < MOST_FAQ

    # The workflow

    @cached_property
    def is_paid(self) -> bool:
        return self.terms.workflow.paid if self.data is None else "paid" in self.data

    @cached_property
    def rows(self) -> Rows:
        if self.data is None:
            return stages.of_terms(self.terms)
        there = stages.read(self.data)
        try:
            return self._pressed(there)
        except Refused as refused:
            self.notes["percentages"] = refused.message
            return there

    def _pressed(self, there: Rows) -> Rows:
        verb, _, argument = self.op.partition(".")
        if verb in ("start", "replace"):
            return self._begun(verb, argument, there)
        if verb == "clear":
            return stages.gone(there)
        if verb == "split":
            return self._split(argument, there)
        there, self.touched = stages.pressed(self.op, there, self.terms.keys)
        return there

    def _begun(self, verb: str, start: str, there: Rows) -> Rows:
        """From a template or from scratch; it asks before it takes the place of what is there."""
        template = next((one for one in self.templates if str(one.pk) == start), None)
        if template is None and start != SCRATCH:
            return there
        if verb == "start" and not all(is_blank({**row, "within": ""}) for row in living(there)):
            self.asks = start
            return there
        fresh = stages.of_template(template, self.terms) if template else [stages.blank(self.terms.keys)]
        old = stages.gone([row for row in there if not is_blank({**row, "within": ""})])
        after = numbered([*fresh, *old], taken=there)
        self.touched = after[0][ROW]
        return after

    def _split(self, argument: str, there: Rows) -> Rows:
        """ "even", "even.basic", or "typed": what was typed, for the package that was chosen."""
        how, _, key = argument.partition(".")
        key = key or reading.text(self.data, "split-package")
        keys = [key] if key in self.terms.keys else self.terms.keys
        return stages.split(how if how == "even" else self.percentages, there, self.terms, keys)

    @property
    def percentages(self) -> str:
        return reading.text(self.data, "percentages") if self.data is not None else ""

    @property
    def split_package(self) -> str:
        return reading.text(self.data, "split-package") if self.data is not None else ""

    @cached_property
    def lines(self) -> list[stages.Line]:
        found = [stages.Line(row, self.terms) for row in self.rows]
        for at, line in enumerate([one for one in found if not one.is_gone], start=1):
            line.at = at
        return found

    @cached_property
    def living(self) -> list[stages.Line]:
        return [line for line in self.lines if not line.is_gone]

    @property
    def open_number(self) -> str:
        """The milestone that is unfolded: what was touched, or else the first with something to mend."""
        number = self.only[0] or self.touched
        return number or next((line.number for line in self.living if line.is_wrong), "")

    # What goes with it

    @cached_property
    def templates(self) -> list[WorkflowTemplate]:
        """Those of its kind of work, then those of its field."""
        work = self.ground.category
        return [one for one in WorkflowTemplate.objects.for_work_of(work) if one.category] if work else []

    @property
    def start(self) -> str:
        """What the workflow was begun from, as far as it can be told by the names of its milestones."""
        names = [line.name for line in self.living]
        for template in self.templates:
            if names and names == [stage["name"] for stage in template.stages]:
                return str(template.pk)
        return SCRATCH if names else ""

    @property
    def refusal(self) -> str:
        """Why this can't be sold in milestones, and what to do instead; "" where it can."""
        policy, category = self.ground.policy, self.ground.category
        if not self.ground.may_sell_steps:
            return limits.BANNED
        if policy and policy.eligible_category and category and not category.milestone_eligible:
            return limits.NOT_IN_STEPS
        return ""

    @property
    def most(self) -> int:
        policy = self.ground.policy
        return min((policy and policy.gig_milestones_max) or MOST_TYPED, MOST_TYPED)

    @property
    def range(self) -> str:
        """How many milestones the rulebook wants."""
        policy = self.ground.policy
        least, most = (policy.gig_milestones_min, policy.gig_milestones_max) if policy else (None, None)
        if most:
            return f"{least or 1} to {counted(most, 'milestone', 'milestones')} of your own."
        return (
            f"{counted(least, 'milestone', 'milestones')} or more of your own." if least else "Milestones of your own."
        )

    @cached_property
    def sums(self) -> Sums:
        return Sums(self.terms, self.living, is_paid=self.is_paid)

    @property
    def shown(self) -> list[tuple[stages.Line, list[Share]]]:
        """The milestones, each with its packages; those that can be put back have none."""
        return [(line, [] if line.is_gone else self.sums.shares_of(line)) for line in self.lines]

    # Saving

    @property
    def parts(self):
        asked = [(f"Question {at}", one["form"]) for at, one in enumerate([one for one in self.faq if one["form"]], 1)]
        return [("", self.form), *asked, *(part for line in self.living for part in line.parts)]

    def is_valid(self) -> bool:
        return super().is_valid() and self._is_sub_valid()

    def _is_sub_valid(self) -> bool:
        """A substep that is saved by itself says something."""
        number, sub = self.only
        found = [one for line in self.living if line.number == number for one in line.living if one.number == sub]
        if found and not found[0].is_kept:
            found[0].form.add_error("name", "Say what this part is.")
            return False
        return True

    def values(self) -> dict[str, Any]:
        faq = [one["form"].faq() for one in self.faq if one["form"]]
        return {
            "description": self.form.cleaned_data["description"],
            "faq": [one for one in faq if one.question or one.answer],
            "workflow": Workflow(self.is_paid, [line.stage() for line in self.living]),
        }

    @property
    def problems_of_saving(self) -> list[GigProblem]:
        number, _ = self.only
        if not number:
            return self.problems_here
        at = next((index for index, line in enumerate(self.living) if line.number == number), None)
        return [one for one in self.problems_here if one.index == at and one.field not in (FAQ, "description")]

    def place_of(self, problem: GigProblem):
        if problem.field == "description":
            return self.form, "description"
        if problem.field == FAQ:
            form = [one["form"] for one in self.faq if one["form"] and not is_blank(one["row"])][problem.index or 0]
            return form, "answer" if form.cleaned_data.get("question") else "question"
        if problem.field == "sum":
            return self._of_sum(problem.package), problem.package
        if problem.index is None:
            return None, "workflow"
        field = {"packages": "within", "amount": problem.package}.get(problem.field, problem.field)
        return self.living[problem.index].form, field

    def _of_sum(self, key: str):
        """Where amounts that don't add up are mended: in the milestone that is open, or the last one of the package."""
        within = [line for line in self.living if key in line.row["within"]]
        chosen = [line for line in within if line.number == self.open_number]
        return (chosen or within or self.living)[-1].form

    @property
    def saved_words(self) -> str:
        number, sub = self.only
        return "The substep is saved." if sub else "The milestone is saved." if number else ""

    @property
    def anchor(self) -> str:
        """Where a milestone that was saved by itself is when the page is opened anew: rows count from 0 then.

        Its substeps lie inside of what is folded, so that a browser unfolds it: a next one is added right there.
        """
        number, sub = self.only
        at = next((index for index, line in enumerate(self.living) if line.number == number), 0)
        return f"milestone-{at}-sub" if sub else f"milestone-{at}"

    @property
    def counts(self) -> str:
        policy, number = self.ground.policy, len(self.living)
        if policy and policy.gig_milestones_max:
            return f"{number} of up to {policy.gig_milestones_max}"
        return counted(number, "milestone", "milestones")
