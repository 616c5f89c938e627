"""The sizes of a picture, made in a task from what was uploaded, or again from what was kept of it.

Each try claims its picture for a while (`due_at`), so that one that is killed is repeated, and another worker leaves it
alone until then. Files are stored under new names before the row names them; what was replaced goes after the commit.
A try that ends anywhere in between leaves files that no row names, for the nightly sweep (marketplace.orphans).
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.db.models.fields.files import FieldFile
from PIL import Image, ImageOps

from marketplace import clock, pictures, storage
from marketplace.errors import Refused
from marketplace.gigs.gallery import checking
from marketplace.gigs.gallery.forgetting import remove_after_commit
from marketplace.gigs.models import Picture
from marketplace.gigs.models.picture import FILES, new_key

MOST_AT_ONCE = 20  # of one run; the next takes the rest
AGAIN = timedelta(minutes=2)  # after which a try that said nothing is taken for dead; it takes some seconds
MOST_TRIES = 3  # what ended a worker so often is not tried again
PATIENCE = 60  # seconds until the other pictures of this process are made
SHAPE = (3, 2)
QUALITY, SOURCE_QUALITY = 82, 90

LOST = "This picture was lost on our side. Upload it again."
GAVE_UP = "This picture could not be prepared. Save it anew in another program, and upload that."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Made:
    """What was made of a picture: the source, where there was none, and the content of each size by its field."""

    width: int
    height: int
    source: bytes | None
    sizes: dict[str, bytes]


def make_due() -> int:
    """Make those that are due. Returns how many were made."""
    keys = Picture.objects.due().values_list("pk", flat=True)[:MOST_AT_ONCE]
    return sum(make(pk) for pk in list(keys))


def make(pk: int) -> bool:
    """Make the sizes of one picture, if that is due and nobody else is at it."""
    picture = _claim(pk)
    if picture is None:
        return False
    try:
        content = _read(picture.source or picture.original)
        made = cut(content, (picture.focus_x, picture.focus_y), is_new=not picture.source)
    except pictures.Busy:
        return _forgive(picture)
    except ValidationError as error:
        return _give_up(picture, error.messages[0])
    except FileNotFoundError:
        log.exception("the storage has lost a file of picture %s", pk)
        return _give_up(picture, LOST)
    except storage.ERRORS:
        log.exception("picture %s could not be read; it is tried again", pk)
        return _forgive(picture)
    return _keep(picture, made)


def cut(content: bytes, focus: tuple[int, int], *, is_new: bool = True) -> Made:
    """The sizes of a picture, around its focal point (percent). Raises ValidationError for what can't be read."""
    with pictures.one_at_a_time(PATIENCE):
        image = _whole(content)
        centre = (focus[0] / 100, focus[1] / 100)
        sizes = {field: _size(image, width, centre) for width, field in FILES.items()}
        return Made(*image.size, _as_jpeg(image) if is_new else None, sizes)


def height_of(width: int) -> int:
    return round(width * SHAPE[1] / SHAPE[0])


def _whole(content: bytes) -> Image.Image:
    """The picture as it is kept: upright, without metadata, on white, and no larger than the sizes need it."""
    opened = pictures.opened(content)
    checking.measure(opened)
    needed = (max(FILES), height_of(max(FILES)))
    image = _on_white(pictures.decoded(opened, needed))
    by = max(needed[0] / image.width, needed[1] / image.height)
    if by < 1:
        image = image.resize((round(image.width * by), round(image.height * by)), Image.Resampling.LANCZOS)
    return image


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency: a page may be dark, and a mark drawn in black would not be seen."""
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _size(image: Image.Image, width: int, centre: tuple[float, float]) -> bytes:
    cut_out = ImageOps.fit(image, (width, height_of(width)), Image.Resampling.LANCZOS, centering=centre)
    return pictures.as_webp(cut_out, QUALITY)


def _as_jpeg(image: Image.Image) -> bytes:
    """What is cut anew is decoded anew, and that is cheap for a JPEG."""
    written = BytesIO()
    image.save(written, "JPEG", quality=SOURCE_QUALITY)
    return written.getvalue()


def _read(file: FieldFile) -> bytes:
    with file.open("rb") as opened:
        return opened.read()


def _claim(pk: int) -> Picture | None:
    """Begin a try, which is written down before anything can go wrong with it. None where it is not due any more."""
    again = clock.real() + AGAIN
    if not Picture.objects.due().filter(pk=pk).update(due_at=again, tries=F("tries") + 1):
        return None
    picture = Picture.objects.get(pk=pk)
    if picture.tries > MOST_TRIES:
        _give_up(picture, GAVE_UP)
        return None
    return picture


def _keep(picture: Picture, made: Made) -> bool:
    """Store what was made, then write it down. A storage that is full or away is tried again."""
    try:
        with storage.stored() as stored:
            new = Picture(width=made.width, height=made.height)
            if made.source is not None:
                stored.put(new.source, picture.name, ContentFile(made.source))
            for field, content in made.sizes.items():
                stored.put(getattr(new, field), picture.name, ContentFile(content))
            _write_down(picture, new)
    except Overtaken:
        return False
    except Refused:
        return _forgive(picture)
    return True


class Overtaken(Refused):
    """The picture was removed meanwhile, or another try has it."""


@transaction.atomic(durable=True)
def _write_down(claimed: Picture, new: Picture) -> None:
    """The files are the picture's now, at a new address. Raises Overtaken, which takes the files with it."""
    picture = Picture.objects.select_for_update(no_key=True).filter(pk=claimed.pk, tries=claimed.tries).first()
    if picture is None or picture.due_at is None:
        raise Overtaken("This picture is somebody else’s work now.")
    replaced = [picture.original, *(getattr(picture, field) for field in FILES.values())]
    picture.original = ""
    if new.source:
        picture.source, picture.width, picture.height = new.source.name, new.width, new.height
    for field in FILES.values():
        setattr(picture, field, getattr(new, field).name)
    moved = (picture.focus_x, picture.focus_y) != (claimed.focus_x, claimed.focus_y)
    picture.key, picture.made_at, picture.tries = new_key(), clock.now(), 0
    picture.due_at = clock.real() if moved else None
    picture.save(
        update_fields=[
            *("key", "made_at", "tries", "due_at", "original", "source", "width", "height"),
            *FILES.values(),
        ]
    )
    remove_after_commit(replaced)


def _give_up(picture: Picture, problem: str) -> bool:
    """Say what is wrong, and keep nothing of what was uploaded. One that was made before stays as it was."""
    with transaction.atomic():
        is_new = picture.made_at is None
        changes = {"problem": problem, "original": ""} if is_new else {}
        Picture.objects.filter(pk=picture.pk, tries=picture.tries).update(due_at=None, tries=0, **changes)
        if is_new:
            remove_after_commit([picture.original])
    return False


def _forgive(picture: Picture) -> bool:
    """Try it again later, as often as it takes: it is not the picture’s fault."""
    Picture.objects.filter(pk=picture.pk, tries=picture.tries).update(tries=0)
    return False
