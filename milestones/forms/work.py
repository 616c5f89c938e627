"""Handing in, asking for changes, releasing a part."""

from functools import partial

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from milestones import uploads
from milestones.actions.deliver import Upload
from milestones.forms.fields import FilesField, LinksField, MinorField
from milestones.models import Milestone

ANYTHING = ""  # what belongs to no named deliverable


class DeliverForm(forms.Form):
    """A message, and files and links for each named deliverable and for the step as a whole."""

    hide_optional = True

    message = forms.CharField(
        max_length=5000,
        required=False,
        label="What you hand in",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What is finished, where to look, what to know for the review.",
    )

    def __init__(self, *args, milestone: Milestone, **options):
        super().__init__(*args, **options)
        self.deliverables = [*milestone.deliverables, ANYTHING]
        for number, deliverable in enumerate(self.deliverables):
            self.fields[f"files-{number}"] = FilesField(
                check=partial(uploads.check, deliverable=deliverable), required=False, label="Files"
            )
            self.fields[f"links-{number}"] = LinksField(required=False, label="Links, one to a line")

    @property
    def groups(self) -> list[tuple[str, list]]:
        """Each deliverable with its fields; what belongs to none comes last."""
        return [
            (name, [self[f"files-{number}"], self[f"links-{number}"]]) for number, name in enumerate(self.deliverables)
        ]

    def clean(self):
        cleaned = super().clean()
        files = self._gather("files")
        if len(files) > settings.UPLOAD_MAX_FILES:
            raise ValidationError(
                f"At most {settings.UPLOAD_MAX_FILES} files at once; these are {len(files)}. Put some into a ZIP file."
            )
        return cleaned

    @property
    def terms(self) -> dict:
        """The cleaned data as `deliver` takes it."""
        return {"message": self.cleaned_data["message"], "links": self.links, "files": self._gather("files")}

    @property
    def links(self) -> list[dict]:
        named = enumerate(self.deliverables)
        return [{"url": url, "deliverable": name} for number, name in named for url in self._of("links", number)]

    def _gather(self, what: str) -> list[Upload]:
        return [one for number in range(len(self.deliverables)) for one in self._of(what, number)]

    def _of(self, what: str, number: int) -> list:
        return self.cleaned_data.get(f"{what}-{number}") or []


class RevisionForm(forms.Form):
    reason = forms.CharField(
        max_length=5000,
        label="What should change",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what should change."},
    )


class PartForm(forms.Form):
    """How much of what is held to release."""

    def __init__(self, *args, milestone: Milestone, **options):
        super().__init__(*args, **options)
        self.fields["part"] = MinorField(currency=milestone.currency, label="Amount to release now")
