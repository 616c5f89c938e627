"""The text of a mail as a page shows it."""

from django import template
from django.conf import settings
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def with_links(text: str) -> SafeString:
    """Escaped, with links that can be clicked: ours stay on the address that the visitor came by."""
    html = urlize(text, nofollow=True, autoescape=True)
    return mark_safe(html.replace(f'href="{settings.SITE_URL}/', 'href="/'))  # noqa: S308 - urlize has escaped it
