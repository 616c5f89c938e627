"""Workflows that gigs start from, for support: each step in fields of its own, and their shares add up."""

from django import forms
from django.contrib import admin

from marketplace import admin_base, clock
from marketplace.elements import exact
from marketplace.fields import LineField, TextField
from marketplace.formats import counted, listed
from marketplace.gigs.models import Category, WorkflowTemplate
from marketplace.stale import SEEN, SeenField, WatchedForm, fingerprint

LEAST, MOST = 2, 5  # steps
WHOLE = 100  # percent
MOST_DAYS = 365
LONGEST_NAME, LONGEST_TEXT, MOST_PARTS = 80, 500, 10
PARTS = ["name", "description", "days", "share", "call", "substeps"]


def _fields_of(number: int) -> dict[str, forms.Field]:
    """The fields of one step."""
    return {
        f"name_{number}": LineField(label="Name", max_length=LONGEST_NAME, required=False),
        f"description_{number}": TextField(
            label="Description", max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 2})
        ),
        f"days_{number}": forms.IntegerField(label="Days", min_value=1, max_value=MOST_DAYS, required=False),
        f"share_{number}": forms.IntegerField(label="Share in percent", min_value=1, max_value=WHOLE, required=False),
        f"call_{number}": forms.BooleanField(label="With a video call", required=False),
        f"substeps_{number}": TextField(
            label="Parts, one on each line", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
        ),
    }


class TemplateForm(WatchedForm):
    """A template with a group of fields for each step; a step without a name is none."""

    withdrawn = forms.BooleanField(
        label="Withdrawn", required=False, help_text="Gigs that started from it stay as they are."
    )

    class Meta:
        model = WorkflowTemplate
        fields = ["name", "category"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "category" in self.fields:  # who may only look has no fields
            work = Category.objects.select_related("parent")
            self.fields["category"].queryset = work.order_by("parent__name", "name")
            self.fields["category"].label_from_instance = _path_of
        stages = self.instance.stages or []
        self.fields["withdrawn"].initial = bool(self.instance.withdrawn_at)
        self.mark = fingerprint([self.saved, stages, self.fields["withdrawn"].initial])
        self.fields[SEEN] = SeenField(self.mark)
        for number in range(1, MOST + 1):
            self.fields |= _fields_of(number)
            stage = stages[number - 1] if number <= len(stages) else {}
            for part in PARTS:
                said = stage.get(part)
                self.fields[f"{part}_{number}"].initial = "\n".join(said or []) if part == "substeps" else said

    def clean(self):
        cleaned = super().clean()
        if any(name.rpartition("_")[0] in PARTS for name in self.errors):
            return cleaned
        stages = [self._stage(cleaned, number) for number in range(1, MOST + 1) if cleaned.get(f"name_{number}")]
        self._insist(stages)
        self.instance.stages = stages
        self.instance.withdrawn_at = (self.instance.withdrawn_at or clock.now()) if cleaned.get("withdrawn") else None
        return cleaned

    def _stage(self, cleaned: dict, number: int) -> dict:
        lines = [line.strip() for line in cleaned.get(f"substeps_{number}", "").splitlines()]
        said = {part: cleaned.get(f"{part}_{number}") for part in PARTS}
        for part in ("days", "share"):
            if not said[part]:
                self.add_error(f"{part}_{number}", "A step has days and a share of the price.")
        parts = [line[:LONGEST_NAME] for line in lines if line]
        if len(parts) > MOST_PARTS:
            self.add_error(f"substeps_{number}", f"At most {counted(MOST_PARTS, 'part', 'parts')}, one on each line.")
        return {**said, "days": said["days"] or 0, "share": said["share"] or 0, "substeps": parts}

    def _insist(self, stages: list[dict]) -> None:
        if len(stages) < LEAST:
            self.add_error(None, f"A workflow has {LEAST} to {MOST} steps; this one has {len(stages)}.")
        whole = sum(one["share"] for one in stages)
        if stages and whole != WHOLE:
            shares = listed(f"{one['share']} %" for one in stages)
            self.add_error(None, f"The shares add up to {whole} %, not to {WHOLE} %: {shares}.")


def _path_of(category: Category) -> str:
    return f"{category.parent} › {category}" if category.parent else f"All of {category}"


def _fieldset(number: int) -> tuple:
    rows = [("name", "call"), ("description",), ("days", "share"), ("substeps",)]
    return f"Step {number}", {"fields": [tuple(f"{part}_{number}" for part in row) for row in rows]}


class WithdrawnFilter(admin.SimpleListFilter):
    title = "on offer"
    parameter_name = "offered"

    def lookups(self, request, model_admin):
        return [("yes", "Yes"), ("no", "Withdrawn")]

    def queryset(self, request, queryset):
        return queryset.filter(withdrawn_at__isnull=self.value() == "yes") if self.value() else queryset


@admin.register(WorkflowTemplate)
class WorkflowTemplateAdmin(admin_base.Watched):
    """Gigs copy what they start from: a change reaches those that start later."""

    form = TemplateForm
    list_display = ["name", "where", "steps", "withdrawn_on"]
    list_filter = [WithdrawnFilter]
    list_select_related = ["category__parent"]
    ordering = ["category__parent__name", "category__name", "name"]
    search_fields = ["name", "category__name", "category__parent__name"]
    search_help_text = "Name of the workflow or of its kind of work"

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form adds the fields of the steps itself."""
        return super().get_form(request, obj, change, **{**kwargs, "fields": ["name", "category"]})

    def get_fieldsets(self, request, obj=None):
        """A group of fields for each step; for who may only look, a line of words."""
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": ["name", "where", "steps", "withdrawn_on"]})]
        heading = (None, {"fields": ["name", "category", "withdrawn"]})
        mark = [(None, {"fields": [SEEN]})] if obj else []
        return [heading, *(_fieldset(number) for number in range(1, MOST + 1)), *mark]

    @admin.display(description="for", ordering="category")
    def where(self, template):
        return _path_of(template.category) if template.category else "all work"

    @admin.display(description="steps")
    def steps(self, template):
        return ", ".join(f"{one['name']} {one['share']} %" for one in template.stages)

    @admin.display(description="withdrawn", ordering="withdrawn_at")
    def withdrawn_on(self, template):
        return exact(template.withdrawn_at)
