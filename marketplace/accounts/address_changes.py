"""Taking an account back after somebody else changed its address: a link to the old one, good for a week."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.urls import reverse

from marketplace import clock
from marketplace.accounts import second_factors
from marketplace.accounts.models import AddressChange, User
from marketplace.errors import Refused
from marketplace.events.models import Event

SALT = "marketplace.accounts.address_changes"
GOOD_FOR = timedelta(days=7)
BEFORE = timedelta(days=7)  # whoever takes an account over may first set up a factor that its owner hasn't got
GONE = "This link is too old, or was used before. Write to support if the account is not yours any more."


def record(user, *, old: str, new: str) -> AddressChange:
    """Write down that an account's address was changed."""
    return AddressChange.objects.create(user=user, old=old, new=new)


def path_back(change: AddressChange) -> str:
    """Where the old address takes the account back."""
    return reverse("accounts:take_back", args=[signing.dumps(change.pk, salt=SALT)])


def find(token: str) -> AddressChange | None:
    """The change that a link is about, as long as it can be undone."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    since = clock.real() - GOOD_FOR
    return AddressChange.objects.filter(pk=pk, undone_at=None, at__gte=since).select_related("user").first()


@transaction.atomic(durable=True)
def undo(change: AddressChange) -> User:
    """Give the account back to the old address, and shut everybody out who is in.

    The old address counts again, the password is void, the second factors that were added since or in the week before
    are gone, all sessions end, and no link of a later change works. What the owner had before that stays: it is what
    they are asked for when they sign in with their new password. Support hears of it. Raises Refused when another
    account has the address by now.
    """
    user = User.objects.select_for_update().get(pk=change.user_id)
    later = AddressChange.objects.filter(user=user, pk__gte=change.pk, undone_at=None)
    if not later.filter(pk=change.pk).exists():
        raise Refused(GONE)
    if not is_free(change.old, of=user):
        raise Refused(f"Another account has the address {change.old} by now. Write to support.")
    later.update(undone_at=clock.real())
    user.emailaddress_set.all().delete()
    EmailAddress.objects.create(user=user, email=change.old, verified=True, primary=True)
    user.email = change.old
    user.set_unusable_password()
    user.save(update_fields=["email", "password"])
    factors = second_factors.drop_since(user, change.at - BEFORE)
    second_factors.end_sessions(user)
    thread = f"user:{user.pk}"
    Event.record(
        "account.taken_back",
        thread=thread,
        about=thread,
        by=user,
        address=change.old,
        instead_of=change.new,
        factors=factors,
    )
    return user


def is_taking_back(request) -> bool:
    """Whether this request follows such a link: whoever asks has the mailbox, and is no stranger to it."""
    match = getattr(request, "resolver_match", None)
    return match is not None and match.view_name == "accounts:take_back"


def is_free(address: str, *, of: User) -> bool:
    """Whether an account may have this address, whose mailbox is known to be its owner's.

    Frees it from another account that has it and that nobody ever confirmed: signing up with an address must not keep
    its owner out. Call it in the transaction that gives the address away.
    """
    other = User.objects.select_for_update().filter(email=address).exclude(pk=of.pk).first()
    if other is None:
        return True
    if other.last_login or other.is_staff or other.emailaddress_set.filter(verified=True).exists():
        return False
    other.emailaddress_set.all().delete()
    other.email, other.is_active = f"gave-way-{other.pk}@users.invalid", False
    other.save(update_fields=["email", "is_active"])
    return True
