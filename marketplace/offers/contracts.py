"""The contract of an offer: Cairn's text filled in, or a PDF of the parties' own; and the digest that people sign."""

import hashlib
import json
import re

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string

from marketplace.errors import Refused
from marketplace.offers.models import ContractKind, ContractUpload, Offer
from marketplace.offers.quotes import quote
from marketplace.offers.terms import Terms
from milestones import uploads

MOST_BYTES = 5 * 1024 * 1024
PDF = "application/pdf"


def text(offer: Offer, terms: Terms) -> str:
    """Cairn's contract for these terms: one text for contracts that are signed, one for those that are accepted.

    The wording is in templates/offers/contracts/, where a site puts its own by a template of the same name.
    """
    template = f"offers/contracts/{offer.rules.signing}.txt"
    words = {
        "offer": offer,
        "policy": offer.rules,
        "terms": terms,
        "quote": quote(offer.rules, terms.steps, offer.currency),
        "client": offer.client or offer.invited_email,
        "freelancer": offer.freelancer or offer.invited_email,
    }
    return re.sub(r"\n{3,}", "\n\n", render_to_string(template, words)).strip() + "\n"


def digest(offer: Offer, number: int, terms: Terms, contract_text: str) -> str:
    """SHA-256 of all that one version agrees: who signs this signs exactly these terms, rules and contract."""
    upload = ContractUpload.objects.get(pk=terms.upload) if terms.contract == ContractKind.UPLOAD else None
    agreed = {
        "offer": offer.pk,
        "version": number,
        "policy": f"{offer.rules.key} {offer.rules.version}",
        "currency": offer.currency,
        "terms": {**terms.as_data(), "upload": upload.sha256 if upload else None},
        "contract": contract_text,
    }
    canonical = json.dumps(agreed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def fingerprint(terms: Terms) -> str:
    """What tells whether a draft is still the one that was read."""
    return hashlib.sha256(json.dumps(terms.as_data(), sort_keys=True).encode()).hexdigest()


def keep(file: UploadedFile, *, by) -> ContractUpload:
    """Keep an uploaded contract. Raises Refused (field "upload") for what is not a PDF or is too large."""
    if file.size > MOST_BYTES:
        raise Refused("The contract is larger than 5 MB.", field="upload")
    try:
        checked = uploads.check(file)
    except ValidationError as error:
        raise Refused(error.messages[0], field="upload") from error
    if checked.content_type != PDF:
        raise Refused("This is not a PDF file. Save the contract as PDF and upload that.", field="upload")
    return ContractUpload.objects.create(
        by=by, file=checked.file, name=checked.name, size=checked.size, sha256=checked.sha256
    )
