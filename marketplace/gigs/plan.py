"""From a package to a plan: the one source of the steps for the gig's page, the quote, the limits and the order."""

from marketplace.gigs.terms import GigTerms, Package, Stage
from marketplace.policies.models import OrderType
from marketplace.policies.plan import MilestoneTerms


def plan_of(terms: GigTerms, key: str) -> list[MilestoneTerms]:
    """The milestones that ordering this package agrees on. Raises KeyError where the gig has no such package.

    Paid milestone by milestone, each stage of the package is one. Otherwise the package is one milestone, whose
    substeps show how far the work is.
    """
    package = terms.package(key)
    if terms.is_paid_in_steps(key):
        return [_paid(stage, package) for stage in terms.stages_in(key)]
    return [_whole(terms, package)]


def order_type_of(terms: GigTerms, key: str) -> OrderType:
    """What an order of this package is: paid in steps, or at once."""
    return OrderType.MILESTONES if terms.is_paid_in_steps(key) else OrderType.SINGLE


def _paid(stage: Stage, package: Package) -> MilestoneTerms:
    return MilestoneTerms(
        name=stage.name,
        amount=stage.amounts[package.key],
        description=stage.description,
        substeps=stage.substeps_in(package.key),
        days=stage.days or None,
        revisions=package.revisions,
        call=stage.call,
    )


def _whole(terms: GigTerms, package: Package) -> MilestoneTerms:
    return MilestoneTerms(
        name=package.name or package.label,
        amount=package.price,
        description=package.text,
        substeps=[line for stage in terms.stages_in(package.key) for line in _lines(stage, package.key)],
        days=package.days or None,
        revisions=package.revisions,
        call=any(stage.call for stage in terms.stages_in(package.key)),
    )


def _lines(stage: Stage, key: str) -> list[str]:
    """A stage of a workflow that is not paid by its milestones, as substeps."""
    parts = stage.substeps_in(key)
    return [f"{stage.name}: {part}" for part in parts] if parts else [stage.name]
