"""The steps in which an offer is written: which there are under a rulebook, what belongs to each, how far each is."""

from dataclasses import dataclass

from django.urls import reverse

from marketplace.offers.models import ContractKind, Offer
from marketplace.offers.terms import Terms
from marketplace.policies.limits import ONE_STEP, Problem
from marketplace.policies.models import Contract, OrderType, Policy, Signing

PROJECT, MILESTONES, CONTRACT, REVIEW, SIGN = "project", "milestones", "contract", "review", "sign"
WRITTEN = (PROJECT, MILESTONES, CONTRACT)
STEPS = (*WRITTEN, REVIEW, SIGN)

# What tells that the fields of a step were sent. A page that was opened before there were steps has those of all.
MARKERS = {PROJECT: "title", MILESTONES: "milestones-TOTAL_FORMS", CONTRACT: "contract"}
OF_THE_PLAN = ("plan", "total")  # problems that no single field has
OF_THE_CONTRACT = ("contract", "upload", "file")


def steps_of(policy: Policy | None) -> list[str]:
    """Those that an offer under this rulebook has: nobody is asked about a contract that can't be chosen."""
    chooses = policy is not None and policy.contract == Contract.TEMPLATE_OR_UPLOAD
    return [step for step in STEPS if step != CONTRACT or chooses]


def around(step: str, policy: Policy | None) -> tuple[str, str]:
    """The steps before and after this one; "" where there is none."""
    steps = steps_of(policy)
    at = steps.index(step)
    return steps[at - 1] if at else "", steps[at + 1] if at + 1 < len(steps) else ""


def step_of(problem: Problem) -> str:
    """The step in which this can be mended."""
    if problem.milestone is not None or problem.field in OF_THE_PLAN or problem.message == ONE_STEP:
        return MILESTONES
    return CONTRACT if problem.field in OF_THE_CONTRACT else PROJECT


def url_of(offer: Offer, step: str) -> str:
    return reverse("offers:step", args=[offer.pk, step])


def title_of(step: str, policy: Policy | None, order_type: str) -> str:
    """What a step is called where it is listed."""
    if step == MILESTONES:
        return "Milestones" if order_type == OrderType.MILESTONES else "Payment"
    if step == SIGN:
        return "Sign" if policy and policy.signing == Signing.BOTH_SIGN else "Send"
    return step.capitalize()


@dataclass(frozen=True)
class Station:
    """One of them. `state` is "done", "current", "bad" (begun, with something missing) or "" for what comes.

    `url` is empty before there is a draft to write on.
    """

    step: str
    number: int
    title: str
    url: str
    state: str

    @property
    def is_here(self) -> bool:
        return self.state == "current"


def stations(
    offer: Offer | None, terms: Terms | None, policy: Policy | None, order_type: str, problems: list[Problem], here: str
) -> list[Station]:
    """All of them, in order. What comes before the one that is shown, or before what was begun, counts as begun."""
    steps = steps_of(policy)
    furthest = max(steps.index(here), _furthest(terms, steps) + 1)
    wrong = {step_of(one) for one in problems}
    found = []
    for at, step in enumerate(steps):
        state = "" if at >= furthest or step not in WRITTEN and at > steps.index(here) else "done"
        state = "current" if step == here else "bad" if state and step in wrong else state
        url = url_of(offer, step) if offer else ""
        found.append(Station(step, at + 1, title_of(step, policy, order_type), url, state))
    return found


def _furthest(terms: Terms | None, steps: list[str]) -> int:
    """The index of the last step in which something was written; -1 before the first."""
    if terms is None:
        return -1
    begun = {PROJECT: True, MILESTONES: bool(terms.milestones), CONTRACT: _has_contract(terms)}
    return max(steps.index(step) for step in steps if begun.get(step))


def _has_contract(terms: Terms) -> bool:
    return bool(terms.milestones) and terms.contract != ContractKind.NONE
