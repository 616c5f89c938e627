"""What every paper of an offer says: which site it is of, when, and where it can be checked."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import qrcode
from django.conf import settings
from django.urls import reverse

from marketplace.offers.models import Offer, Version

DATE = ("year", "month", "day", "hour", "minute", "second")


def frame(digest: str, at: datetime, foot: str) -> dict[str, Any]:
    """The head, foot and fingerprint of a paper that was agreed at this time."""
    url = f"{settings.SITE_URL}{reverse('offers:verify')}?fingerprint={digest}"
    return {
        "language": "en",
        "site": settings.SITE_NAME,
        "date": {name: getattr(at.astimezone(UTC), name) for name in DATE},
        "keywords": [f"fingerprint:{digest}"],
        "foot": f"{settings.SITE_NAME}, {foot}, fingerprint {digest[:16]}…",
        "digest": digest,
        "verify": url,
        "verify_text": f"{urlsplit(url).netloc}{reverse('offers:verify')}",
        "qr": qr(url),
    }


def qr(text: str) -> str:
    """A QR code as SVG: a square of one unit for each dark module, four of quiet around."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, one in enumerate(row) if one)
    size = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{dark}"/></svg>'


def moment(at: datetime) -> str:
    """A time as it stands on paper: in the one zone that is the same for everybody."""
    return f"{at.astimezone(UTC):%-d %B %Y, %H:%M} UTC"


def names(offer: Offer, version: Version) -> dict[str, str]:
    """What the two are called: as they signed, or else as they are called on the site."""
    signed = {one.by_id: one.name for one in version.signatures.all()} if version.pk else {}
    return {
        "client": signed.get(offer.client_id) or str(offer.client or offer.invited_email),
        "freelancer": signed.get(offer.freelancer_id) or str(offer.freelancer or offer.invited_email),
    }
