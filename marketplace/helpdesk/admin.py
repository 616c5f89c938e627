"""Questions to support, for support: read, answer, close."""

from contextlib import suppress

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from marketplace import admin_base
from marketplace.actors import Support
from marketplace.elements import badge, exact
from marketplace.helpdesk import actions
from marketplace.helpdesk.forms import AnswerForm
from marketplace.helpdesk.models import State, Ticket
from marketplace.helpdesk.permissions import is_support
from marketplace.idempotency import keys
from marketplace.idempotency.keys import Repeated


@admin.register(Ticket)
class TicketAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["subject", "state_badge", "asker", "of_order", "changed"]
    list_filter = ["state", "created_at"]
    linked_by = ("order__exact",)
    date_hierarchy = "created_at"
    ordering = ["-changed_at"]
    search_fields = ["subject", "user__email", "user__display_name", "=order__pk", "messages__text"]
    search_help_text = "Words of the question or its answers, who asked, or the number of the order"
    fieldsets = [(None, {"fields": [("state_badge", "asked", "changed"), ("asker", "of_order"), "page"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "order")

    def in_search(self, one):
        return one.subject, f"{one.user}, {one.state_words}"

    @admin.display(description="state", ordering="state")
    def state_badge(self, one):
        return badge(one.state, one.get_state_display())

    @admin.display(description="asked by", ordering="user")
    def asker(self, one):
        return admin_base.link("accounts_user", one.user_id, one.user)

    @admin.display(description="order", ordering="order")
    def of_order(self, one):
        return admin_base.link("milestones_order", one.order_id, one.order) if one.order else ""

    @admin.display(description="asked", ordering="created_at")
    def asked(self, one):
        return exact(one.created_at)

    @admin.display(description="last change", ordering="changed_at")
    def changed(self, one):
        return exact(one.changed_at)

    def panels(self, request, one):
        said = [[exact(each.at), _name(each), each.text] for each in one.messages.select_related("by")]
        yield admin_base.Panel("What was written", ["When", "Who", "What"], said)

    def tools(self, request, one):
        if is_support(one, Support(request.user, "")):
            yield admin_base.Tool("Answer", self._url("answer", one))
            if one.state != State.CLOSED:
                yield admin_base.Tool("Close", self._url("close", one), "quiet")

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/answer/", view(self.answer_page), name="helpdesk_ticket_answer"),
            path("<path:object_id>/close/", view(self.close_page), name="helpdesk_ticket_close"),
        ] + super().get_urls()

    def answer_page(self, request, object_id):
        """GET shows what was written and a form, POST sends the answer."""
        ticket = self._find(request, object_id)
        form = AnswerForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            with suppress(Repeated):
                actions.answer(ticket, by=Support(request.user, ""), once=keys.of(request), **form.cleaned_data)
            messages.success(request, "Your answer is on its way.")
            return redirect("admin:helpdesk_ticket_changelist")
        return self._page(request, "answer", ticket, form)

    def close_page(self, request, object_id):
        """GET asks, POST closes; of one that is closed there is nothing to ask."""
        ticket = self._find(request, object_id)
        if ticket.state == State.CLOSED:
            messages.info(request, "This question is closed already.")
            return redirect("admin:helpdesk_ticket_change", ticket.pk)
        if request.method == "POST":
            actions.close(ticket, by=Support(request.user, ""))
            messages.success(request, "The question is closed.")
            return redirect("admin:helpdesk_ticket_changelist")
        return self._page(request, "close", ticket, None)

    def _find(self, request, object_id) -> Ticket:
        """Raises PermissionDenied for whoever may not answer, Http404 for no row."""
        ticket = self.get_object(request, unquote(object_id))
        if ticket is None:
            raise Http404
        if not self.has_view_permission(request, ticket) or not is_support(ticket, Support(request.user, "")):
            raise PermissionDenied
        return ticket

    def _page(self, request, verb: str, ticket: Ticket, form):
        context = {
            **self.admin_site.each_context(request),
            "title": {"answer": "Answer", "close": "Close the question"}[verb],
            "subtitle": None,
            "opts": self.opts,
            "original": ticket,
            "said": [(exact(each.at), _name(each), each.text) for each in ticket.messages.select_related("by")],
            "verb": verb,
            "form": form,
        }
        request.current_app = self.admin_site.name
        status = 422 if form and form.errors else 200
        return TemplateResponse(request, "admin/helpdesk/act.html", context, status=status)

    def _url(self, verb: str, ticket: Ticket) -> str:
        return reverse(f"admin:helpdesk_ticket_{verb}", args=[ticket.pk])


def _name(message) -> str:
    return f"{message.by}, support" if message.from_support else str(message.by)
