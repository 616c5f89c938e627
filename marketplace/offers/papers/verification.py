"""Whether a fingerprint, or a file, is of something that was agreed here. Strangers learn that it is, and no names."""

import hashlib
import re
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from marketplace.offers.models import Offer, Printed, Version
from marketplace.offers.papers import agreement
from marketplace.offers.papers.addenda import Addendum, addenda_of
from marketplace.offers.papers.common import moment

MOST_BYTES = 30 * 1024 * 1024
FINGERPRINT = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Finding:
    """What is known: of which version, and, where it is one of an addendum, of which."""

    version: Version
    addendum: Addendum | None = None

    @property
    def offer(self) -> Offer:
        return self.version.offer

    @property
    def digest(self) -> str:
        return self.addendum.digest if self.addendum else self.version.digest

    @property
    def is_agreed(self) -> bool:
        return self.addendum is not None or agreement.is_agreed(self.offer, self.version)

    @property
    def at(self) -> str:
        """When it was agreed on; of what was not, when it was sent. As it stands on the paper."""
        if self.addendum:
            return moment(self.addendum.at)
        return moment(self.offer.closed_at if self.is_agreed else self.version.at)

    @property
    def is_replaced(self) -> bool:
        """Whether a later version took its place."""
        return self.offer.version_id != self.version.pk

    def may_be_read_by(self, user) -> bool:
        """Whether this person sees whose it is."""
        return user.is_authenticated and Offer.objects.visible_to(user).filter(pk=self.offer.pk).exists()


def by_fingerprint(typed: str) -> Finding | None:
    """What has this fingerprint; blanks and capitals in it don't matter."""
    digest = "".join(typed.split()).lower()
    if not FINGERPRINT.fullmatch(digest):
        return None
    version = _versions().filter(digest=digest).first()
    if version:
        return Finding(version)
    printed = Printed.objects.filter(digest=digest).first()
    return _finding(printed) if printed else None


def by_file(file: UploadedFile) -> Finding | None:
    """What this file is the PDF of, byte by byte."""
    sha256 = hashlib.sha256()
    for chunk in file.chunks():
        sha256.update(chunk)
    printed = Printed.objects.filter(sha256=sha256.hexdigest()).first()
    return _finding(printed) if printed else None


def _finding(printed: Printed) -> Finding | None:
    version = _versions().get(pk=printed.version_id)
    if not printed.addendum:
        return Finding(version)
    found = next((one for one in addenda_of(version.offer) if one.digest == printed.digest), None)
    return Finding(version, found) if found else None


def _versions():
    return Version.objects.select_related("offer__client", "offer__freelancer", "offer__order", "offer__policy")
