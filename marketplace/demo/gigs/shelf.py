"""Putting the demo's gigs on the market, by the real actions; one of them is paused later, and one removed."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from PIL import Image

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.demo.cast import SUPPORT
from marketplace.demo.gigs.listing import Listing, listings
from marketplace.gigs import actions, sections
from marketplace.gigs.models import Gig, Picture
from marketplace.gigs.models.picture import SIZES
from marketplace.gigs.terms import Shown

if TYPE_CHECKING:
    from marketplace.demo.timeline import Stage

FOLDER = Path(__file__).parents[1] / "pictures"
PAUSED, PAUSED_AGO = "portraits", 8
REMOVED, REMOVED_AGO = "privacy", 5
WRITTEN_AGO = 2  # the draft
WHY_REMOVED = (
    "The second paragraph promises that a notice “protects you from every fine”. Nobody can promise that, and two "
    "clients asked us about it. Take the sentence out and write to us: then you get the gig back."
)


def moments(stage: "Stage") -> Iterator[datetime]:
    """What happens to gigs, at the moments that are yielded."""
    published = sorted(
        (one for one in listings.values() if one.ago is not None), key=lambda one: one.ago or 0, reverse=True
    )
    for one in published:
        yield stage.now - timedelta(days=one.ago or 0)
        gig = _write(stage, one)
        stage.gigs[one.key] = actions.publish(gig, by=gig.owner)
    yield stage.now - timedelta(days=PAUSED_AGO)
    actions.pause(stage.gigs[PAUSED], by=stage.gigs[PAUSED].owner)
    yield stage.now - timedelta(days=REMOVED_AGO)
    actions.remove(stage.gigs[REMOVED], by=Support(stage.cast[SUPPORT], WHY_REMOVED))
    yield stage.now - timedelta(days=WRITTEN_AGO)
    for one in listings.values():
        if one.ago is None:
            _write(stage, one)


def _write(stage: "Stage", one: Listing) -> Gig:
    """Write it step by step, as its owner does in the editor."""
    owner = stage.cast[one.owner]
    gig = actions.begin(by=owner)
    shown = [Shown(_picture(gig, owner, name).pk, alt) for name, alt in one.pictures.items()]
    terms = one.terms(shown)
    for step, names in sections.FIELDS.items():
        actions.save(gig, by=owner, step=step, values={name: getattr(terms, name) for name in names})
    return gig


def _picture(gig: Gig, owner: User, name: str) -> Picture:
    """One of our own pictures, in the sizes of everybody's."""
    content = (FOLDER / f"{name}.webp").read_bytes()
    with Image.open(io.BytesIO(content)) as image:
        picture = Picture(
            gig=gig, by=owner, name=f"{name}.webp", bytes=len(content), width=image.width, height=image.height,
            at=clock.now(), made_at=clock.now(),
        )  # fmt: skip
        picture.source.save(name, ContentFile(content), save=False)
        for size in SIZES:
            picture.file_of(size).save(name, ContentFile(_resized(image, size, content)), save=False)
    picture.save(force_insert=True)
    return picture


def _resized(image: Image.Image, width: int, content: bytes) -> bytes:
    if width == image.width:
        return content
    written = io.BytesIO()
    image.resize((width, round(image.height * width / image.width))).save(written, "WEBP", quality=80, method=2)
    return written.getvalue()
