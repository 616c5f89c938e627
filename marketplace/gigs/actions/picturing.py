"""Pictures of a gig: uploaded into the gallery of what is being written, and cut anew.

The sizes are made by a task, which each of these hurries along (marketplace.gigs.gallery.making).
"""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from marketplace import clock, storage
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.formats import counted
from marketplace.gigs.actions.parts import versions
from marketplace.gigs.actions.parts.locking import on_gig
from marketplace.gigs.gallery.checking import Upload
from marketplace.gigs.limits import MOST_PICTURES
from marketplace.gigs.models import Gig, Picture
from marketplace.gigs.tasks import make_pictures
from marketplace.gigs.terms import GigTerms, Shown
from marketplace.transitions import authorize

MOST_KEPT = 200  # pictures of one person, those of all versions of all their gigs
MOST_WAITING = 20  # of one person, as large as they were uploaded
FIELD = "file"


def upload(gig: Gig, files: Sequence[Upload], *, by: User) -> list[Picture]:
    """Put pictures at the end of the gallery of what the owner is writing; the same file stands there once.

    Raises Refused (field "file") where there are more than a gallery or a person may have, and where there is no room
    to keep them: then none of them is kept.
    """
    authorize(gig.edit, by)
    _expect_room(versions.current(gig), files, by)
    with storage.stored() as stored:
        rows = [_row(gig, one, by) for one in files]
        for row, one in zip(rows, files, strict=True):
            stored.put(row.original, one.name, one.file, field=FIELD)
        kept = _keep(gig, rows, files, by)
        stored.forget([row.original for row in rows if row not in kept])
        return kept


def _row(gig: Gig, file: Upload, by: User) -> Picture:
    return Picture(gig=gig, by=by, name=file.name, bytes=file.size, sha256=file.sha256, at=clock.now())


@transaction.atomic(durable=True)
def _keep(gig: Gig, rows: list[Picture], files: Sequence[Upload], by: User) -> list[Picture]:
    """Counted under the locks of the person and of the gig, so that two tabs do not both add the last one."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    gig = on_gig(gig, by)
    authorize(gig.edit, by)
    terms = versions.current(gig)
    new = _but_the_same(gig, terms, rows)
    _expect_room(terms, new, by)
    for row in new:
        row.due_at = clock.real()
        row.save(force_insert=True)
    if new:
        versions.keep(gig, replace(terms, pictures=[*terms.pictures, *(Shown(row.pk) for row in new)]))
        make_pictures.delay_on_commit()
    return new


def _but_the_same(gig: Gig, terms: GigTerms, rows: list[Picture]) -> list[Picture]:
    """Those that are not in the gallery already: a form may come twice."""
    named = Picture.objects.filter(pk__in=[one.picture for one in terms.pictures], gig=gig, problem="")
    there = set(named.values_list("sha256", flat=True))
    return [row for row in {row.sha256: row for row in rows}.values() if row.sha256 not in there]


def _expect_room(terms: GigTerms, new: Sequence, by: User) -> None:
    """Raise Refused where so many more are more than there may be."""
    if new and len(terms.pictures) + len(new) > MOST_PICTURES:
        left = MOST_PICTURES - len(terms.pictures)
        rest = counted(left, "more", "more") if left > 0 else "none more; remove one first"
        raise Refused(f"A gig has at most {MOST_PICTURES} pictures. There is room for {rest}.", field=FIELD)
    mine = Picture.objects.filter(by=by)
    if mine.exclude(original="").count() + len(new) > MOST_WAITING:
        raise Refused("Your other pictures are still being prepared. Try it again in a minute.", field=FIELD)
    if mine.count() + len(new) > MOST_KEPT:
        raise Refused(
            f"You have {MOST_KEPT} pictures, which is as many as we keep. Those that no gig has shown, and that you "
            "removed, are gone by tomorrow.",
            field=FIELD,
        )


@transaction.atomic(durable=True)
def refocus(gig: Gig, picture: Picture, *, by: User, x: int, y: int) -> Picture:
    """Say what stays in view when this picture is cut, in percent from the left and from the top.

    The sizes that there are stay until the new ones are made, in published versions, too.
    """
    gig = on_gig(gig, by)
    authorize(gig.edit, by)
    picture = gig.pictures.select_for_update(no_key=True).get(pk=picture.pk)
    if (picture.focus_x, picture.focus_y) == (x, y):
        return picture
    picture.focus_x, picture.focus_y = x, y
    if not picture.problem:
        picture.due_at = clock.real()
        make_pictures.delay_on_commit()
    picture.save(update_fields=["focus_x", "focus_y", "due_at"])
    return picture
