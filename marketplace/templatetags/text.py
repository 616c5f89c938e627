"""Plain-text templates: the lines they are written in are short, those that they write are as long as they come."""

import re

from django import template

register = template.Library()

WHITESPACE = re.compile(r"[ \t\r\n]+")  # not the no-break spaces of amounts


@register.tag
def paragraph(parser, token):
    """{% paragraph %}…{% endparagraph %}: one line, whatever lines it is written in."""
    nodes = parser.parse(("endparagraph",))
    parser.delete_first_token()
    return Paragraph(nodes)


class Paragraph(template.Node):
    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        return WHITESPACE.sub(" ", self.nodelist.render(context)).strip(" ")
