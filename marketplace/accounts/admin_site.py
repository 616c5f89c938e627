"""The admin is the support desk: nobody gets in with a password alone."""

from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes alone are none


class SupportDesk(AdminSite):
    """Django's admin for active staff who have a second factor. The demo, whose passwords are public, asks for none."""

    site_header = "Cairn support desk"
    site_title = "Cairn support desk"
    index_title = "What do you want to look into?"

    def has_permission(self, request):
        return super().has_permission(request) and (settings.DEMO or _has_second_factor(request))

    @method_decorator(secure_admin_login)
    def login(self, request, extra_context=None):
        """Strangers go to the site's own sign-in, staff without a second factor to the page that sets one up.

        Whoever is signed in and no staff gets 403 (from secure_admin_login).
        """
        if self.has_permission(request):
            return redirect("admin:index")
        messages.warning(request, "The support desk opens with a second factor only. Set one up here, then come back.")
        return redirect("mfa_activate_totp")


def _has_second_factor(request) -> bool:
    """Whether this account has one, asked once for the request. Signing in without giving it is allauth's to refuse."""
    if not hasattr(request, "_has_second_factor"):
        request._has_second_factor = is_mfa_enabled(request.user, SECOND_FACTORS)
    return request._has_second_factor
