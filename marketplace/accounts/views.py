"""People's pages: what others see of them, and what they set for themselves."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace import clock, storage
from marketplace.accounts import address_changes
from marketplace.accounts.allauth_forms import ForgottenPasswordForm
from marketplace.accounts.forms import Picture, ProfileForm
from marketplace.accounts.locales import country_name, zone_of
from marketplace.accounts.models import User
from marketplace.accounts.profile import sections_of, styles_of
from marketplace.formats import weekday_time_text
from marketplace.transitions import insist_on_active

INVALID = 422


@require_safe
def person(request, pk):
    """Who somebody is. Public once their address is confirmed; never shows it."""
    person = get_object_or_404(User.objects.shown_to(request.user), pk=pk)
    local_time = weekday_time_text(clock.now().astimezone(zone_of(person)))
    sections = sections_of(person, request.user)
    return render(
        request,
        "accounts/person.html",
        {
            "person": person,
            "country": country_name(person.country),
            "local_time": local_time,
            "sections": sections,
            "styles": styles_of(sections),
        },
    )


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def avatar(request, pk, name):
    """Somebody's picture, under an address that changes with it. Always a WebP of our own making (see avatars)."""
    person = get_object_or_404(User.objects.shown_to(request.user).only("avatar"), pk=pk)
    if person.avatar.name.rpartition("/")[2] != name:
        raise Http404
    return FileResponse(storage.opened(person.avatar), content_type="image/webp")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request):
    """The profile, to change it. A new picture is made and stored before the profile is locked."""
    if request.method != "POST":
        return render(request, "accounts/settings.html", {"form": ProfileForm(instance=request.user)})
    with storage.stored() as stored:
        form, is_saved = _save_profile(request, Picture.of(request.FILES.get("avatar"), stored, request.user))
    form.throw_away()
    if is_saved:
        messages.success(request, "Your profile is saved.")
        return redirect("accounts:settings")
    return render(request, "accounts/settings.html", {"form": form}, status=INVALID)


@transaction.atomic(durable=True)
def _save_profile(request, picture: Picture | None) -> tuple[ProfileForm, bool]:
    """The form, and whether all of it is saved; a good picture is saved though something else is wrong."""
    me = User.objects.select_for_update().get(pk=request.user.pk)
    insist_on_active(me)
    form = ProfileForm(request.POST, request.FILES, instance=me, picture=picture)
    if form.is_valid():
        form.save()
        return form, True
    if form.save_picture():
        messages.info(request, "Your new picture is saved; the rest is not yet.")
    return form, False


@login_required
@require_safe
def security(request):
    """How this account is protected, each part with the page where it is changed."""
    kinds = Authenticator.Type
    authenticators = Authenticator.objects.filter(user=request.user)
    codes = next((one.wrap() for one in authenticators if one.type == kinds.RECOVERY_CODES), None)
    return render(
        request,
        "accounts/security.html",
        {
            "address": EmailAddress.objects.get_primary(request.user),
            "protected": is_mfa_enabled(request.user),
            "app": next((one for one in authenticators if one.type == kinds.TOTP), None),
            "keys": [one for one in authenticators if one.type == kinds.WEBAUTHN],
            "codes_left": len(codes.get_unused_codes()) if codes else None,
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request, token):
    """The old address of an account, whose address somebody else changed, takes it back. No sign-in is needed."""
    change = address_changes.find(token)
    if request.method != "POST" or change is None:
        context = {"change": change, "gone": address_changes.GONE}
        return render(request, "accounts/take_back.html", context, status=200 if change else 404)
    user = address_changes.undo(change)
    logout(request)
    mailed = ForgottenPasswordForm({"email": user.email})
    if mailed.is_valid():
        mailed.save(request)
    messages.success(
        request,
        f"{change.old} is the address of this account again, and everybody is signed out. "
        "We mailed you a link to set a new password.",
    )
    return redirect("account_login")
