"""The contract of an offer: Cairn's text filled in, or a PDF of the parties' own; and the digest that people sign."""

import hashlib
import json
from dataclasses import replace
from functools import partial

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from marketplace import clock, orphans, storage
from marketplace.errors import Refused
from marketplace.offers.models import ContractKind, ContractText, ContractUpload, Offer
from marketplace.offers.terms import Terms
from marketplace.offers.texts import language, placeholders
from marketplace.offers.texts.layout import Block, laid_out
from marketplace.transitions import insist_on_active
from milestones import uploads

MOST_BYTES = 5 * 1024 * 1024
MOST_WAITING = 5  # uploads of one person whose draft is not saved
MOST_A_DAY = 50  # of one person
PDF, ENDING = "application/pdf", ".pdf"


def template_for(offer: Offer, terms: Terms) -> ContractText | None:
    """The newest text for what these terms would be agreed by; None where they have no contract of the site's."""
    return ContractText.objects.newest(offer.policy.signing) if terms.contract == ContractKind.TEMPLATE else None


def filled(template: ContractText | None, offer: Offer, terms: Terms) -> language.Filled:
    """The contract for these terms from a text of the site; an empty one without. Raises Refused if it is endless."""
    if template is None:
        return language.Filled("", [])
    try:
        return language.fill(template.body, placeholders.values(offer, terms))
    except language.TooLong as error:
        raise Refused("The contract would be too long to be read. Shorten what you wrote.") from error


def read(offer: Offer, terms: Terms) -> list[Block]:
    """The contract of these terms, to be read before anything is agreed; empty where they have none of the site's."""
    found = filled(template_for(offer, terms), offer, terms)
    return laid_out(found.text, found.marks)


def preview(offer: Offer, terms: Terms) -> list[Block]:
    """The same as it would be with the site's text, whichever was chosen."""
    return read(offer, replace(terms, contract=ContractKind.TEMPLATE))


def digest(offer: Offer, number: int, terms: Terms, contract_text: str) -> str:
    """SHA-256 of all that one version agrees: who signs this signs exactly these terms, rules and contract."""
    upload = ContractUpload.objects.get(pk=terms.upload) if terms.contract == ContractKind.UPLOAD else None
    agreed = {
        "offer": offer.pk,
        "version": number,
        "policy": f"{offer.policy.key} {offer.policy.version}",
        "currency": offer.currency,
        "terms": {**terms.as_data(), "upload": upload.sha256 if upload else None},
        "contract": contract_text,
    }
    if offer.is_single:  # left out of the others: what was signed before there was a choice still has its digest
        agreed["order_type"] = offer.order_type
    canonical = json.dumps(agreed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def fingerprint(terms: Terms, template: ContractText | None) -> str:
    """What tells whether a draft, and the contract that it becomes, are still those that were read.

    The key of the contract’s text follows an x, so that the one can be told from the other.
    """
    draft = hashlib.sha256(json.dumps(terms.as_data(), sort_keys=True).encode()).hexdigest()
    return f"{draft[:40]}x{template.pk if template else 0}"


def insist_read(read: str, terms: Terms, template: ContractText | None) -> None:
    """Raise Refused where the draft or its contract is not the one with the fingerprint `read` any more."""
    now = fingerprint(terms, template)
    if read == now:
        return
    if read.partition("x")[0] == now.partition("x")[0]:
        raise Refused("Cairn’s contract has a new text since you read it here. Read it once more before you send it.")
    raise Refused("The draft changed after you read it here. Read it once more before you send it.")


def keep(file: UploadedFile, *, by) -> ContractUpload:
    """Keep an uploaded contract until its draft is saved, which makes it a part of that offer.

    Raises Refused (field "upload") for what is not a PDF, is too large or too much, and where there is no room.
    """
    if file.size > MOST_BYTES:
        raise Refused("The contract is larger than 5 MB.", field="upload")
    try:
        checked = uploads.check(file)
    except ValidationError as error:
        raise Refused(error.messages[0], field="upload") from error
    if checked.content_type != PDF:
        raise Refused("This is not a PDF file. Save the contract as PDF and upload that.", field="upload")
    checked = replace(checked, name=_called_pdf(checked.name))
    with storage.stored() as stored:
        if same := _same(checked, by):
            return same
        upload = ContractUpload(by=by, name=checked.name, size=checked.size, sha256=checked.sha256, at=clock.now())
        stored.put(upload.file, checked.name, checked.file, field="upload")
        kept = _keep(upload, by)
        if kept != upload:
            stored.forget()
        return kept


def _called_pdf(name: str) -> str:
    """The name of a PDF ends as one: by its ending a computer chooses what opens the file that somebody downloaded."""
    return name if name.lower().endswith(ENDING) else f"{name[: uploads.NAME_LENGTH - len(ENDING)]}{ENDING}"


def _same(one, by) -> ContractUpload | None:
    """The same file, uploaded before and not yet a part of an offer."""
    return ContractUpload.objects.waiting(by).filter(sha256=one.sha256, name=one.name).order_by("-pk").first()


@transaction.atomic(durable=True)
def _keep(upload: ContractUpload, by) -> ContractUpload:
    """Only the newest few wait for their draft; the same file is kept once, however often its form is sent."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
    insist_on_active(by)
    if same := _same(upload, by):
        return same
    today = ContractUpload.objects.filter(by=by, at__gt=clock.now() - clock.days(1)).exclude(offer=None).count()
    if today >= MOST_A_DAY:
        raise Refused(f"You uploaded {MOST_A_DAY} contracts today. Try again tomorrow.", field="upload")
    upload.save(force_insert=True)
    forget(ContractUpload.objects.waiting(by).order_by("-pk")[MOST_WAITING:])
    return upload


def claim(offer: Offer, terms: Terms, *, by) -> None:
    """Make the upload of a saved draft the offer's own, and throw away those that it replaces."""
    ContractUpload.objects.waiting(by).filter(pk=terms.upload).update(offer=offer)
    forget(ContractUpload.objects.unnamed().filter(offer=offer, by=by).exclude(pk=terms.upload))


def forget(found) -> int:
    """Delete uploads, and after the commit their files. Returns how many."""
    found = list(found)
    ContractUpload.objects.filter(pk__in=[one.pk for one in found]).delete()
    for one in found:
        transaction.on_commit(partial(one.file.storage.delete, one.file.name), robust=True)
    return len(found)


@orphans.forgetting.register("contracts")
def forget_unnamed(before) -> int:
    """The uploads that no draft and no version names."""
    with transaction.atomic():
        found = ContractUpload.objects.unnamed().filter(at__lt=before)
        return forget(found.select_for_update(of=("self",), skip_locked=True))
