"""{% load jobs %}  {% budget post %}      what a client would pay: "$2,000–$2,800" """

from django import template

from marketplace.jobs.wording import budget_words

register = template.Library()


@register.simple_tag
def budget(post) -> str:
    """The budget of a post, in a few words."""
    return budget_words(post.budget_min, post.budget_max, post.currency)
