"""allauth's forms in Cairn's words: what people fill in to sign up, sign in and look after their password."""

import struct
from contextlib import contextmanager

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.account.fields import PasswordField
from allauth.account.utils import filter_users_by_email
from allauth.core import context
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkeys
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction

from marketplace.accounts import addresses, locales, passwords, throttling, welcome
from marketplace.accounts.forms import TimeZoneField
from marketplace.accounts.models import User
from marketplace.fields import LineField, NameField

LONGEST_CODE = 64  # characters
LONGEST_CREDENTIAL = 20_000  # characters; what browsers send has some 2,000
LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "remember": "Stay signed in on this device",
    "oldpassword": "Your password now",
    "password2": "Once more",
    "code": "The six digits",
    "passwordless": "Sign in with it alone, without my password",
}
PASSWORD_HELP = "At least 10 characters. A sentence that only you would write is good."  # noqa: S105 - not one


class Plain:
    """Cairn's labels, no placeholders that repeat them, and one line about passwords instead of four."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name) or str(field.label).capitalize()
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, PasswordField):
                field.validators.append(MaxLengthValidator(passwords.LONGEST))
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD_HELP

    def clean_email(self):
        """However it is written, one mailbox is one address (see addresses)."""
        self.cleaned_data["email"] = addresses.normalise(self.cleaned_data["email"])
        return super().clean_email()

    def clean_login(self):
        self.cleaned_data["login"] = addresses.normalise(self.cleaned_data["login"])
        return super().clean_login()


class SignUpForm(Plain, allauth.SignupForm):
    """Name, address, password, and a time zone that is chosen already. The adapter puts them into the new User."""

    display_name = NameField(
        max_length=80,
        label="Your name",
        help_text="As others will see it: your own, or your company’s.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = TimeZoneField()

    field_order = ["display_name", "email", "password1", "time_zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = welcome.expected(context.request)
        zone = self.fields["time_zone"]
        zone.initial = locales.time_zone_near(context.request.headers.get("Accept-Language", ""))
        if not self.is_bound:
            zone.widget.attrs["data-guess-zone"] = ""  # cairn.js knows better, as long as nobody has chosen

    def try_save(self, request):
        """For an address that has an account, hash the password too: the time it takes would tell."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            if not User.objects.filter(email=self.cleaned_data["email"]).exists():
                raise
        self.account_already_exists = True  # since the form was looked at: the button was pressed twice
        return super().try_save(request)


class SignInForm(Plain, allauth.LoginForm):
    """Address and password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].initial = welcome.expected(context.request)


class AddressForm(Plain, allauth.AddEmailForm):
    """A new address, which counts once it is confirmed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "New address"


class ChangePasswordForm(Plain, allauth.ChangePasswordForm):
    """The old password and the new one, twice."""


class SetPasswordForm(Plain, allauth.SetPasswordForm):
    """A first password, twice."""


class ForgottenPasswordForm(Plain, allauth.ResetPasswordForm):
    """The address that a link is sent to."""

    def save(self, request, **kwargs):
        """Somebody whose account is closed is told so, by mail: the page looks the same to a stranger."""
        email = self.cleaned_data["email"]
        if not self.users and filter_users_by_email(email, is_active=False):
            get_adapter(request).send_mail("account/email/suspended", email, {})
            return email
        return super().save(request, **kwargs)


class NewPasswordForm(Plain, allauth.ResetPasswordKeyForm):
    """What the link leads to: the new password, twice."""


class ReauthenticateForm(Plain, allauth.ReauthenticateForm):
    """The password once more, before something that protects the account is changed."""


class ConfirmingForm(Plain, allauth.ReauthenticateForm):
    """The password of a new account, in a browser other than the one that signed up.

    Otherwise who signs up with somebody else's address has, after that person's one click, a confirmed account in their
    name, and knows its password.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "The password that you chose"


class Guessed:
    """A code that somebody types, slowed down so that nobody can guess it, nor lock others out (see throttling)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].validators.append(MaxLengthValidator(LONGEST_CODE))

    def clean_code(self):
        if self.errors:
            return ""  # a code counts once: don't use it up beside a wrong password
        attempt = throttling.attempt(context.request, self.user.email, throttling.CODE)
        if attempt is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        code = super().clean_code()
        attempt.succeeded()
        return code


class WithPassword:
    """Who has a second factor shows both once more: the password, and what follows it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.user.has_usable_password():
            rest = self.fields
            self.fields = {"password": PasswordField(label="Your password", autocomplete="current-password"), **rest}
            self.fields["password"].widget.attrs.pop("placeholder", None)
            self.fields["password"].validators.append(MaxLengthValidator(passwords.LONGEST))

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class SetUpAppForm(Plain, app.ActivateTOTPForm):
    """The first code of a new authenticator app, which proves that it works."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].validators.append(MaxLengthValidator(LONGEST_CODE))


class SecondFactorForm(Guessed, Plain, second_factor.AuthenticateForm):
    """The app's code or a recovery code, after the password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code"


class ReauthenticateCodeForm(WithPassword, Guessed, Plain, second_factor.ReauthenticateForm):
    """The password and the app's code once more, before something that protects the account is changed."""


class CredentialField(forms.JSONField):
    """What a browser says of a passkey: JSON of a reasonable size and depth."""

    def to_python(self, value):
        if isinstance(value, str) and len(value) > LONGEST_CREDENTIAL:
            raise get_adapter().validation_error("incorrect_code")
        try:
            return super().to_python(value)
        except RecursionError:
            raise get_adapter().validation_error("incorrect_code") from None

    def bound_data(self, data, initial):
        """A credential counts once: it is not shown again."""
        return None


@contextmanager
def forged():
    """Refuse what a browser can't have made. The library that reads it stumbles over it in many ways."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error) as error:
        raise get_adapter().validation_error("incorrect_code") from error
    except InvalidSignature as error:
        raise get_adapter().validation_error("incorrect_code") from error


class Passkey:
    """A form with what a browser says of a passkey."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self):
        with forged():
            return super().clean_credential()


class SignInWithKeyForm(Passkey, passkeys.LoginWebAuthnForm):
    """A passkey in place of address and password."""


class SecondFactorKeyForm(Passkey, passkeys.AuthenticateWebAuthnForm):
    """A passkey, after the password."""


class ReauthenticateKeyForm(WithPassword, Passkey, passkeys.ReauthenticateWebAuthnForm):
    """The password and a passkey once more, before something that protects the account is changed."""


class AddPasskeyForm(Plain, passkeys.AddWebAuthnForm):
    """A name for the passkey, and whether it takes the place of the password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].help_text = "It then asks for your finger, your face or its PIN each time."
        self.fields["credential"] = CredentialField(widget=forms.HiddenInput)
        self.fields["name"] = KeyNameField(label=self.fields["name"].label, required=False)

    def clean(self):
        with forged():
            return super().clean()


class RenamePasskeyForm(Plain, passkeys.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = KeyNameField(label="Name")


class KeyNameField(LineField):
    """What a passkey is called."""

    def __init__(self, **options):
        super().__init__(max_length=80, **options)
