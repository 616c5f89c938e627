"""Making the PDF of a version or of an addendum, and remembering that it was made."""

import hashlib

from django.http import Http404

from marketplace import documents, storage
from marketplace.offers.models import Offer, Printed, Version
from marketplace.offers.papers import addenda, agreement
from marketplace.offers.papers.addenda import Addendum


def print_agreement(offer: Offer, version: Version) -> bytes:
    """The PDF of one version, with the parties' own contract in it. Raises documents.Unprintable."""
    attached = _own_contract(version)
    said = agreement.data(offer, version, attached=attached is not None)
    made = documents.pdf("agreement", said, attached=attached)
    _remember(made, version, version.digest)
    return made


def print_draft(offer: Offer, version: Version) -> bytes:
    """The PDF of a version that was not sent, marked as a draft. Nobody can check it. Raises documents.Unprintable."""
    attached = _own_contract(version)
    return documents.pdf("agreement", agreement.data(offer, version, attached=attached is not None), attached=attached)


def print_addendum(offer: Offer, addendum: Addendum) -> bytes:
    """The PDF of one addendum. Raises documents.Unprintable."""
    made = documents.pdf("addendum", addenda.data(offer, offer.version, addendum))
    _remember(made, offer.version, addendum.digest, addendum.number)
    return made


def _remember(made: bytes, version: Version, digest: str, addendum: int = 0) -> None:
    sha256 = hashlib.sha256(made).hexdigest()
    about = {"version": version, "digest": digest, "addendum": addendum}
    Printed.objects.get_or_create(sha256=sha256, defaults=about)


def _own_contract(version: Version) -> bytes | None:
    """The uploaded PDF, where there is one that the storage still has."""
    if version.upload is None or version.upload.offer_id != version.offer_id:
        return None
    try:
        with storage.opened(version.upload.file) as file:
            return file.read()
    except Http404:
        return None
