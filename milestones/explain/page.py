"""All that the explanation's template shows (templates/milestones/policies/_explanation.html)."""

from milestones.explain.example import amounts, example
from milestones.explain.sentences import sections, silence
from milestones.explain.table import headline
from milestones.explain.words import currencies
from milestones.models.policy import Policy


def page(policy: Policy, currency: str = "USD") -> dict:
    """The context of the explanation of a policy, saved or not, with its amounts in this currency."""
    return {
        "policy": policy,
        "currency": currency,
        "currencies": currencies(policy),
        "rates": [policy.reference_rates[code] for code in currencies(policy)],
        "headline": headline(policy, currency),
        "silence": silence(policy),
        "sections": sections(policy, currency),
        "example": example(policy, currency),
        "amounts": amounts(policy),
    }
