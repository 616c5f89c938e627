"""All the tags that contract texts have."""

from django import template
from django.template.defaulttags import do_for, do_if

register = template.Library()
register.tag("if", do_if)
register.tag("for", do_for)
