"""Pages of allauth that Cairn has its own way with."""

from allauth.account import views as allauth
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.constants import LoginStageKey
from allauth.account.stages import LoginStageController
from django.contrib.auth.decorators import login_required
from django.db import transaction

from marketplace.accounts import address_changes, second_factors
from marketplace.accounts.allauth_forms import ConfirmingForm
from marketplace.errors import Refused


class ConfirmEmailView(allauth.ConfirmEmailView):
    """The link in the mail that confirms an address.

    A new account is confirmed in the browser that signed up, or with the password that was chosen there: whoever gets
    the mail for a sign-up of somebody else confirms nothing by a click.
    """

    form = None

    def post(self, *args, **kwargs):
        owner = self.get_object().email_address.user
        if self.asks_password(owner):
            self.form = ConfirmingForm(self.request.POST, user=owner)
            if not self.form.is_valid():
                self.object = self.get_object()
                return self.render_to_response(self.get_context_data(), status=422)
        return self.confirm(owner, *args, **kwargs)

    @transaction.atomic
    def confirm(self, owner, *args, **kwargs):
        """The address becomes the account's own, whoever signed up with it in the meantime."""
        address = self.get_object().email_address.email
        if not address_changes.is_free(address, of=owner):
            raise Refused(f"Another account has the address {address} by now.")
        return super().post(*args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        owner = self.object and self.object.email_address.user
        if owner and self.asks_password(owner):
            context["form"] = self.form or ConfirmingForm(user=owner)
        return context

    def asks_password(self, owner) -> bool:
        """Whether nobody has confirmed this account yet, and this is not the browser that signed up for it."""
        if self.request.user == owner or owner.emailaddress_set.filter(verified=True).exists():
            return False
        stage = LoginStageController.enter(self.request, LoginStageKey.VERIFY_EMAIL.value)
        return not (stage and stage.login.user == owner)


def _protected(view):
    """Asks for the second factor before the form, where there is one; the form asks for the password."""
    asked = reauthentication_required(
        app="allauth.account", enabled=lambda request: second_factors.has_one(request.user)
    )
    return login_required(asked(view))


confirm_email = ConfirmEmailView.as_view()
change_password = _protected(allauth.password_change)
set_password = _protected(allauth.password_set)
