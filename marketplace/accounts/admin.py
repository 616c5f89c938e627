"""People, for support: find them, see who they are and what waits for them, suspend them, close their accounts."""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.urls import URLPattern

from marketplace import admin_base
from marketplace.accounts import addresses, locales, second_factors, suspension
from marketplace.accounts.admin_site import asks_again
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.elements import exact
from marketplace.fields import LineField, NameField
from marketplace.registry import Registry
from marketplace.stale import WatchedForm
from marketplace.transitions import may

# What support does to a person on pages that apps above have: what makes their addresses, for the desk.
acts: Registry[Callable[[admin.AdminSite], list[URLPattern]]] = Registry("act on a person")

SUSPENSION = "Suspension"
RIGHTS: list[Any] = ["is_staff", "is_superuser", "groups", "user_permissions"]


class PersonCreationForm(AdminUserCreationForm):
    display_name = NameField(max_length=80)

    class Meta:
        model = User
        fields = ["email", "display_name"]

    def clean_email(self):
        return addresses.normalise(self.cleaned_data["email"])


class PersonChangeForm(WatchedForm, UserChangeForm):
    display_name = NameField(max_length=80)
    headline = LineField(max_length=120, required=False)

    class Meta:
        model = User
        fields = "__all__"
        labels = {"is_active": "May sign in"}
        help_texts = {
            "is_active": "Take it away to close the account: nobody signs in with it, and nothing is paid in its "
            "orders. What is due to them stays theirs. To stop somebody from beginning anything new, suspend them."
        }

    def clean_email(self):
        return addresses.normalise(self.cleaned_data["email"])


class SuspendedFilter(admin.SimpleListFilter):
    title = "suspended"
    parameter_name = "suspended"

    def lookups(self, request, model_admin):
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request, queryset):
        return queryset.filter(suspended_at__isnull=self.value() == "no") if self.value() else queryset


class CountryFilter(admin.AllValuesFieldListFilter):
    """By the country that people said, which is called by its name; a link for those who said none, too."""

    def choices(self, changelist):
        names = dict(locales.country_choices()) | {"All": "All"}
        for choice in super().choices(changelist):
            yield choice | {"display": names.get(choice["display"] or "", choice["display"])}


@admin.register(User)
class PersonAdmin(admin_base.Watched, UserAdmin):
    """Django's own, for accounts that are known by their address.

    Who may change people could take accounts over, so support may not: address, password and rights are for a
    superuser, and so are the accounts of staff.
    """

    form = PersonChangeForm
    add_form = PersonCreationForm
    list_display = ["email", "display_name", "country", "active", "since", "support", "joined", "signed_in"]
    list_filter = ["is_active", SuspendedFilter, "is_staff", "is_superuser", "date_joined", ("country", CountryFilter)]
    search_fields = ["email", "display_name", "headline"]
    search_help_text = "Address, name or headline"
    ordering = ["-date_joined"]
    date_hierarchy = "date_joined"
    readonly_fields = ["date_joined", "last_login", "avatar", "since", "suspended_by", "suspended_reason"]
    fieldsets = [
        (None, {"fields": ["email", "password", "is_active"]}),
        (SUSPENSION, {"fields": [("since", "suspended_by"), "suspended_reason"]}),
        ("Profile", {"fields": ["display_name", "headline", "about", "country", "time_zone", "skills", "avatar"]}),
        ("Rights", {"fields": RIGHTS, "classes": ["collapse"]}),
        ("Dates", {"fields": ["date_joined", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["email", "display_name", "usable_password", "password1", "password2"]})
    ]

    def in_search(self, person):
        return str(person), person.email if person.is_in_trade else f"{person.email}, {person.standing_words}"

    @admin.display(description="active", ordering="is_active", boolean=True)
    def active(self, person):
        return person.is_active

    @admin.display(description="suspended", ordering="suspended_at")
    def since(self, person):
        return exact(person.suspended_at)

    @admin.display(description="staff", ordering="is_staff", boolean=True)
    def support(self, person):
        return person.is_staff

    @admin.display(description="signed up", ordering="date_joined")
    def joined(self, person):
        return exact(person.date_joined)

    @admin.display(description="last signed in", ordering="last_login")
    def signed_in(self, person):
        return exact(person.last_login)

    def has_delete_permission(self, request, obj=None):
        """Nobody is deleted: orders, money and events point at them. Take away "active" instead."""
        return False

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_staff or request.user.is_superuser)

    def get_urls(self):
        return [one for make in acts.values() for one in make(self.admin_site)] + super().get_urls()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """With what a suspension reaches, and the button for it, where it may be pressed."""
        if obj is not None:
            by = Support(request.user, "")
            context |= {
                "panels": suspension.panels_of(obj),
                "may_suspend": may(obj.suspend, by),
                "may_lift": may(obj.lift, by),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_fieldsets(self, request, obj=None):
        """What is stored of a password is nothing to be looked at; a superuser finds the way to a new one there."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or not obj.is_suspended:
            sets = [(title, about) for title, about in sets if title != SUSPENSION]
        if obj is None or request.user.is_superuser:
            return sets
        return [
            (title, {**about, "fields": [one for one in about["fields"] if one != "password"]}) for title, about in sets
        ]

    def get_readonly_fields(self, request, obj=None):
        fields = list(super().get_readonly_fields(request, obj))
        return fields if request.user.is_superuser else [*fields, "email", "password", *RIGHTS]

    def save_model(self, request, obj, form, change):
        """An address that a superuser sets is the one to sign in with, and no other is."""
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            obj.emailaddress_set.all().delete()
            obj.emailaddress_set.create(email=obj.email, verified=True, primary=True)

    @asks_again
    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, extra_context)

    @asks_again
    def change_view(self, request, object_id, form_url="", extra_context=None):
        return super().change_view(request, object_id, form_url, extra_context)

    @asks_again
    def user_change_password(self, request, id, form_url=""):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)


# allauth's own pages show the secret of an app, let everything be edited, and search by a username.
admin.site.unregister([Authenticator, EmailAddress, Group, UserSession])


@admin.register(Group)
class RightsAdmin(admin_base.Watched, GroupAdmin):
    """Groups of rights: a superuser's."""


class LookedAt(admin_base.ShownOnlyAdmin):
    """Rows that belong to a person and that the site writes itself; here they are only looked at, or ended.

    What belongs to staff is a superuser's to end, as their accounts are (see PersonAdmin): without it support could
    take the second factor away from a superuser.
    """

    list_select_related = ["user"]
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.user.is_staff or request.user.is_superuser)


@admin.register(Authenticator)
class SecondFactorAdmin(LookedAt):
    """Who has which second factor. Removing one is for somebody whose phone is lost."""

    list_display = ["user", "type", "created", "last_used"]
    list_filter = ["type", "created_at"]
    search_fields = ["user__email", "user__display_name"]
    fields = ["user", "type", "created", "last_used"]

    @admin.display(description="set up", ordering="created_at")
    def created(self, factor):
        return exact(factor.created_at)

    @admin.display(description="last used", ordering="last_used_at")
    def last_used(self, factor):
        return exact(factor.last_used_at)

    @asks_again
    def delete_view(self, request, object_id, extra_context=None):
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        reason = "The second factor is lost."
        second_factors.remove(obj.user, by=Support(request.user, reason), reason=reason, only=obj)


@admin.register(EmailAddress)
class AddressAdmin(LookedAt):
    """Who is written to where."""

    list_display = ["email", "user", "verified", "primary"]
    list_filter = ["verified", "primary"]
    search_fields = ["email", "user__display_name"]
    fields = ["user", "email", "verified", "primary"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(UserSession)
class SessionAdmin(LookedAt):
    """The browsers that are signed in. Deleting one signs it out."""

    list_display = ["user", "began", "ip", "browser"]
    search_fields = ["user__email", "user__display_name", "ip"]
    fields = ["user", "began", "ip", "user_agent"]

    @admin.display(description="signed in", ordering="created_at")
    def began(self, session):
        return exact(session.created_at)

    @admin.display(description="browser", ordering="user_agent")
    def browser(self, session):
        return admin_base.short(session.user_agent)

    def delete_model(self, request, obj):
        obj.end()
