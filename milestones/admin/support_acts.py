"""The pages of what support does: what will happen to which money, a reason, one button. They decide nothing."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from marketplace import admin_base
from marketplace.actors import Support
from marketplace.errors import Refused
from marketplace.postgresql.snapshot import snapshot
from marketplace.transitions import permit
from milestones.admin.verbs import DeskVerb
from milestones.forms.support import ReasonForm
from milestones.models import Milestone, Order

GONE = "This can’t be done any more."


def order_of(row) -> Order | None:
    return row if isinstance(row, Order) else row.order


class SupportActs(admin_base.ReadOnlyAdmin):
    """Adds to a row's page the buttons of its verbs, for those who may act in this order."""

    verbs: tuple[DeskVerb, ...] = ()
    act_template = "admin/desk/act.html"

    def act_urls(self):
        """The addresses of its verbs."""
        return [
            path(
                f"<path:object_id>/{verb.name}/",
                self.admin_site.admin_view(self._page_of(verb)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{verb.name}",
            )
            for verb in self.verbs
        ]

    def get_urls(self):
        return self.act_urls() + super().get_urls()

    def tools(self, request, obj):
        for verb in self.verbs:
            if verb.offered(obj, request.user):
                yield admin_base.Tool(verb.label, address(self.opts, verb, obj), verb.tone)

    def _page_of(self, verb: DeskVerb):
        @snapshot  # what it tells of amounts, and what it shows beside them, belong together
        def page(request, object_id):
            return self.act_page(request, object_id, verb)

        return page

    def act_page(self, request, object_id, verb: DeskVerb):
        """GET tells what will happen, POST does it. Raises PermissionDenied for whoever may not, Http404 for no row."""
        row = self.row_of(request, object_id, verb)
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if not verb.concerns(row):
            raise Http404
        permit(verb.asked(row), Support(request.user, ""))
        form = verb.form_for(request.user, row, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and "_preview" not in request.POST:
            if self._do(request, row, verb, form):
                return redirect(self.home_of(row))
            row = self.row_of(request, object_id, verb)
        elif request.method != "POST" and not verb.offered(row, request.user):
            messages.warning(request, GONE)
            return redirect(self.home_of(row))
        return self._show(request, row, verb, form)

    def row_of(self, request, object_id: str, verb: DeskVerb):
        """What the page of a verb is about; None where there is nothing."""
        return self.get_object(request, unquote(object_id))

    def act_context(self, row) -> dict:
        """What the page of a verb says of the row, above what will happen: its order and step."""
        return {
            "order": order_of(row),
            "milestone": row if isinstance(row, Milestone) else getattr(row, "milestone", None),
        }

    def home_of(self, row) -> str:
        """Where the page of a verb came from, and leads back to."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    def _do(self, request, row, verb: DeskVerb, form: ReasonForm) -> bool:
        """Call the action. A "no" is put into the form."""
        try:
            verb.act(row, by=form.support, **form.terms)
        except Refused as refused:
            form.refuse(refused)
            return False
        messages.success(request, verb.done)
        return True

    def _show(self, request, row, verb: DeskVerb, form: ReasonForm):
        valid = form.is_bound and form.is_valid()
        context = {
            **self.admin_site.each_context(request),
            "title": verb.label,
            "subtitle": None,
            "opts": self.opts,
            "original": row,
            "home": self.home_of(row),
            **self.act_context(row),
            "panels": list(verb.shows(row, request.user)),
            "verb": verb,
            "form": form,
            "tells": _tells(row, request.user, verb, form.terms if valid and verb.previews else {}),
        }
        request.current_app = self.admin_site.name
        status = 409 if form.refused else 422 if form.errors else 200
        return TemplateResponse(request, self.act_template, context, status=status)


def _tells(row, user, verb: DeskVerb, answers: dict) -> list[str]:
    return verb.tells(row, **answers) if verb.offered(row, user) else [GONE]


def address(opts, verb: DeskVerb, row) -> str:
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{verb.name}", args=[row.pk])
