"""Gigs in templates.

{% load gigs %}
{% cover gig %}  {% cover gig "lazy" %}       the first of its pictures, or ours where it has none
{% cover gig "first" %}                       the largest thing that is in view: it is fetched before all else
{{ gig.price_from|short:gig.currency }}       "$240": minor units, without decimals that say nothing
"""

from django import template
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from marketplace import formats

register = template.Library()

register.filter("short", formats.short_text)

SIZES = "(width < 36rem) 100vw, (width < 52rem) 50vw, 17rem"


@register.simple_tag
def cover(gig, when=""):
    """Decoration: the title stands beside it. Three to two, cut around what has to be in view."""
    loading = "lazy" if when == "lazy" else "eager"
    small, middle = _address(gig, 320), _address(gig, 640)
    if not small:
        source = static("img/no-picture.svg")
        return format_html('<img src="{}" alt="" width="600" height="400" loading="{}">', source, loading)
    priority = mark_safe(' fetchpriority="high"') if when == "first" else ""
    return format_html(
        '<img src="{}" srcset="{} 320w, {} 640w" sizes="{}" alt="" width="600" height="400" loading="{}"{}'
        ' data-focus="{}">',
        small, small, middle, SIZES, loading, priority, _focus(gig.cover),
    )  # fmt: skip


def _address(gig, size: int) -> str:
    """Where the picture is served; nothing while there is none, or nothing that serves it."""
    if not (gig.cover and gig.cover.is_ready):
        return ""
    try:
        return reverse("gigs:picture", args=[gig.cover.key, size])
    except NoReverseMatch:
        return ""


def _focus(picture) -> str:
    """Which third of the picture stays in view when its edges are cut off."""
    across = ("left", "center", "right")[min(picture.focus_x * 3 // 100, 2)]
    down = ("top", "center", "bottom")[min(picture.focus_y * 3 // 100, 2)]
    return f"{across} {down}"
