"""The small things that every page is made of.

{% load ui %}
{% icon "check" %}  {% icon "clock" label="Waiting" %}    an inlined SVG from templates/icons/
{% badge milestone.state milestone.get_state_display %}   a badge; the colour follows the state
{% money_bar paid held to_come currency %}                shares of an amount, as an SVG that reads itself aloud
{% avatar person %}  {% avatar person "large" %}          the picture, or initials
{% nav_link "Wallet" "milestones:wallet" "wallet" %}      a link, marked at its page and below (side_link: only at it)
{% address_of "account_login" %}                          the address of a page that is about nothing in particular
{% once %}                                                a key, so that the form does its thing once: see idempotency
{% what_was_typed %}                                      the texts of a form that got a "no", to be copied
{{ person.email|address }}                                a mail address, to be read: see addresses.readable
{{ session.user_agent|browser }}                          "Firefox on Linux"
{{ message.text|linked }}                                 what somebody wrote, with its web addresses as links
"""

from functools import cache

from django import template
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from marketplace import elements, resubmission
from marketplace.accounts import addresses
from marketplace.formats import minor_text
from marketplace.idempotency import keys
from marketplace.links import linked

# One's own gigs stand below the address at which all gigs are found, and are a section of their own.
OWN_GIGS = ["new", "mine", "edit", "preview", "publish", "pause", "resume", "close"]
SECTIONS = {f"gigs:{name}": "gigs:mine" for name in OWN_GIGS}

register = template.Library()
register.simple_tag(elements.badge)
register.filter(linked)


@cache
def _svg(name: str) -> str:
    """The SVG file's text without the root element's label: files under templates/icons/ are ours, so they are safe."""
    return get_template(f"icons/{name}.svg").render().strip()


@register.simple_tag
def icon(name, label=""):
    """An inlined SVG of templates/icons/, hidden from screen readers unless it has a label."""
    svg = _svg(name)
    if label:
        return mark_safe(svg.replace('aria-hidden="true"', format_html('role="img" aria-label="{}"', label), 1))  # noqa: S308
    return mark_safe(svg)  # noqa: S308


@register.simple_tag
def once():
    """The key of a form that makes something: sent twice, it happens once."""
    return mark_safe(f'<input type="hidden" name="{keys.FIELD}" value="{keys.new()}">')  # noqa: S308 - letters of ours


@register.simple_tag
def avatar(person, size=""):
    """The person's picture, or initials on a stone. Decoration: set the name beside it, or an aria-label around."""
    if person.avatar:
        url = person.avatar_url
        pixels = {"large": 96, "small": 24}.get(size, 36)
        return format_html(
            '<img class="avatar" data-size="{}" src="{}" alt="" width="{}" height="{}" loading="lazy">',
            size,
            url,
            pixels,
            pixels,
        )
    return format_html('<span class="avatar" data-size="{}" aria-hidden="true">{}</span>', size, person.initials)


@register.inclusion_tag("components/kept.html", takes_context=True)
def what_was_typed(context):
    """What the form that got a "no" held, to be copied; nothing where nothing was typed."""
    return {"texts": resubmission.texts(context["request"]) if "request" in context else []}


@register.simple_tag(takes_context=True)
def nav_link(context, label, url_name, icon_name=""):
    """A link of the main menu, marked when the reader is in its section. Nothing when that part is not installed."""
    section = SECTIONS.get(_view_name(context))
    if section:
        return _link(label, url_name, icon_name, lambda url: section == url_name)
    return _link(label, url_name, icon_name, lambda url: _path(context).startswith(url))


@register.simple_tag(takes_context=True)
def side_link(context, label, url_name, icon_name=""):
    """A link of a side menu, marked on its own page only."""
    return _link(label, url_name, icon_name, lambda url: _path(context) == url)


def _path(context) -> str:
    """The path that is being read; nothing on an error page that has no request."""
    return context["request"].path if "request" in context else ""


def _view_name(context) -> str:
    match = getattr(context.get("request"), "resolver_match", None)
    return match.view_name if match else ""


def _link(label, url_name, icon_name, is_here):
    try:
        url = _address(url_name)
    except NoReverseMatch:
        return ""
    return _written(label, url, icon_name, is_here=is_here(url))


@cache
def _address(url_name: str) -> str:
    """Where a page is that is about nothing in particular: the same for everybody, on every page."""
    return reverse(url_name)


register.simple_tag(_address, name="address_of")


@register.filter
def attributes(attrs):
    """Those of a widget, as Django's own template writes them."""
    said = ((name, value) for name, value in attrs.items() if value is not False)
    written = (f" {name}" if value is True else f' {name}="{conditional_escape(value)}"' for name, value in said)
    return mark_safe("".join(written))  # noqa: S308 - names are ours, values are escaped


@cache
def _written(label: str, url: str, icon_name: str, *, is_here: bool):
    here = mark_safe(' aria-current="page"') if is_here else ""
    return format_html('<a href="{}"{}>{}{}</a>', url, here, icon(icon_name) if icon_name else "", label)


@register.inclusion_tag("components/money_bar.html")
def money_bar(paid, held, to_come, currency, returned=0):
    """The shares of one amount, in minor units: paid, held in escrow, not charged yet, and given back."""
    total = paid + held + to_come + returned
    parts, offset = [], 0
    for name, amount in (("paid", paid), ("held", held)):
        if amount and total:
            parts.append({"name": name, "x": _percent(offset, total), "width": _percent(amount, total)})
        offset += amount
    label = ", ".join(
        f"{minor_text(amount, currency)} {words}"
        for amount, words in ((paid, "paid"), (held, "held in escrow"), (to_come, "to come"), (returned, "given back"))
        if amount
    )
    return {"parts": parts, "label": label or "Nothing yet"}


def _percent(part: int, whole: int) -> str:
    """A share as an SVG length, in integer arithmetic; only ever drawn, never counted."""
    return f"{part * 10_000 // whole / 100:g}%"


BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS": "Mac", "Linux": "Linux",
}  # fmt: skip


@register.filter
def browser(user_agent):
    """ "Firefox on Linux": what a browser says of itself, in the order in which the false claims drop out."""
    name = next((name for mark, name in BROWSERS.items() if mark in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return f"{name} on {system}" if system else name


@register.filter
def address(value):
    """A mail address with its domain in the letters of whose it is, where those can't pass for others."""
    return addresses.readable(value) if value else value
