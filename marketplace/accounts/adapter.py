"""What Cairn does its own way when people sign up and in."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe


class AccountAdapter(DefaultAccountAdapter):
    """allauth's way, with the name and time zone that Cairn's sign-up form asks for."""

    def save_user(self, request, user, form, commit=True):
        user.display_name = form.cleaned_data["display_name"]
        user.time_zone = form.cleaned_data["time_zone"]
        return super().save_user(request, user, form, commit=commit)

    def send_mail(self, template_prefix, email, context):
        """Mails name this site by the address in the settings, whatever host the request came in by."""
        context = {"site_url": settings.SITE_URL, "email": email, **context}
        self.render_mail(template_prefix, email, context).send()

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:security")


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's way, with a QR code that can stand in the page itself."""

    def build_totp_svg(self, url):
        """The picture as an <svg> element. As a data: address it would need a hole in the content security policy.

        Drawn by qrcode from an address that allauth has percent-encoded, so nothing that people typed is markup in it.
        """
        document = super().build_totp_svg(url)
        return mark_safe(document[document.index("<svg") :])  # noqa: S308
