"""What Cairn does its own way when people sign up and in."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe

from marketplace import clock
from marketplace.accounts import address_changes, encryption, networks, second_factors, throttling
from marketplace.mail import outbox
from marketplace.mail.ceilings import ACCOUNT, KNOWN, Ceiling, Sender

JUST_NOW = 300  # seconds since the password was given


# Mails that anybody can cause, to any address: whoever gets them has not asked for them, as far as we know. Each sort
# is counted apart, so that no sort uses up another's: who has as many links to a new password sent to somebody as a day
# allows has only sent them links that work.
RESET = Ceiling(kinds=("account/email/password_reset_key",), to_one=6, by_one_to_one=3, by_one=50)
CONFIRM = Ceiling(
    kinds=("account/email/email_confirmation", "account/email/email_confirmation_signup"),
    to_one=6,
    by_one_to_one=3,
    by_one=50,
    pause=timedelta(minutes=3),
)
TELL = Ceiling(
    kinds=(
        "account/email/account_already_exists",
        "account/email/suspended",
        "account/email/unknown_account",
    ),
    to_one=4,
    by_one_to_one=2,
    by_one=50,
)
TO_STRANGERS = (RESET, CONFIRM, TELL)


class AccountAdapter(DefaultAccountAdapter):
    """allauth's way, with the name and time zone that Cairn's sign-up form asks for."""

    def save_user(self, request, user, form, commit=True):
        user.display_name = form.cleaned_data["display_name"]
        user.time_zone = form.cleaned_data["time_zone"]
        if not self.is_email_verified(request, form.cleaned_data["email"]):
            self.unstash_verified_email(request)  # what an invitation proved is another address than this one
        return super().save_user(request, user, form, commit=commit)

    def send_mail(self, template_prefix, email, context):
        """Write the mail down; it leaves when what it tells of has been committed. No request waits for a mail server.

        Mails name this site by the address in the settings, whatever host the request came in by.
        """
        about = {"email": email, "site_url": settings.SITE_URL, **_from_here(context)}
        letter = self.render_mail(template_prefix, email, about)
        mail = {"kind": template_prefix, "to": email, "subject": letter.subject, "body": letter.body}
        request = allauth_context.request
        ceiling = next((one for one in TO_STRANGERS if template_prefix in one.kinds), None)
        if ceiling is None or address_changes.is_taking_back(request):
            outbox.post(**mail)
        else:
            sender = _sender(request, email)
            if ceiling is CONFIRM and not request.user.is_authenticated:
                # Signing up and signing in both show the password of the account that the mail is about.
                sender = replace(sender, room=f"{ACCOUNT}{context['user'].pk}")
            outbox.post_to_stranger(ceiling, sender, **mail)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """As allauth does; the notice that an address was changed holds a link that takes the account back."""
        if template_prefix == "account/email/email_changed":
            change = address_changes.record(user, old=context["from_email"], new=context["to_email"])
            context = {**context, "back_url": settings.SITE_URL + address_changes.path_back(change)}
        super().send_notification_mail(template_prefix, user, context, email)

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:security")

    # --- Tries (see throttling) ---------------------------------------------------------------------------------------

    def pre_authenticate(self, request, **credentials):
        """Count the try before the password is looked at."""
        self._attempt = throttling.attempt(request, credentials.get("email", "").lower())
        if self._attempt is None:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self):
        """The password was right: the try does not count."""
        self._attempt.succeeded()

    def _delete_login_attempts_cached_email(self, request, **credentials):
        """The password was set anew, by a link that was mailed to this address."""
        throttling.forget(request, credentials["email"].lower())

    def post_login(self, request, user, **kwargs):
        """Whoever is in is known in this browser from now on."""
        response = super().post_login(request, user, **kwargs)
        throttling.remember(request, response, user.email)
        return response

    # --- "Is it you?" -------------------------------------------------------------------------------------------------

    def get_reauthentication_methods(self, user):
        """Who has a second factor shows it too: the forms of these ways ask for the password beside it."""
        methods = super().get_reauthentication_methods(user)
        if user.is_authenticated and second_factors.has_one(user):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def is_reauthentication_required(self, *, app, **kwargs):
        """A first second factor takes nothing away: who signed in a moment ago is not asked at once for it again."""
        request = allauth_context.request
        if app == "allauth.mfa" and not second_factors.has_one(request.user) and _signed_in_just_now(request):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


def _signed_in_just_now(request) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and clock.real().timestamp() - records[-1]["at"] < JUST_NOW


def _from_here(context: dict) -> dict:
    """The context with every address of this site as it is in the settings."""
    return {name: _at_site_url(value) if name.endswith("_url") else value for name, value in context.items()}


def _at_site_url(url: str) -> str:
    parts = urlsplit(url)
    return settings.SITE_URL + urlunsplit(("", "", parts.path, parts.query, parts.fragment))


def _sender(request, to: str) -> Sender:
    """Who causes a mail, as ceilings count: an account; a browser that this address is at home in; or a stranger's
    network (in IPv6 what one home gets), within the wider one that somebody may have many of.
    """
    address = networks.address_of(request)
    room = f"net:{networks.wider_than(address)}"
    if request.user.is_authenticated:
        return Sender(f"user:{request.user.pk}", room)
    if known := throttling.known_browser(request, to):
        return Sender(f"{KNOWN}{known}", f"{KNOWN}{known}")
    return Sender(f"net:{networks.home_of(address)}", room)


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's way, with secrets that are encrypted at rest, and a QR code that can stand in the page itself."""

    def encrypt(self, text):
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text):
        return encryption.decrypt(encrypted_text)

    def build_totp_svg(self, url):
        """The picture as an <svg> element. As a data: address it would need a hole in the content security policy.

        Drawn by qrcode from an address that allauth has percent-encoded, so nothing that people typed is markup in it.
        """
        document = super().build_totp_svg(url)
        return mark_safe(document[document.index("<svg") :])  # noqa: S308
