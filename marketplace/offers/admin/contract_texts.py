"""Contract texts, for support: read every version, publish the next one. A published one never changes."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from marketplace import admin_base
from marketplace.elements import badge, exact
from marketplace.errors import Refused
from marketplace.fields import LineField, TextField
from marketplace.offers.models import ContractText
from marketplace.offers.permissions import may_publish_texts
from marketplace.offers.texts import example, language, publishing
from marketplace.offers.texts.placeholders import LISTS, SCALARS


class ContractTextForm(forms.Form):
    """The next version of a text; what it may hold is checked with its line."""

    title = LineField(max_length=120)
    body = TextField(
        label="Text",
        max_length=language.MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "cols": 100, "class": "vLargeTextField", "spellcheck": "true"}),
        help_text="Plain text. The first line is its title; a line such as “2. The work” is a heading.",
    )

    def clean_body(self):
        body = self.cleaned_data["body"].replace("\r\n", "\n")
        try:
            language.check(body)
        except language.Unreadable as error:
            raise forms.ValidationError(error.message, code="unreadable") from error
        return body


@admin.register(ContractText)
class ContractTextAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["title", "key", "version", "state_badge", "published", "published_by"]
    list_filter = ["key"]
    list_select_related = ["published_by"]
    search_fields = ["title", "body"]
    ordering = ["key", "-version"]
    fieldsets = [
        (None, {"fields": ["title", "key", "version", "state_badge"]}),
        ("Record", {"fields": ["published", "published_by"]}),
        ("Text", {"fields": ["body"]}),
    ]

    @admin.display(description="state")
    def state_badge(self, text):
        newest = ContractText.objects.newest(text.key)
        return badge("published", "In use") if text == newest else badge("skipped", "Replaced")

    @admin.display(description="published", ordering="published_at")
    def published(self, text):
        return exact(text.published_at)

    def panels(self, request, text):
        versions = ContractText.objects.filter(key=text.key).select_related("published_by").order_by("-version")
        yield admin_base.Panel(
            "All versions",
            ["Version", "Published", "By"],
            [
                [
                    admin_base.link("offers_contracttext", one.pk, one),
                    exact(one.published_at),
                    one.published_by or "",
                ]
                for one in versions
            ],
        )

    def tools(self, request, text):
        if may_publish_texts(request.user):
            newest = ContractText.objects.newest(text.key)
            url = reverse("admin:offers_contracttext_replace", args=[newest.pk])
            yield admin_base.Tool("New version of this text", url)

    # Publishing

    def get_urls(self):
        replace = self.admin_site.admin_view(self.replace_view)
        return [path("<path:object_id>/replace/", replace, name="offers_contracttext_replace"), *super().get_urls()]

    def replace_view(self, request, object_id):
        """The version that follows this one; "Preview" shows it filled in before it is published."""
        if not may_publish_texts(request.user):
            raise PermissionDenied
        base = self.get_object(request, unquote(object_id))
        if base is None:
            raise Http404
        form = ContractTextForm(request.POST or None, initial={"title": base.title, "body": base.body})
        if form.is_bound and form.is_valid() and "_preview" not in request.POST:
            if published := self._publish(request, form, base):
                return redirect("admin:offers_contracttext_change", published.pk)
        return self._show_form(request, form, base)

    def _publish(self, request, form, base: ContractText) -> ContractText | None:
        try:
            published = publishing.publish(base, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return None
        messages.success(request, f"{published} is published: offers that are sent from now on are made with it.")
        return published

    def _show_form(self, request, form, base: ContractText):
        context = {
            **self.admin_site.each_context(request),
            "title": f"New version of {base.title}",
            "subtitle": None,
            "opts": self.opts,
            "base": base,
            "form": form,
            "placeholders": SCALARS,
            "lists": LISTS,
            "preview": self._preview(form, base) if form.is_bound and not form.errors else None,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request, "admin/offers/contracttext/publish.html", context, status=422 if form.errors else 200
        )

    def _preview(self, form, base: ContractText):
        """It filled in, where it can be."""
        try:
            return example.preview(form.cleaned_data["body"], base.key)
        except language.TooLong:
            form.add_error("body", "Filled in, this would be too long to be read.")
            return None
