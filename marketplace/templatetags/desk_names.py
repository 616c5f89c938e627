"""The desk's words in its templates."""

from django import template
from django.utils import timezone

from marketplace import clock
from marketplace.desk_lists import DeskList
from marketplace.desk_names import WORDS, name_of
from marketplace.formats import full_text

register = template.Library()


@register.filter
def desk_name(opts) -> DeskList:
    """What the desk calls a model: `{{ opts|desk_name }}` has `many`, `one` and `empty`."""
    return name_of(opts)


@register.filter
def desk_word(title) -> str:
    """What the desk calls a field."""
    return WORDS.get(str(title), str(title))


@register.simple_tag
def desk_zone() -> str:
    """In which zone the desk tells times, and what time it is there."""
    return f"Times are in {timezone.get_current_timezone_name().replace('_', ' ')}: it is {full_text(clock.now())}."
