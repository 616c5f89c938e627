"""The questions to support, on the front page of the desk."""

from django import template

from marketplace.admin_base import list_url
from marketplace.helpdesk.models import State, Ticket

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting_questions(context) -> dict | None:
    """How many questions wait for an answer, and where they are listed; nothing for staff who may not read them."""
    if not context["request"].user.has_perm("helpdesk.view_ticket"):
        return None
    number = Ticket.objects.filter(state=State.WAITING).count()
    return {"number": number, "url": list_url("helpdesk_ticket", state__exact=State.WAITING)}
