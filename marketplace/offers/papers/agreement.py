"""The paper of one version: parties, contract, plan, fees, the rulebook in words, and who said yes."""

from typing import Any

from marketplace.formats import counted, long_day_text, minor_text, place_of
from marketplace.gigs.monthly import terms_in_words
from marketplace.offers.models import Offer, OfferState, Version
from marketplace.offers.papers.common import frame, moment, names
from marketplace.policies import explanation
from marketplace.policies.plan import MilestoneTerms

WORDS = {
    "plan": "The plan",
    "scope": "What the work includes",
    "fees": "Who pays what",
    "questions": "What the client is asked before the work begins",
    "contract": "Contract",
    "consents": "Agreed by",
    "fingerprint": "Fingerprint (SHA-256)",
    "verify": "The fingerprint is made of all that is agreed here. Verify this document at ",
    "draft": "Draft",
    "qr": "QR code with the address at which this paper can be checked",
}


def data(offer: Offer, version: Version, *, attached: bool) -> dict[str, Any]:
    """What templates/agreement.typ sets. `attached` says whether the parties' own contract is in the PDF."""
    people = names(offer, version)
    return {
        **frame(version.digest, version.at, f"offer {offer.pk}, version {version.number}"),
        "words": WORDS,
        "title": version.title,
        "subtitle": standing(offer, version),
        "facts": _facts(offer, version, people),
        "plan": [_step(number, one, version, offer.currency) for number, one in enumerate(version.plan, start=1)],
        "scope": version.scope,
        "fees": _fees(offer, version),
        "questions": [one.text for one in version.asks],
        "contract": _contract(version),
        "contract_source": str(version.contract_template) if version.contract_template else "",
        "upload": _upload(version, attached=attached),
        "attachment": version.upload.name if attached else None,
        "rulebook": _rulebook(offer),
        "consents": consents(offer, version, people),
        "is_draft": version.pk is None,
    }


def is_agreed(offer: Offer, version: Version) -> bool:
    """Whether an order came of this version."""
    return offer.state == OfferState.ACCEPTED and offer.version_id == version.pk


def standing(offer: Offer, version: Version) -> str:
    """Where it stands, in a sentence. A version that is not saved was not sent."""
    if version.pk is None:
        return f"Draft of version {version.number}, saved on {moment(version.at)}. It was not sent."
    if is_agreed(offer, version):
        return f"Version {version.number}, agreed on {moment(offer.closed_at)}."
    sent = f"Version {version.number}, sent on {moment(version.at)}."
    if offer.version_id != version.pk:
        return f"{sent} A later version took its place: this one was not agreed on."
    return f"{sent} Not agreed on by both."


def consents(offer: Offer, version: Version, people: dict[str, str]) -> list[dict[str, str]]:
    """Who said yes to it, and when: names as they were typed, or who sent it and who accepted it."""
    if version.pk is None:
        return []
    if offer.needs_signatures:
        return [
            {"name": one.name, "words": f"Signed by {one.by}, {_side(offer, one.by)}, on {moment(one.at)}"}
            for one in version.signatures.all()
        ]
    said = [(version.by, "Sent by", version.at)]
    said += [(one.by, "Accepted by", one.at) for one in version.acceptances.all()]
    return [
        {"name": people[offer.side_of(by)], "words": f"{how} {by}, {_side(offer, by)}, on {moment(at)}"}
        for by, how, at in said
    ]


def _side(offer: Offer, person) -> str:
    return f"the {offer.side_of(person)}"


def _facts(offer: Offer, version: Version, people: dict[str, str]) -> list[list[str]]:
    facts = [["Client", people["client"]], ["Freelancer", people["freelancer"]]]
    if version.starts_on:
        facts.append(["Starts", long_day_text(version.starts_on)])
    if offer.policy.revisions == "per_order":
        facts.append(["Revisions", f"{version.revisions} in all"])
    facts.append(["Paid", _paid(offer, version)])
    facts.append(["Each month" if version.months else "Total", minor_text(version.terms.total, offer.currency)])
    if offer.order_id:
        facts.append(["Order", str(offer.order_id)])
    return [*facts, ["Rulebook", f"{offer.policy.name}, version {offer.policy.version}"]]


def _paid(offer: Offer, version: Version) -> str:
    if version.months:
        price = terms_in_words(version.terms.total, version.discount, offer.currency)
        return f"By subscription, {counted(version.months, 'month', 'months')}: {price}"
    return "In one payment" if offer.is_single else f"In {counted(len(version.plan), 'step', 'steps')}"


def _step(number: int, one: MilestoneTerms, version: Version, currency: str) -> dict[str, Any]:
    time = f"within {counted(one.days, 'day', 'days')} of being paid into escrow" if one.days else ""
    if one.due_on and not one.days:
        time = f"due on {long_day_text(one.due_on)}, at the end of that day in {place_of(version.zone)}"
    more = [time, counted(one.revisions, "revision", "revisions") if one.revisions else ""]
    more.append("with a video call" if one.call else "")
    return {
        "number": str(number),
        "name": one.name,
        "amount": minor_text(one.amount, currency),
        "time": ", ".join(filter(None, more)),
        "description": one.description,
        "deliverables": [*one.deliverables, *one.substeps],
    }


def _fees(offer: Offer, version: Version) -> dict[str, Any]:
    quote = version.terms.quote(offer.policy, offer.currency)
    heads = ["", "Price", "Client’s fee", "Client pays", "Freelancer’s fee", "Freelancer gets"]

    def row(name: str, priced, *, strong: bool = False) -> dict[str, Any]:
        amounts = (
            priced.price,
            priced.client_fee,
            priced.client_pays,
            priced.freelancer_fee,
            priced.freelancer_gets,
        )
        return {"cells": [name, *(minor_text(one, offer.currency) for one in amounts)], "strong": strong}

    rows = [row(f"{number}. {one.milestone.name}", one) for number, one in enumerate(quote.milestones, start=1)]
    return {"heads": heads, "rows": [*rows, row("All", quote, strong=True)]}


def _contract(version: Version) -> list[dict[str, Any]]:
    return [
        {"kind": block.kind, "runs": [{"text": run.text, "filled": run.filled} for run in block.runs]}
        for block in version.contract_document
    ]


def _upload(version: Version, *, attached: bool) -> list[list[str]]:
    if version.upload is None:
        return []
    where = "Attached to this PDF" if attached else "Kept by the site"
    return [["File", version.upload.name], ["SHA-256", version.upload.sha256], ["Where", where]]


def _rulebook(offer: Offer) -> dict[str, Any]:
    """The sentences that its page has, with amounts in the currency of the offer."""
    policy = offer.policy
    return {
        "title": f"The rulebook “{policy.name}”, version {policy.version}",
        "subtitle": policy.summary,
        "sections": [
            {"title": section.title, "sentences": [str(one) for one in section.sentences]}
            for section in explanation.sections(policy, offer.currency)
        ],
    }
