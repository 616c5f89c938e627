"""Counts in templates, in whole words.

{% load words %}
{{ days|counted:"day,days" }}             1 day, 3 days
{{ orders|plural:"goes on,go on" }}       the words alone
"""

from django import template

from marketplace import formats

register = template.Library()


@register.filter
def counted(number: int, words: str) -> str:
    """A number of something: the words for one and for many, with a comma between."""
    return formats.counted(number, *words.split(","))


@register.filter
def plural(number: int, words: str) -> str:
    """The words for so many, without the number."""
    return formats.plural(number, *words.split(","))


@register.filter
def eights(code: str) -> list[str]:
    """A long code in groups of eight, to be compared by eye."""
    return [code[start : start + 8] for start in range(0, len(code), 8)]
