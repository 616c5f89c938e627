"""People, for support: find them, see who they are, suspend them. Suspending never moves anybody's money."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm

from marketplace.accounts.models import User


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "display_name"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class PersonChangeForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"

    def clean_email(self):
        return self.cleaned_data["email"].lower()


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Django's own, for accounts that are known by their address. The password is set through its own page only."""

    form = PersonChangeForm
    add_form = PersonCreationForm
    list_display = ["email", "display_name", "country", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "date_joined", "country"]
    search_fields = ["email", "display_name", "headline"]
    search_help_text = "Address, name or headline"
    ordering = ["-date_joined"]
    date_hierarchy = "date_joined"
    readonly_fields = ["date_joined", "last_login", "avatar"]
    fieldsets = [
        (None, {"fields": ["email", "password", "is_active"]}),
        ("Profile", {"fields": ["display_name", "headline", "about", "country", "time_zone", "skills", "avatar"]}),
        ("Rights", {"fields": ["is_staff", "is_superuser", "groups", "user_permissions"], "classes": ["collapse"]}),
        ("Dates", {"fields": ["date_joined", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["email", "display_name", "usable_password", "password1", "password2"]})
    ]

    def has_delete_permission(self, request, obj=None):
        """Nobody is deleted: orders, money and events point at them. Take away "active" instead."""
        return False

    def get_readonly_fields(self, request, obj=None):
        """Only a superuser gives rights away; support could otherwise promote itself."""
        fields = list(super().get_readonly_fields(request, obj))
        if not request.user.is_superuser:
            fields += ["is_staff", "is_superuser", "groups", "user_permissions"]
        return fields
