"""All that the explanation's template shows (templates/policies/_explanation.html)."""

from typing import Any

from marketplace.policies.explanation.example import amounts, example
from marketplace.policies.explanation.sentences import sections, silence
from marketplace.policies.explanation.table import headline
from marketplace.policies.explanation.words import currencies
from marketplace.policies.models import Policy


def page(policy: Policy, currency: str = "USD") -> dict[str, Any]:
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
