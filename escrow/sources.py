"""What a person pays with: cards and accounts, verified and kept at a gateway."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction

from escrow import gateways
from escrow.gateways.base import Attached
from escrow.models import Payment, PaymentSource
from marketplace import clock
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.formats import long_day_text
from marketplace.registry import Registry
from marketplace.transitions import insist_on_active

MOST = 10
GONE = "This payment source was removed. Choose another one."


class SourceGone(Refused):
    """What was to be charged was removed."""

    def __init__(self) -> None:
        super().__init__(GONE, field="source")


@dataclass(frozen=True)
class Use:
    """Something that charges a source by itself: what it is called, its page, and what pays when the source is gone."""

    title: str
    url: str
    then: str


# What charges sources by itself, in the apps that know: functions of a PaymentSource.
uses: Registry[Callable[[PaymentSource], Iterable[Use]]] = Registry("use of payment sources")


def uses_of(source: PaymentSource) -> list[Use]:
    """Everything that charges this source by itself, as things stand."""
    return [use for find in uses.values() for use in find(source)]


def attach(user: User, details: Mapping[str, Any]) -> PaymentSource:
    """Have the current gateway verify a card or account, and keep it. The first one is the default.

    `details` is what the gateway asks for (see Gateway.attach_source). Raises SourceRefused, or Refused when there are
    too many. Raises RuntimeError inside a transaction, because the gateway is asked.
    """
    gateway = gateways.current()
    _insist_on_room(user)
    attached = gateway.attach_source(details)
    try:
        return _keep(user, gateway.name, attached)
    except (Refused, PermissionDenied):
        gateway.detach_source(attached.token)
        raise


@transaction.atomic(durable=True)
def _insist_on_room(user: User) -> None:
    """Ask the gateway for nothing that could not be kept; what counts is asked again under the lock."""
    insist_on_active(user)
    _insist(list(PaymentSource.objects.of(user)))


def _insist(mine: list[PaymentSource]) -> None:
    if len(mine) >= MOST:
        raise Refused(f"You can keep {MOST} payment sources. Remove one that you no longer use.")


@transaction.atomic(durable=True)
def _keep(user: User, gateway: str, attached: Attached) -> PaymentSource:
    others = _lock(user)
    _insist(others)
    for one in others:
        if attached.fingerprint and (one.gateway, one.fingerprint) == (gateway, attached.fingerprint):
            raise Refused(f"You can pay with this one already: {one}, since {long_day_text(one.verified_at)}.")
    return PaymentSource.objects.create(
        user=user,
        gateway=gateway,
        token=attached.token,
        brand=attached.brand,
        last4=attached.last4,
        label=attached.label,
        fingerprint=attached.fingerprint,
        verified_at=clock.now(),
        is_default=not others,
    )


@transaction.atomic(durable=True)
def make_default(source: PaymentSource, *, by: User) -> None:
    """Pay with this one when nobody chooses."""
    _swap_default(by, _still_there(_lock(by), source))


def remove(source: PaymentSource, *, by: User) -> None:
    """Forget it here and at the gateway. Raises Refused while a payment with it is under way."""
    _forget(source, by)
    gateways.get(source.gateway).detach_source(source.token)


@transaction.atomic(durable=True)
def _forget(source: PaymentSource, user: User) -> None:
    mine = _lock(user)
    source = _still_there(mine, source)
    if Payment.objects.live().filter(source=source).exists():
        raise Refused("A payment with this card is under way. Remove it when the bank has answered.")
    was_default = source.is_default
    source.removed_at = clock.now()
    source.is_default = False
    source.save(update_fields=["removed_at", "is_default"])
    if was_default and (heir := _heir(source, mine)):
        _swap_default(user, heir)


def hold(source: PaymentSource, owner: User | int) -> None:
    """Keep it from being removed until the caller's transaction ends. Raises SourceGone where it was, or is not theirs.

    `remove` locks the same row, so that it finds the charge that is written down under this, or this finds it removed.
    """
    if PaymentSource.objects.of(owner).select_for_update(no_key=True).filter(pk=source.pk).first() is None:
        raise SourceGone


def default_without(source: PaymentSource) -> PaymentSource | None:
    """What would be its owner's default if this source were removed."""
    mine = list(PaymentSource.objects.of(source.user_id))
    return _heir(source, mine) if source.is_default else next((one for one in mine if one.is_default), None)


def _heir(source: PaymentSource, mine: list[PaymentSource]) -> PaymentSource | None:
    """The newest of the others becomes the default."""
    return next((one for one in reversed(mine) if one != source), None)


def _swap_default(user: User, source: PaymentSource) -> None:
    PaymentSource.objects.of(user).filter(is_default=True).update(is_default=False)
    source.is_default = True
    source.save(update_fields=["is_default"])


def _lock(user: User) -> list[PaymentSource]:
    """This person's sources, locked by way of the person, so that there is a lock even when there is no source yet."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
    insist_on_active(user)
    return list(PaymentSource.objects.of(user).select_for_update(no_key=True))


def _still_there(mine: list[PaymentSource], source: PaymentSource) -> PaymentSource:
    if source not in mine:
        raise Refused("This payment source was removed.")
    return mine[mine.index(source)]
