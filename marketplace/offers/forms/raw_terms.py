"""Terms as they would have been typed, to fill the forms of the editor with."""

from escrow.money import to_money
from marketplace.offers.terms import Terms
from marketplace.policies.plan import MilestoneTerms


def typed(terms: Terms, currency: str) -> tuple[dict, list[dict]]:
    """Terms as they would have been typed: for the terms form, and for each step."""
    heading = {
        "title": terms.title,
        "scope": terms.scope,
        "starts_on": terms.starts_on,
        "revisions": terms.revisions,
        "contract": terms.contract,
        "upload": terms.upload,
    }
    return heading, [typed_step(step, currency) for step in terms.steps]


def typed_step(step: MilestoneTerms, currency: str) -> dict:
    return {
        "name": step.name,
        "amount": to_money(step.amount, currency).amount if step.amount else None,
        "days": step.days,
        "due_on": step.due_on,
        "revisions": step.revisions,
        "description": step.description,
        "deliverables": "\n".join(step.deliverables),
        "substeps": "\n".join(step.substeps),
    }
