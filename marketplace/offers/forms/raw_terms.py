"""Terms as they would have been typed, to fill the forms of the editor with."""

from marketplace.offers.terms import Terms
from milestones.forms.milestones import typed_milestone


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
    if terms.months:
        heading |= {"months": terms.months, "discount": terms.discount}
    return heading, [typed_milestone(milestone, currency) for milestone in terms.milestones]
