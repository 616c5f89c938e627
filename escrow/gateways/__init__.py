"""The gateways that this site can speak to, by name. Each is a folder here, and an app, which registers itself."""

from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from escrow.gateways.base import Gateway
from marketplace.registry import Registry, Unknown

gateways: Registry[type[Gateway]] = Registry("payment gateway")


@cache
def get(name: str) -> Gateway:
    """The gateway of that name; old sources may belong to another one than the site uses now."""
    try:
        return gateways[name]()
    except Unknown as error:
        raise ImproperlyConfigured(str(error)) from None


def current() -> Gateway:
    """The gateway that new payment sources are kept at."""
    return get(settings.PAYMENT_GATEWAY)
