"""Terms as they would have been typed, to fill the forms of the editor with."""

from escrow.money import to_money
from marketplace.offers.terms import Terms
from marketplace.policies.plan import MilestoneTerms


def typed(terms: Terms, currency: str) -> tuple[dict, list[dict]]:
    """Terms as they would have been typed: for the terms form, and for each milestone."""
    heading = {
        "title": terms.title,
        "scope": terms.scope,
        "starts_on": terms.starts_on,
        "revisions": terms.revisions,
        "contract": terms.contract,
        "upload": terms.upload,
    }
    return heading, [typed_milestone(milestone, currency) for milestone in terms.milestones]


def typed_milestone(milestone: MilestoneTerms, currency: str) -> dict:
    return {
        "name": milestone.name,
        "amount": to_money(milestone.amount, currency).amount if milestone.amount else None,
        "days": milestone.days,
        "due_on": milestone.due_on,
        "revisions": milestone.revisions,
        "description": milestone.description,
        "deliverables": "\n".join(milestone.deliverables),
        "substeps": "\n".join(milestone.substeps),
        "call": "on" if milestone.call else "",
    }
