"""Rulebooks, for support: read every version, publish a new one, withdraw one. A published one never changes."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from marketplace import admin_base, clock
from marketplace.elements import badge, exact
from marketplace.errors import Refused
from marketplace.numbers import whole_number
from marketplace.policies import explanation, permissions
from marketplace.policies import publishing as actions
from marketplace.policies.admin_forms import FIELDSETS, PolicyForm
from marketplace.policies.models import Policy


class OnOfferFilter(admin.SimpleListFilter):
    title = "on offer"
    parameter_name = "offered"

    def lookups(self, request: Any, model_admin: object) -> list[tuple[str, str]]:
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        offered = Policy.objects.offered().values_list("pk", flat=True)
        match self.value():
            case "yes":
                return queryset.filter(pk__in=list(offered))
            case "no":
                return queryset.exclude(pk__in=list(offered))
        return queryset


@admin.register(Policy)
class PolicyAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["name", "key", "version", "state_badge", "is_default", "published", "published_by"]
    list_filter = [OnOfferFilter, "is_default", "published_at"]
    list_select_related = ["published_by"]
    search_fields = ["name", "key", "summary", "modelled_on"]
    ordering = ["key", "-version"]
    fieldsets = [
        (None, {"fields": ["name", "key", "version", "state_badge", "summary", "modelled_on", "is_default"]}),
        ("Record", {"fields": ["published", "published_by", "withdrawn"]}),
    ]

    def has_add_permission(self, request: Any) -> bool:
        return permissions.may_publish(request.user)

    @admin.display(description="state")
    def state_badge(self, policy: Policy) -> str:
        if policy.withdrawn_at:
            return badge("cancelled", "Withdrawn")
        return badge("skipped", "Replaced") if policy.is_replaced else badge("published", "On offer")

    @admin.display(description="published", ordering="published_at")
    def published(self, policy: Policy) -> str:
        return exact(policy.published_at)

    @admin.display(description="withdrawn", ordering="withdrawn_at")
    def withdrawn(self, policy: Policy) -> str:
        return exact(policy.withdrawn_at)

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        newer = Policy.objects.filter(key=OuterRef("key"), version__gt=OuterRef("version"))
        return super().get_queryset(request).annotate(is_replaced=Exists(newer))

    # Reading

    def panels(self, request: Any, policy: Policy) -> Iterator[admin_base.Panel]:
        for group in explanation.compare([policy]):
            yield admin_base.Panel(
                group.title, ["Rule", "What it says"], [[line.label, *line.cells] for line in group.lines]
            )
        yield admin_base.Panel(
            "All versions",
            ["Version", "Published", "By", "Withdrawn"],
            [
                [
                    admin_base.link("policies_policy", one.pk, one),
                    exact(one.published_at),
                    one.published_by or "",
                    exact(one.withdrawn_at),
                ]
                for one in Policy.objects.filter(key=policy.key).select_related("published_by").order_by("-version")
            ],
            more=admin_base.listing("milestones_order", "Orders under this version", policy__id__exact=policy.pk),
        )

    def tools(self, request: Any, policy: Policy) -> Iterator[admin_base.Tool]:
        newest = _newest(policy.key)
        if permissions.may_publish(request.user):
            yield admin_base.Tool(
                "New version of this rulebook", f"{reverse('admin:policies_policy_add')}?from={newest.pk}"
            )
        if permissions.may_withdraw(request.user) and policy == newest and not policy.withdrawn_at:
            yield admin_base.Tool("Withdraw", reverse("admin:policies_policy_withdraw", args=[policy.pk]), "bad")

    # Publishing

    def get_urls(self) -> list[Any]:
        withdraw = self.admin_site.admin_view(self.withdraw_view)
        return [path("<path:object_id>/withdraw/", withdraw, name="policies_policy_withdraw"), *super().get_urls()]

    def add_view(self, request: Any, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """A new rulebook, or with ?from= a new version of one; "Preview" shows its page before it is published.

        Not Django's own add view, which would wrap the action's transaction in another.
        """
        if not self.has_add_permission(request):
            raise PermissionDenied
        base = self._base(request)
        form = PolicyForm(request.POST if request.method == "POST" else None, base=base)
        if request.method == "POST" and form.is_valid() and "_preview" not in request.POST:
            if published := self._publish(request, form):
                return redirect("admin:policies_policy_change", published.pk)
        return self._show_form(request, form)

    def _base(self, request: Any) -> Policy | None:
        """The version that the new one replaces: the newest of its key; on POST the one that the form was made from."""
        asked = request.GET.get("from", "")
        if not asked:
            return None
        policy = get_object_or_404(Policy, pk=whole_number(asked))
        return _newest(policy.key) if request.method == "GET" else policy

    def _publish(self, request: Any, form: PolicyForm) -> Policy | None:
        try:
            published = actions.publish(form.instance, by=request.user, after=form.base)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return None
        messages.success(request, f"{published} is published: new offers can use it from now on.")
        return published

    def _show_form(self, request: Any, form: PolicyForm) -> HttpResponse:
        base = form.base
        valid = form.is_bound and not form.errors
        context = {
            **self.admin_site.each_context(request),
            "title": f"New version of {base.name}" if base else "New rulebook",
            "subtitle": None,
            "opts": self.opts,
            "base": base,
            "form": form,
            "adminform": AdminForm(form, FIELDSETS, {}, model_admin=self),
            "media": self.media + form.media,
            **(_preview(form.instance, base) if valid else {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request, "admin/policies/policy/publish.html", context, status=422 if form.errors else 200
        )

    # Withdrawing

    def withdraw_view(self, request: Any, object_id: str) -> HttpResponse:
        """Ask, then take this version off the offer."""
        if not permissions.may_withdraw(request.user):
            raise PermissionDenied
        policy = self.get_object(request, unquote(object_id))
        if policy is None:
            raise Http404
        refused = ""
        if request.method == "POST":
            try:
                actions.withdraw(policy, by=request.user)
            except Refused as no:
                refused = no.message
            else:
                messages.success(request, f"{policy} is withdrawn. Orders that were signed on it go on as they are.")
                return redirect("admin:policies_policy_change", policy.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Withdraw {policy}",
            "subtitle": None,
            "opts": self.opts,
            "original": policy,
            "refused": refused,
            "uses": actions.uses_of(policy),
            "next_default": Policy.objects.offered().exclude(pk=policy.pk).first() if policy.is_default else None,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/policies/policy/withdraw.html", context, status=409 if refused else 200)


def _newest(key: str) -> Policy:
    return Policy.objects.filter(key=key).order_by("-version").first()


def _preview(policy: Policy, base: Policy | None) -> dict[str, Any]:
    """The public page of what would be published, and what it changes."""
    policy.published_at = clock.now()
    return {"preview": explanation.page(policy), "differences": explanation.differences(base, policy) if base else []}
