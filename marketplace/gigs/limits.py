"""What stands against publishing a gig. Every "no" names the step of the editor and the field that it is about.

A draft saves anything of the right shape. The numbers are the rulebook's (`marketplace.policies.limits`), the others
are the site's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from escrow import amounts
from escrow import limits as payable
from marketplace.formats import counted, minor_text
from marketplace.gigs.models import Category, Picture
from marketplace.gigs.plan import order_type_of, plan_of
from marketplace.gigs.terms import GigTerms, Package, PackageKey, Stage
from marketplace.policies import limits
from marketplace.policies.models import OrderType, Origin, Policy
from marketplace.policies.plan import MOST_MILESTONES
from milestones.questions import MOST_QUESTIONS, problem_of

OVERVIEW, PACKAGES, DESCRIPTION = "overview", "packages", "description"
REQUIREMENTS, GALLERY, PUBLISH = "requirements", "gallery", "publish"
STEPS = [OVERVIEW, PACKAGES, DESCRIPTION, REQUIREMENTS, GALLERY, PUBLISH]

MOST_TAGS = 5
MOST_FAQ = 10
MOST_PICTURES = 5
MOST_INCLUDED = 12
LEAST_TEXT, MOST_TEXT = 120, 1200  # letters of the description
MOST_DAYS = 365
MOST_GIGS = 30  # of one person, those that are closed apart

NOT_IN_STEPS = (
    "Work of this kind is not sold in steps. Take the milestones out and sell each package as one payment, "
    "or agree on steps in an offer of your own."
)
NOT_WITH_STEPS = (
    "A subscription goes with one payment a month, and never with steps: take the milestones out, or their payments, "
    "or sell it once at a time."
)
BANNED = (
    "Support has withdrawn your right to sell in steps. Take the milestones out and sell each package as one payment."
)


@dataclass(frozen=True)
class GigProblem:
    """One thing that stands against publishing. `index` counts rows of the field from 0, `package` is a key.

    What `passes` is nothing to mend: it is over soon, whether or not anybody does anything.
    """

    step: str
    field: str
    message: str
    index: int | None = None
    package: str = ""
    passes: bool = False


@dataclass(frozen=True)
class Ground:
    """What terms are judged on beside themselves: rows that they name by key, fetched by `marketplace.gigs.ground`."""

    category: Category | None
    policy: Policy | None
    pictures: dict[int, Picture]
    may_sell_steps: bool = True


def problems(terms: GigTerms, ground: Ground) -> list[GigProblem]:
    """All that stands against publishing these terms, in the order of the editor; empty when it is fine."""
    found = [
        *_overview(terms, ground),
        *_packages(terms),
        *_subscription(terms, ground),
        *_description(terms),
        *_workflow(terms, ground),
        *_requirements(terms),
        *_gallery(terms, ground),
    ]
    return list(dict.fromkeys(found))


def _overview(terms: GigTerms, ground: Ground) -> Iterator[GigProblem]:
    if not terms.title.strip():
        yield GigProblem(OVERVIEW, "title", "Say in a few words what you offer.")
    if ground.category is None:
        yield GigProblem(OVERVIEW, "category", "Choose what kind of work it is.")
    if ground.policy is None:
        yield GigProblem(OVERVIEW, "policy", "Choose the rulebook that orders are under.")
    elif terms.currency not in ground.policy.currencies:
        yield GigProblem(OVERVIEW, "currency", f"This rulebook can't be used with {terms.currency}.")
    elif wrong := payable.not_taken(terms.currency):
        yield GigProblem(OVERVIEW, "currency", wrong)
    if len(terms.tags) > MOST_TAGS:
        yield GigProblem(OVERVIEW, "tags", f"At most {counted(MOST_TAGS, 'tag', 'tags')}.")


def _packages(terms: GigTerms) -> Iterator[GigProblem]:
    if PackageKey.BASIC not in terms.keys:
        yield GigProblem(PACKAGES, "packages", "A gig has a basic package at least.")
    dearest = None
    for package in terms.packages:
        for field, message in _package(terms, package):
            yield GigProblem(PACKAGES, field, message, package=package.key)
        if dearest and 0 < package.price < dearest.price:
            message = f"{package.label} can’t cost less than {dearest.label}."
            yield GigProblem(PACKAGES, "price", message, package=package.key)
        dearest = package
    if len(terms.included) > MOST_INCLUDED:
        yield GigProblem(PACKAGES, "included", f"At most {counted(MOST_INCLUDED, 'row', 'rows')}.")
    for index, row in enumerate(terms.included):
        if not row.name.strip():
            yield GigProblem(PACKAGES, "included", "Say what is included.", index)


def _subscription(terms: GigTerms, ground: Ground) -> Iterator[GigProblem]:
    """A subscription goes with one payment a month, never with steps."""
    policy = ground.policy
    if not terms.months or policy is None or terms.currency not in policy.currencies:
        return
    if not policy.takes_subscriptions:
        yield GigProblem(PACKAGES, "months", limits.NOT_TAKEN[OrderType.SUBSCRIPTION])
        return
    if terms.has_steps:
        yield GigProblem(PACKAGES, "months", NOT_WITH_STEPS)
        return
    for months in terms.months:
        for package in terms.packages:
            price, currency = package.price, terms.currency
            for one in limits.check_subscription(policy, months, terms.discount, price=price, currency=currency):
                yield GigProblem(PACKAGES, one.field, one.message)
    for package in terms.packages:
        plan = plan_of(terms, package.key)
        found = limits.check(policy, plan, terms.currency, origin=Origin.GIG, order_type=OrderType.SUBSCRIPTION)
        for one in found:
            field = {"total": "price", "amount": "price", "days": "days"}.get(one.field)
            if field and package.price > 0 and package.days:
                yield GigProblem(PACKAGES, field, one.message, package=package.key)


def _package(terms: GigTerms, package: Package) -> Iterator[tuple[str, str]]:
    if not package.name.strip():
        yield "name", "Give the package a name."
    if not package.text.strip():
        yield "text", "Say in a sentence what the client gets."
    if package.price <= 0:
        yield "price", "Say what the package costs."
    elif amounts.too_large(package.price, terms.currency):
        yield "price", amounts.TOO_LARGE
    if not terms.is_paid_in_steps(package.key):
        if not package.days:
            yield "days", "Say how many days the package takes."
        elif package.days > MOST_DAYS:
            yield "days", f"A package takes at most {counted(MOST_DAYS, 'day', 'days')}."


def _description(terms: GigTerms) -> Iterator[GigProblem]:
    letters = len(terms.description.strip())
    if letters < LEAST_TEXT:
        more = counted(LEAST_TEXT - letters, "more letter", "more letters")
        yield GigProblem(DESCRIPTION, "description", f"Describe it in {LEAST_TEXT} letters at least: {more}.")
    elif letters > MOST_TEXT:
        yield GigProblem(DESCRIPTION, "description", f"At most {MOST_TEXT:,} letters; these are {letters:,}.")
    for index, one in enumerate(terms.faq):
        if not one.question.strip():
            yield GigProblem(DESCRIPTION, "faq", "Write the question.", index)
        if not one.answer.strip():
            yield GigProblem(DESCRIPTION, "faq", "Answer this question, or remove it.", index)


# The workflow


def _workflow(terms: GigTerms, ground: Ground) -> Iterator[GigProblem]:
    policy = ground.policy
    if policy is None or terms.currency not in policy.currencies:
        return
    if not terms.workflow.stages:
        yield from _plans(terms, policy)
        return
    if policy.eligible_category and ground.category and not ground.category.milestone_eligible:
        yield GigProblem(DESCRIPTION, "workflow", NOT_IN_STEPS)
    if not ground.may_sell_steps:
        yield GigProblem(DESCRIPTION, "workflow", BANNED)
    yield from _number(terms, policy)
    yield from _basic(terms, policy)
    for index, stage in enumerate(terms.workflow.stages):
        yield from _stage(terms, stage, index)
    yield from _plans(terms, policy)
    yield from _sums(terms)


def _number(terms: GigTerms, policy: Policy) -> Iterator[GigProblem]:
    least, most = policy.gig_milestones_min or 1, policy.gig_milestones_max or MOST_MILESTONES
    if len(terms.workflow.stages) > most:
        yield GigProblem(DESCRIPTION, "workflow", f"A gig has at most {counted(most, 'milestone', 'milestones')}.")
    for package in terms.packages:
        number = len(terms.stages_in(package.key))
        if number < least:
            has = f"{package.label} has {counted(number, 'milestone', 'milestones') if number else 'none'}"
            message = f"Each package has at least {counted(least, 'milestone', 'milestones')}; {has}."
            yield GigProblem(DESCRIPTION, "workflow", message, package=package.key)


def _basic(terms: GigTerms, policy: Policy) -> Iterator[GigProblem]:
    """Whoever includes milestones must have a smallest package that is worth it, whichever is bought.

    The guide asks it in one sentence with the category, before it comes to the switch for payments (docs/policies.md,
    reading 15). A gig without milestones has one payment, whose own limit `_plans` asks.
    """
    least = policy.amount(policy.gig_total_min, terms.currency)
    if least and PackageKey.BASIC in terms.keys and 0 < terms.package(PackageKey.BASIC).price < least:
        message = f"To sell it in milestones, the basic package must cost {minor_text(least, terms.currency)} or more."
        yield GigProblem(PACKAGES, "price", message, package=PackageKey.BASIC)


def _stage(terms: GigTerms, stage: Stage, index: int) -> Iterator[GigProblem]:
    if not any(stage.is_in(key) for key in terms.keys):
        yield GigProblem(DESCRIPTION, "packages", "Say in which packages this milestone is.", index)
    if not stage.name.strip():
        yield GigProblem(DESCRIPTION, "name", "Give the milestone a name.", index)
    if terms.workflow.paid and stage.days > MOST_DAYS:
        yield GigProblem(DESCRIPTION, "days", f"A milestone takes at most {counted(MOST_DAYS, 'day', 'days')}.", index)


FIELDS = {"amount": "amount", "name": "name", "days": "days", "deliverables": "name", "due_on": "days"}


def _plans(terms: GigTerms, policy: Policy) -> Iterator[GigProblem]:
    """What the rulebook says to the plan of each package. Numbers and totals were judged for the gig as a whole."""
    for key in terms.keys:
        plan, order_type = plan_of(terms, key), order_type_of(terms, key)
        in_steps = terms.is_paid_in_steps(key)
        places = [index for index, stage in enumerate(terms.workflow.stages) if stage.is_in(key)]
        for one in limits.check(policy, plan, terms.currency, origin=Origin.GIG, order_type=order_type):
            if one.field == "name":
                continue  # said of the milestone already
            if in_steps and one.milestone is not None:
                package = key if one.field == "amount" else ""
                field = FIELDS.get(one.field, "name")
                yield GigProblem(DESCRIPTION, field, one.message, places[one.milestone], package)
            elif not in_steps and one.field in ("total", "amount") and plan[0].amount > 0:
                yield GigProblem(PACKAGES, "price", one.message, package=key)


def _sums(terms: GigTerms) -> Iterator[GigProblem]:
    for package in terms.packages:
        if not terms.is_paid_in_steps(package.key) or package.price <= 0:
            continue
        if gap := package.price - terms.sum_of(package.key):
            price, amount = minor_text(package.price, terms.currency), minor_text(abs(gap), terms.currency)
            total = minor_text(terms.sum_of(package.key), terms.currency)
            what = f"{amount} short" if gap > 0 else f"{amount} too much"
            message = f"{package.label} costs {price}, but its milestones add up to {total}: {what}."
            yield GigProblem(DESCRIPTION, "sum", message, package=package.key)


# Requirements and gallery


def _requirements(terms: GigTerms) -> Iterator[GigProblem]:
    if len(terms.questions) > MOST_QUESTIONS:
        yield GigProblem(REQUIREMENTS, "questions", f"At most {counted(MOST_QUESTIONS, 'question', 'questions')}.")
    for index, one in enumerate(terms.questions):
        if problem := problem_of(one):
            yield GigProblem(REQUIREMENTS, "questions", problem, index)


def _gallery(terms: GigTerms, ground: Ground) -> Iterator[GigProblem]:
    if not terms.pictures:
        yield GigProblem(GALLERY, "pictures", "Show at least one picture of your work.")
    if len(terms.pictures) > MOST_PICTURES:
        yield GigProblem(GALLERY, "pictures", f"At most {counted(MOST_PICTURES, 'picture', 'pictures')}.")
    for index, shown in enumerate(terms.pictures):
        picture = ground.pictures.get(shown.picture)
        if picture is None or picture.problem:
            message = picture.problem if picture else "This picture is not there any more: remove it."
            yield GigProblem(GALLERY, "pictures", message, index)
        elif not picture.is_ready:
            message = "This picture is still being prepared. That takes some seconds."
            yield GigProblem(GALLERY, "pictures", message, index, passes=True)
        elif not shown.alt.strip():
            message = "Say in a few words what is to be seen, for those who can’t see it."
            yield GigProblem(GALLERY, "alt", message, index)
