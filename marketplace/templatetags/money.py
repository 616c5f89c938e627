"""Amounts in templates; marketplace.formats says how they look.

{% load money %}
{{ milestone.price|money }}                               a Money, as it is
{{ entry.amount|minor:entry.currency }}                   an integer in minor units (the ledger's)
{{ change|signed }}  {{ amount|signed_minor:currency }}   with a plus or a minus in front
{{ amount|decimal:currency }}                             bare digits, for an input
"""

from django import template

from marketplace import formats

register = template.Library()

register.filter("decimal", formats.decimal_text)
register.filter("symbol", formats.symbol)


@register.filter
def money(value):
    """A Money as text; nothing for None."""
    return "" if value in (None, "") else formats.money_text(value)


@register.filter
def minor(amount, currency):
    """An integer of minor units as text; nothing for None."""
    return "" if amount in (None, "") else formats.minor_text(amount, currency)


@register.filter
def signed(value):
    """A Money as text with its sign: "+$5.00", "−$5.00"; nothing for None."""
    return "" if value in (None, "") else formats.signed_text(value)


@register.filter
def signed_minor(amount, currency):
    """Minor units as text with their sign; nothing for None."""
    return "" if amount in (None, "") else formats.signed_minor_text(amount, currency)
