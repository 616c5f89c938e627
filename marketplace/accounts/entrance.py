"""allauth's forms in Cairn's words: what people fill in to sign up, sign in and look after their password."""

from allauth.account import forms as allauth
from allauth.core import context
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkeys
from django import forms

from marketplace.accounts import places
from marketplace.accounts.forms import TimeZoneField
from marketplace.accounts.models import check_name

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
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD_HELP


class SignUpForm(Plain, allauth.SignupForm):
    """Name, address, password, and a time zone that is chosen already. The adapter puts them into the new User."""

    display_name = forms.CharField(
        validators=[check_name],
        max_length=80,
        label="Your name",
        help_text="As others will see it: your own, or your company’s.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = TimeZoneField()

    field_order = ["display_name", "email", "password1", "time_zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone = self.fields["time_zone"]
        zone.initial = places.time_zone_near(context.request.headers.get("Accept-Language", ""))
        if not self.is_bound:
            zone.widget.attrs["data-guess-zone"] = ""  # cairn.js knows better, as long as nobody has chosen


class SignInForm(Plain, allauth.LoginForm):
    """Address and password."""


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


class NewPasswordForm(Plain, allauth.ResetPasswordKeyForm):
    """What the link leads to: the new password, twice."""


class IsItYouForm(Plain, allauth.ReauthenticateForm):
    """The password once more, before something that protects the account is changed."""


class SetUpAppForm(Plain, app.ActivateTOTPForm):
    """The first code of a new authenticator app, which proves that it works."""


class SecondFactorForm(Plain, second_factor.AuthenticateForm):
    """The app's code or a recovery code, after the password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code"


class IsItYouCodeForm(Plain, second_factor.ReauthenticateForm):
    """The app's code once more, before something that protects the account is changed."""


class AddPasskeyForm(Plain, passkeys.AddWebAuthnForm):
    """A name for the passkey, and whether it takes the place of the password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].help_text = "It then asks for your finger, your face or its PIN each time."
