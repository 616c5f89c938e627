"""Times in templates, in the zone of whoever looks; marketplace.formats and marketplace.elements say how they look.

{% load time %}
{{ order.created_at|when }}     <time datetime="…" title="Tue 24 Nov 2026, 10:15 CET">3 days ago</time>
{{ row.last_at|brief }}         18:20, Tue, 24 Nov
{{ deadline.due_at|exact }}     Tue 24 Nov, 10:15
{{ milestone.paid_at|day }}     24 Nov (an instant or a date)
{{ deadline.due_at|left }}      2 d 14 h
{{ milestone.due_on|day_in:zone }}   24 Nov in Los Angeles
"""

from django import template

from marketplace import elements, formats

register = template.Library()

for wrapped in (
    elements.when,
    elements.brief,
    elements.exact,
    elements.day,
    elements.left,
    formats.place_of,
    formats.day_in,
):
    register.filter(wrapped)
