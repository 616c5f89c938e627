"""The pictures of gigs, in their fixed sizes."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from marketplace.gigs.models import Gig, Picture
from marketplace.gigs.models.picture import SIZES


@require_safe
@cache_control(private=True, max_age=3600)
def picture(request, key: str, size: int):
    """One size of a picture: for everybody while a published gig shows it, else for its owner and for support."""
    if size not in SIZES:
        raise Http404
    found = get_object_or_404(Picture.objects.exclude(made_at=None).select_related("gig__version"), key=key)
    if not _is_shown(found, request.user):
        raise Http404
    return FileResponse(default_storage.open(found.file_of(size)), content_type="image/webp")


def _is_shown(picture: Picture, user) -> bool:
    """Whether this person may see it. The gallery of a draft is its owner's alone."""
    gig = picture.gig
    if gig.owner_id == user.pk or (user.is_staff and user.has_perm("gigs.view_gig")):
        return True
    in_version = gig.version and picture.pk in [one.picture for one in gig.version.said.pictures]
    return bool(in_version) and Gig.objects.published().filter(pk=gig.pk).exists()
