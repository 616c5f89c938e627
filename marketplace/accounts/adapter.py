"""What Cairn does its own way when people sign up and in."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    """allauth's way, with the name and time zone that Cairn's sign-up form asks for."""

    def save_user(self, request, user, form, commit=True):
        user.display_name = form.cleaned_data["display_name"]
        user.time_zone = form.cleaned_data["time_zone"]
        return super().save_user(request, user, form, commit=commit)

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:security")
