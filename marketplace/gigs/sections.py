"""The steps of the editor as parts of a gig's terms: each is saved by itself, and names what it was written on."""

from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from escrow.money import exponent
from marketplace.gigs import limits
from marketplace.gigs.terms import GigTerms
from marketplace.stale import fingerprint

FIELDS = {
    limits.OVERVIEW: ["title", "category", "policy", "currency", "language", "tags"],
    limits.PACKAGES: ["packages", "included", "months", "discount"],
    limits.DESCRIPTION: ["description", "faq", "workflow"],
    limits.REQUIREMENTS: ["questions"],
    limits.GALLERY: ["pictures"],
}

# What people read of a field, in a list of what has changed.
WORDS = {
    "title": "the title",
    "category": "the kind of work",
    "policy": "the rulebook",
    "currency": "the currency",
    "language": "the language",
    "tags": "the tags",
    "packages": "packages and prices",
    "included": "what is included",
    "months": "for how long it can be subscribed to",
    "discount": "the discount of later months",
    "description": "the description",
    "faq": "questions and answers",
    "workflow": "the steps",
    "questions": "what you are asked",
    "pictures": "the pictures",
}


def mark_of(terms: GigTerms, step: str) -> str:
    """A short word that changes when this step of the editor is saved with something else."""
    data = terms.as_data()
    return fingerprint([data[name] for name in FIELDS[step]])


def changed(terms: GigTerms, step: str, values: dict[str, Any]) -> GigTerms:
    """The terms with what this step says; a new currency keeps the numbers that were typed."""
    if unknown := values.keys() - FIELDS[step]:
        raise ValueError(f"{step} says nothing about {', '.join(sorted(unknown))}")
    if (currency := values.get("currency", terms.currency)) != terms.currency:
        terms = _in_currency(terms, currency)
    return replace(terms, **values)


def _in_currency(terms: GigTerms, currency: str) -> GigTerms:
    """The same numbers in another currency, which may have more or fewer decimals: 12.50 USD are 13 JPY."""
    by = Decimal(10) ** (exponent(currency) - exponent(terms.currency))

    def scaled(amount: int) -> int:
        return int((amount * by).to_integral_value())

    stages = [
        replace(stage, amounts={key: scaled(amount) for key, amount in stage.amounts.items()})
        for stage in terms.workflow.stages
    ]
    return replace(
        terms,
        currency=currency,
        packages=[replace(one, price=scaled(one.price)) for one in terms.packages],
        workflow=replace(terms.workflow, stages=stages),
    )


def what_differs(old: GigTerms, new: GigTerms) -> list[str]:
    """The fields of two terms that differ, in the order of the editor."""
    before, after = asdict(old), asdict(new)
    return [name for names in FIELDS.values() for name in names if before[name] != after[name]]
