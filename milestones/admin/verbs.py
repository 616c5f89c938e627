"""What support does to orders, as pages of the desk: what will happen to which money, a required reason, one button.

The pages decide nothing. They call the locked actions that everybody's verbs are, with an actors.Support as `by`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from marketplace import admin_base, clock
from marketplace.actors import Support
from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from marketplace.formats import minor_text, symbol
from marketplace.postgresql.snapshot import snapshot
from marketplace.transitions import permit
from marketplace.verbs import Verb
from milestones.actions import approve, disputes, support
from milestones.admin import consequences
from milestones.admin.brief import brief
from milestones.forms.fields import MinorField
from milestones.models import Case, CaseKind, Milestone, Order
from milestones.timer_kinds import Kind

LONGEST_EXTENSION = 90  # days, as the action has it
GONE = "This can’t be done any more."


class ReasonForm(forms.Form):
    """Why support does it. The reason goes into the order's history, where both sides read it."""

    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text="Both sides read it in the order’s history, with your name on record.",
        error_messages={"required": support.NO_REASON},
    )

    def __init__(self, row, data=None):
        self.row, self.refused = row, False
        super().__init__(data)

    def answers(self) -> dict:
        """What else the action needs, from a valid form."""
        return {}

    def refuse(self, refused: Refused) -> None:
        """Show a "no" of the action next to its field."""
        self.refused = True
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)


class ExtendForm(ReasonForm):
    """How many days. `seen` is when the timer was due on the page, so that pressing twice extends once."""

    days = forms.IntegerField(
        label="Days",
        min_value=1,
        max_value=LONGEST_EXTENSION,
        help_text=f"1 to {LONGEST_EXTENSION} days of 24 hours, added to when it is due.",
    )
    seen = forms.DateTimeField(widget=forms.HiddenInput)
    field_order = ["days", "reason", "seen"]

    def __init__(self, row, data=None):
        super().__init__(row, data)
        self.fields["seen"].initial = row.due_at.isoformat()

    def answers(self):
        return {"days": self.cleaned_data["days"], "seen": self.cleaned_data["seen"]}


class DecideForm(ReasonForm):
    """How much of what is held is released: all, nothing or a part."""

    split = forms.ChoiceField(
        label="Release", widget=forms.RadioSelect, error_messages={"required": "Choose how much is released."}
    )
    released = MinorField(
        currency="USD",
        label="Amount to release",
        required=False,
        help_text="For a part only. The rest goes back to the client.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    field_order = ["split", "released", "reason"]

    def __init__(self, row, data=None):
        super().__init__(row, data)
        self.held, self.currency = row.milestone.held, row.order.currency
        self.fields["released"].currency = self.currency
        held = minor_text(self.held, self.currency)
        self.fields["split"].choices = [
            ("all", f"all of it: {held} to the freelancer"),
            ("nothing", f"nothing: {held} back to the client"),
            ("part", "a part"),
        ]
        self.fields["released"].label = f"Amount to release ({symbol(self.currency)})"

    def clean(self):
        chosen, amount = self.cleaned_data.get("split"), self.cleaned_data.get("released")
        if chosen == "part" and "released" not in self.errors:
            self.cleaned_data["minor"] = self._part(amount)
        elif chosen:
            self.cleaned_data["minor"] = self.held if chosen == "all" else 0
        return self.cleaned_data

    def _part(self, amount) -> int | None:
        """The amount in minor units, or None with the reason next to the field."""
        if amount is None:
            self.add_error("released", "Say how much is released.")
            return None
        if not 0 < amount < self.held:
            self.add_error("released", f"More than nothing and less than {minor_text(self.held, self.currency)}.")
        return amount

    def answers(self):
        return {"released": self.cleaned_data["minor"]}


@dataclass(frozen=True, kw_only=True)
class DeskVerb(Verb):
    """One thing that support may do to a row. Its name is the last word of the page's address.

    `tells` are the sentences of its page, `done` is what it says afterwards; `previews`: it can tell more once the form
    is filled in.
    """

    done: str
    tells: Callable[..., list[str]]
    form: type[ReasonForm] = ReasonForm
    tone: str = ""
    concerns: Callable[[object], bool] = lambda row: True  # whether rows like this one know the verb at all
    shows: Callable[[object, object], Iterable[admin_base.Panel]] = lambda row, user: []  # what it is decided on

    def offered(self, row, user) -> bool:
        """Whether this member of staff may do it now; the action asks again, under the lock."""
        return self.concerns(row) and self.may(row, Support(user, "")) and self.worth(user, row)


def _extend(deadline, *, by, days: int, seen: datetime):
    deadline.due_at = seen
    return support.extend_deadline(deadline, by=by, days=days)


def _tell_extending(deadline, days: int | None = None, seen=None) -> list[str]:
    return consequences.of_extending(deadline, deadline.due_at + clock.days(days) if days else None)


def _tell_decision(request, released: int | None = None) -> list[str]:
    milestone = consequences.in_plan(request.milestone)
    if released is not None:
        return consequences.of_decision(milestone, released)
    held = minor_text(milestone.held, milestone.currency)
    return [
        f"{held} is held for step {milestone.position}.",
        "Released in full: " + " ".join(consequences.of_decision(milestone, milestone.held)),
        "Refunded in full: " + " ".join(consequences.of_decision(milestone, 0)),
    ]


APPROVE = DeskVerb(
    name="approve",
    label="Approve",
    done="The step is accepted.",
    about=Milestone,
    gate="accept_by_support",
    tells=consequences.of_approval,
    act=approve.approve_for_support,
)
CANCEL = DeskVerb(
    name="cancel",
    label="Cancel and refund",
    done="The step is cancelled and its money is on its way back.",
    about=Milestone,
    gate="cancel_and_refund",
    tells=consequences.of_cancelling,
    act=support.cancel_and_refund,
    tone="bad",
)
CANCEL_ORDER = DeskVerb(
    name="cancel",
    label="Cancel the order",
    done="The order is over.",
    about=Order,
    gate="cancel_by_support",
    tells=consequences.of_cancelling_order,
    act=support.cancel_order,
    tone="bad",
)
EXTEND = DeskVerb(
    name="extend",
    label="Extend",
    done="The timer was put off.",
    concerns=lambda one: one.order_id is not None and one.kind != Kind.REMIND,
    about=Deadline,
    gate=lambda deadline: deadline.order.extend_deadline,
    worth=lambda user, one: one.is_live,
    tells=_tell_extending,
    act=_extend,
    form=ExtendForm,
    previews=True,
)
DECIDE = DeskVerb(
    name="decide",
    label="Decide the dispute",
    done="The dispute is decided.",
    concerns=lambda one: one.kind == CaseKind.DISPUTE,
    about=Case,
    tells=_tell_decision,
    act=disputes.decide,
    form=DecideForm,
    shows=brief,
    previews=True,
)


def order_of(row) -> Order | None:
    return row if isinstance(row, Order) else row.order


class SupportActs(admin_base.ReadOnlyAdmin):
    """Adds to a row's page the buttons of its verbs, for those who may act in this order."""

    verbs: tuple[DeskVerb, ...] = ()

    def get_urls(self):
        return [
            path(
                f"<path:object_id>/{verb.name}/",
                self.admin_site.admin_view(self._page_of(verb)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{verb.name}",
            )
            for verb in self.verbs
        ] + super().get_urls()

    def tools(self, request, obj):
        for verb in self.verbs:
            if verb.offered(obj, request.user):
                yield admin_base.Tool(verb.label, address(self.opts, verb, obj), verb.tone)

    def _page_of(self, verb: DeskVerb):
        @snapshot  # what it tells of amounts, and what it shows beside them, belong together
        def page(request, object_id):
            return self.act_page(request, object_id, verb)

        return page

    def act_page(self, request, object_id, verb: DeskVerb):
        """GET tells what will happen, POST does it. Raises PermissionDenied for whoever may not, Http404 for no row."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if not verb.concerns(row):
            raise Http404
        permit(verb.asked(row), Support(request.user, ""))
        form = verb.form(row, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and "_preview" not in request.POST:
            if self._do(request, row, verb, form):
                return redirect(self._home(row))
            row = self.get_object(request, row.pk)
        elif request.method != "POST" and not verb.offered(row, request.user):
            messages.warning(request, GONE)
            return redirect(self._home(row))
        return self._show(request, row, verb, form)

    def _home(self, row) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    def _do(self, request, row, verb: DeskVerb, form: ReasonForm) -> bool:
        """Call the action. A "no" is put into the form."""
        by = Support(request.user, form.cleaned_data["reason"])
        try:
            verb.act(row, by=by, **form.answers())
        except Refused as refused:
            form.refuse(refused)
            return False
        messages.success(request, verb.done)
        return True

    def _show(self, request, row, verb: DeskVerb, form: ReasonForm):
        valid = form.is_bound and form.is_valid()
        context = {
            **self.admin_site.each_context(request),
            "title": verb.label,
            "subtitle": None,
            "opts": self.opts,
            "original": row,
            "order": order_of(row),
            "milestone": row if isinstance(row, Milestone) else getattr(row, "milestone", None),
            "panels": list(verb.shows(row, request.user)),
            "verb": verb,
            "form": form,
            "tells": _tells(row, request.user, verb, form.answers() if valid and verb.previews else {}),
        }
        request.current_app = self.admin_site.name
        status = 409 if form.refused else 422 if form.errors else 200
        return TemplateResponse(request, "admin/desk/act.html", context, status=status)


def _tells(row, user, verb: DeskVerb, answers: dict) -> list[str]:
    return verb.tells(row, **answers) if verb.offered(row, user) else [GONE]


def address(opts, verb: DeskVerb, row) -> str:
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{verb.name}", args=[row.pk])
