"""The admin is the support desk: nobody gets in with a password alone."""

from functools import wraps

from allauth.account.decorators import reauthentication_required, secure_admin_login
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import SuspiciousOperation
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.http import urlencode

from marketplace.accounts import second_factors
from marketplace.desk_names import sections
from marketplace.desk_search import search


class SupportDesk(AdminSite):
    """Django's admin for active staff who gave a second factor in this session.

    The demo, whose passwords are public, asks for none.
    """

    site_header = "Cairn support desk"
    site_title = "Cairn support desk"
    index_title = "What do you want to look into?"
    enable_nav_sidebar = False  # a list needs the room; the front page has them all, and a search over them

    def __init__(self, name="admin"):
        super().__init__(name)
        self.disable_action("delete_selected")

    def has_permission(self, request):
        return super().has_permission(request) and (settings.DEMO or _has_second_factor(request))

    def admin_view(self, view, cacheable=False):
        """Refuse what PostgreSQL can't store before it is looked for, wherever it stands in an address."""

        @wraps(view)
        def checked(request, *args, **kwargs):
            if any("\0" in value for values in request.GET.lists() for value in [values[0], *values[1]]):
                raise SuspiciousOperation("A NUL in the address of a page of the desk.")
            return view(request, *args, **kwargs)

        return super().admin_view(checked, cacheable)

    def get_app_list(self, request, app_label=None):
        """The lists that somebody may see, under the desk's words."""
        return sections([model for app in super().get_app_list(request, app_label) for model in app["models"]])

    def get_urls(self):
        return [path("search/", self.admin_view(self.search_page), name="search"), *super().get_urls()]

    def search_page(self, request):
        """People, orders, offers, payments and questions that fit ?q=."""
        words = request.GET.get("q", "")
        context = self.each_context(request) | {"title": "Search", "q": words, "groups": search(self, request, words)}
        request.current_app = self.name
        return TemplateResponse(request, "admin/search.html", context)

    def app_index(self, request, app_label, extra_context=None):
        """An app is no place of the desk's: its lists stand on the front page. 404 for one that nobody may see."""
        super().app_index(request, app_label, extra_context)
        return redirect("admin:index")

    def password_change(self, request, extra_context=None):
        """The site's own page, which asks for the second factor too."""
        return redirect("account_change_password")

    @method_decorator(secure_admin_login)
    def login(self, request, extra_context=None):
        """Strangers go to the site's own sign-in, staff without a second factor to the page that sets one up.

        Staff who have one, but did not give it in this session, are asked for it. Whoever is signed in and no staff
        gets 403 (from secure_admin_login).
        """
        if self.has_permission(request):
            return redirect("admin:index")
        if second_factors.has_one(request.user):
            onward = get_next_redirect_url(request) or resolve_url("admin:index")
            return redirect(f"{resolve_url('mfa_reauthenticate')}?{urlencode({'next': onward})}")
        messages.warning(request, "The support desk opens with a second factor only. Set one up here, then come back.")
        return redirect("mfa_activate_totp")


# Before somebody's address, password, rights or second factor change at the desk, it asks once more who sits there.
asks_again = method_decorator(
    reauthentication_required(app="allauth.account", allow_get=True, enabled=lambda request: not settings.DEMO)
)


def _has_second_factor(request) -> bool:
    """Whether the account has one and this session gave it; asked once for the request."""
    if not hasattr(request, "_has_second_factor"):
        given = second_factors.was_given(request) and second_factors.has_one(request.user)
        request._has_second_factor = given
    return request._has_second_factor
