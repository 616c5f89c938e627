"""The resolution center, put together: what is asked, what can be asked, what was asked."""

from functools import cached_property

from django import forms
from django.urls import reverse
from django.utils.safestring import SafeString

from marketplace.deadlines.models import Deadline
from marketplace.formats import capital
from milestones import availability
from milestones.actions.parts import answering
from milestones.models import Case, CaseKind, CaseState, Order
from milestones.pages import buttons
from milestones.pages.buttons import Button
from milestones.pages.resolution_options import Links, options
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.timer_kinds import Kind
from milestones.verbs import ANSWERS, VERBS
from milestones.wording import case_phrases, case_titles, plan_differences, plan_effects
from milestones.wording.labels import split_of


class Asked:
    """One request, with what this reader can do about it. `form` is an answer that came back with errors."""

    def __init__(self, snapshot: OrderSnapshot, case: Case, form=None):
        self.snapshot, self.case, self.came_back = snapshot, case, form
        self.reader = snapshot.reader
        self.is_dispute = case.kind == CaseKind.DISPUTE

    @property
    def title(self) -> str:
        return case_titles.title(self.case, self.reader)

    @property
    def timer(self) -> Deadline | None:
        return self.snapshot.timer(Kind.CASE, Kind.DISPUTE, case=self.case)

    @property
    def standing(self) -> str:
        """Who it waits for, or what became of it."""
        return "Waiting for support" if self.waits_for_support else self.case.get_state_display()

    @property
    def waits_for_support(self) -> bool:
        """Whether it is an open dispute that was answered, or that nobody has to answer."""
        answered = self.is_dispute and bool(self.case.answered_at or self.timer is None)
        return answered and self.case.state == CaseState.OPEN

    @property
    def effect(self) -> SafeString:
        return case_phrases.effect(self.case, self.reader)

    @cached_property
    def compared(self) -> list[plan_differences.Compared]:
        """The plan as it is and as it would be, side by side."""
        is_change = self.case.kind == CaseKind.CHANGE
        return plan_differences.compared(self.case.order, self.case.data) if is_change else []

    @property
    def is_moved(self) -> bool:
        return plan_differences.is_moved(self.case.data)

    @property
    def besides(self) -> SafeString | str:
        """What else a change does, and how the plan's total changes."""
        return plan_effects.totals(self.snapshot.answering(self.case), self.case.data)

    @property
    def counter(self) -> str:
        """Where it is answered by another one, or written anew by whoever asked."""
        verb = VERBS["plan"]
        if self.case.kind != CaseKind.CHANGE or not verb.may(self.case.order, self.reader.user):
            return ""
        return reverse("milestones:plan", args=[self.case.order_id], query={"from": self.case.pk})

    @property
    def counter_label(self) -> str:
        return "Change your request" if self.case.asked_by_id == self.reader.user.pk else "Answer with changes"

    @property
    def silence(self) -> SafeString | str:
        if self.waits_for_support:
            return "Support reads both sides and decides."
        return case_phrases.silence(self.case, self.timer, self.reader)

    @cached_property
    def answers(self) -> list[Button]:
        """How this reader answers: yes or no with a few words, or, to a dispute, once and in words."""
        if self.case.answered_at:
            return []
        verbs = [one for one in ANSWERS if one.may(self.case, self.reader.user)]
        return [buttons.button(self.snapshot, self.case, one, self.came_back) for one in verbs]

    @property
    def form(self) -> forms.Form | None:
        """The one form of all answers, where no yes has to be confirmed by itself because it moves money."""
        return (self.came_back or self.answers[0].form) if self.answers and not self.moves else None

    @cached_property
    def moves(self) -> int:
        """How much money a yes moves at once, in minor units."""
        return answering.moves(self.case) if self.case.state == CaseState.OPEN else 0

    @property
    def withdrawal(self) -> Button | None:
        """How this reader takes it back, where they may."""
        verb = VERBS["withdraw"]
        may = verb.may(self.case, self.reader.user)
        return buttons.button(self.snapshot, self.case, verb) if may else None

    @property
    def verbs(self) -> list:
        """How this reader can end a dispute, or answer a split with another."""
        milestone = case_titles.milestone_of(self.case)
        if self.case.kind not in (CaseKind.DISPUTE, CaseKind.SPLIT):
            return []
        found = availability.of_milestone(self.snapshot, milestone)
        if self.case.kind == CaseKind.SPLIT:
            found &= {"propose_split"}
        elif split_of(self.snapshot, milestone):
            found -= {"propose_split"}  # it stands at the split that it would take the place of
        return buttons.of_milestone(self.snapshot, milestone, found)

    @property
    def outcome(self) -> str:
        return case_phrases.outcome(self.case, self.reader)

    @property
    def asked_by(self) -> str:
        return capital(self.reader.name(self.case.asked_by_id))

    @property
    def answered_by(self) -> str:
        """Who gave the answer: the other side of whoever asked."""
        order = self.case.order
        client_asked = self.case.asked_by_id == order.client_id
        return capital(self.reader.freelancer if client_asked else self.reader.client)


class Center:
    """Everything on the page. `form` came back with errors: an option's or, with `about`, an answer to a request."""

    def __init__(self, order: Order, user, form=None):
        self.order, self.form = order, form
        self.reader = Reader(order, user)
        self.cases = list(order.cases.select_related("closed_by"))
        for case in self.cases:
            case.order = order
        order.open_cases = [one for one in self.cases if one.state == CaseState.OPEN]
        self.snapshot = OrderSnapshot(self.reader, list(Deadline.objects.shown().filter(order=order)))

    @property
    def open(self) -> list[Asked]:
        return [Asked(self.snapshot, one, self._came_back(one)) for one in self.snapshot.cases]

    @property
    def past(self) -> list[Asked]:
        return [Asked(self.snapshot, one) for one in self.cases if one.state != CaseState.OPEN]

    def _came_back(self, thing) -> forms.Form | None:
        return self.form if self.form and self.form.about == thing else None

    @cached_property
    def _found(self) -> list[Button | Links | str]:
        return options(self.snapshot, self._came_back(self.order))

    @property
    def options(self) -> list[Button | Links]:
        """What can be asked for, by a form or on pages of their own."""
        return [one for one in self._found if not isinstance(one, str)]

    @property
    def reasons(self) -> list[str]:
        """Why the rest cannot be asked for."""
        return [one for one in self._found if isinstance(one, str)]
