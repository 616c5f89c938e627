"""The pictures of gigs, in their fixed sizes."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from marketplace import storage
from marketplace.gigs.models import Gig, Picture
from marketplace.gigs.models.picture import SIZES

YEAR, HOUR = 365 * 24 * 3600, 3600  # seconds


@require_safe
def picture(request, key: str, size: int):
    """One size of a picture: for everybody while a published gig shows it, else for its owner and for support.

    What is public never changes at its address, so browsers keep it for ever; caches between us and them for an hour,
    so that what support removes is gone from there, too.
    """
    if size not in SIZES:
        raise Http404
    found = get_object_or_404(Picture.objects.exclude(made_at=None).select_related("gig__version"), key=key)
    is_public = _is_public(found)
    if not (is_public or _is_theirs(found, request.user)):
        raise Http404
    response = FileResponse(storage.opened(_file_of(found, size)), content_type="image/webp")
    if is_public:
        patch_cache_control(response, public=True, max_age=YEAR, s_maxage=HOUR, immutable=True)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _is_public(picture: Picture) -> bool:
    """Whether everybody sees it: in the newest version of a gig that is on the market."""
    version = picture.gig.version
    named = version and picture.pk in [one.picture for one in version.said.pictures]
    return bool(named) and Gig.objects.published().filter(pk=picture.gig_id).exists()


def _is_theirs(picture: Picture, user) -> bool:
    """Whether this person may see it wherever it stands. The gallery of a draft is its owner's, and support's."""
    return picture.gig.owner_id == user.pk or (user.is_staff and user.has_perm("gigs.view_gig"))


def _file_of(picture: Picture, size: int) -> FieldFile:
    if file := picture.file_of(size):
        return file
    raise Http404
