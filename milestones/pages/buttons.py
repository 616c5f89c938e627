"""The buttons of an order: each verb that is this reader's now, with its words, its form and what it does."""

from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.safestring import SafeString

from milestones import availability
from milestones.actions.parts.funding import bill, total
from milestones.actions.send_back import returnable
from milestones.forms.work import DeliverForm, PartForm, RevisionForm
from milestones.models import Case, CaseKind, Milestone, Order
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.wording import confirmations
from milestones.wording.phrases import more_days

PLAIN, PRIMARY, DANGER = "plain", "", "danger"


@dataclass(frozen=True)
class Verb:
    """One thing that can be done: a link (`href`), or a form that says what it will do and has one button."""

    name: str
    label: str
    url: str
    explanation: SafeString | str = ""
    confirm: str = ""
    kind: str = PLAIN
    form: forms.Form | None = None
    is_link: bool = False
    has_page: bool = False  # what comes of its form is asked on a page of its own first

    @property
    def is_open(self) -> bool:
        """Whether its form came back with an error."""
        return self.form is not None and self.form.is_bound


ORDER = (
    "fund",
    "deliver",
    "change_order",
    "approve",
    "request_revision",
    "approve_and_stop",
    "extend_review",
    "release",
    "release_part",
    "propose_split",
    "give_in",
    "give_back",
    "send_back",
)


def of_milestone(
    snapshot: OrderSnapshot, milestone: Milestone, verbs: set[str], bound: forms.Form | None = None
) -> list[Verb]:
    """The buttons of a step, in the order in which people think of them. `bound` is a form that came back."""
    return [_verb(snapshot, milestone, name, bound) for name in ORDER if name in verbs]


def _verb(snapshot: OrderSnapshot, milestone: Milestone, name: str, bound) -> Verb:
    label, confirm, kind = _words(snapshot, milestone, name)
    if name in LINKS:
        return Verb(name, label, reverse(f"milestones:{name}", args=[milestone.pk]), kind=kind, is_link=True)
    return Verb(
        name=name,
        label=label,
        url=reverse(f"milestones:{name}", args=[milestone.pk]),
        explanation=confirmations.EXPLAINED[name](snapshot, milestone),
        confirm=confirm,
        kind=kind,
        form=bound if bound and bound.verb == name else form_for(name, milestone),
        has_page=name == "release_part",
    )


def _words(snapshot: OrderSnapshot, milestone: Milestone, name: str) -> tuple[str, str, str]:
    """The label, the confirming button and the kind."""
    held, policy = snapshot.reader.money(milestone.held), snapshot.order.policy
    match name:
        case "fund":
            cost = snapshot.reader.money(total(bill([milestone])))
            return f"Pay {milestone}, {cost}", "", PLAIN if snapshot.order.open else PRIMARY
        case "deliver":
            again = bool(milestone.delivered_at)
            return f"Deliver {milestone}{' again' if again else ''}", "Hand it in", PRIMARY
        case "approve" if policy.pays_per_milestone:
            return f"Approve, pay {held}", f"Approve and pay {held}", PRIMARY
        case "approve":
            label = "Approve and continue" if snapshot.order.pending else "Approve and finish"
            return label, label, PRIMARY
        case "approve_and_stop":
            return "Approve and stop the order", "Approve and stop the order", PLAIN
        case "extend_review":
            more = f"Take {more_days(policy.review_extension_days)}"
            return more, more, PLAIN
        case "send_back":
            back = snapshot.reader.money(returnable(milestone))
            return f"Send {back} on to your card", f"Send {back}", PLAIN
        case "propose_split" if split_of(snapshot, milestone):
            return "Propose another split", "", PLAIN
        case "release" if milestone.delivered_at:
            return "Release without the changes", "Release the payment", PLAIN
        case "give_back":
            return f"Give {held} back", f"Give {held} back", DANGER
        case "give_in":
            gives = f"release {held}" if snapshot.reader.is_client else f"give {held} back"
            return f"Give in: {gives}", f"Give in and {gives}", DANGER
    return LABELS[name]


def split_of(snapshot: OrderSnapshot, milestone: Milestone) -> Case | None:
    """The split of its money that somebody proposed and nobody has answered."""
    about = (one for one in snapshot.cases if one.kind == CaseKind.SPLIT and one.milestone_id == milestone.pk)
    return next(about, None)


LINKS = ("fund", "propose_split", "change_order")  # verbs with a page of their own
LABELS = {
    "change_order": ("That is new scope", "", PLAIN),
    "propose_split": ("Propose a split", "", PLAIN),
    "request_revision": ("Request a revision", "Ask for the changes", PLAIN),
    "release": ("Release before delivery", "Release the payment", PLAIN),
    "release_part": ("Release a part", "See what each side gets", PLAIN),
}


def form_for(name: str, milestone: Milestone, *data, **options) -> forms.Form | None:
    """The form of a verb, empty or with what was sent (POST and FILES); None where it asks nothing."""
    options["auto_id"] = f"{name}-{milestone.pk}-%s"
    match name:
        case "deliver":
            form = DeliverForm(*data, milestone=milestone, **options)
        case "request_revision":
            form = RevisionForm(*data, **options)
        case "release_part":
            form = PartForm(*data, milestone=milestone, **options)
        case _:
            return None
    form.verb, form.milestone_id = name, milestone.pk
    return form


def of_order(snapshot: OrderSnapshot) -> list[Verb]:
    """The buttons of the order as a whole."""
    order = snapshot.order
    names = availability.of_order(order, snapshot.reader.user, paying=snapshot.is_paying)
    found = []
    if "fund_plan" in names:
        cost = snapshot.reader.money(total(bill(order.pending)))
        url = reverse("milestones:fund_plan", args=[order.pk])
        found.append(Verb("fund_plan", f"Pay all that is left, {cost}", url, is_link=True))
    if "stop" in names:
        found.append(_stop(snapshot, order))
    return found


def _stop(snapshot: OrderSnapshot, order: Order) -> Verb:
    url = reverse("milestones:stop", args=[order.pk])
    explanation = confirmations.stop(snapshot)
    return Verb("stop", "Stop the order", url, explanation=explanation, confirm="Stop the order", kind=DANGER)
