"""Handing in, asking for changes, releasing a part."""

from functools import partial

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.functional import cached_property

from marketplace.fields import TextField
from marketplace.numbers import MOST_KEY
from marketplace.stale import SEEN, SeenField
from marketplace.verbs import VerbForm
from milestones import uploads
from milestones.actions.ask_client import NO_QUESTION
from milestones.actions.deliver import NO_CHANGES
from milestones.filing import MOST_WAITING, hold
from milestones.forms.fields import FilesField, LinksField, MinorField
from milestones.models import WaitingFile
from milestones.uploads import Upload

ANYTHING = ""  # what belongs to no named deliverable


class QuestionForm(VerbForm):
    """What the freelancer needs from the client to go on."""

    question = TextField(
        max_length=5000,
        label="What you need to know or to have",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NO_QUESTION},
    )


class DeliverForm(VerbForm):
    """A message, and files and links for each named deliverable and for the milestone as a whole."""

    hide_optional = True

    message = TextField(
        max_length=5000,
        required=False,
        label="What you hand in",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What is finished, where to look, what to know for the review.",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.milestone = self.about
        self.deliverables = [*self.milestone.deliverables, ANYTHING]
        for number, deliverable in enumerate(self.deliverables):
            self.fields[f"files-{number}"] = FilesField(
                check=partial(uploads.check, deliverable=deliverable, field=f"files-{number}"),
                required=False,
                label="Files",
            )
            self.fields[f"links-{number}"] = LinksField(required=False, label="Links, one to a line")

    @property
    def limits(self) -> str:
        """What may be handed in, said before."""
        size = filesizeformat(settings.UPLOAD_MAX_BYTES).replace(".0", "")
        return (
            f"Up to {settings.UPLOAD_MAX_FILES} files of {size} each. Programs are not taken; whatever else is refused "
            "can go into a ZIP file. Links to what is bigger."
        )

    @property
    def groups(self) -> list[tuple[str, list, list[WaitingFile]]]:
        """Each deliverable with its fields and the files that wait for it; what belongs to none comes last."""
        return [
            (name, [self[f"files-{number}"], self[f"links-{number}"]], self._waiting_for(name))
            for number, name in enumerate(self.deliverables)
        ]

    @cached_property
    def waiting(self) -> list[WaitingFile]:
        """The files of an earlier try that are still wanted."""
        if not self.is_bound or not hasattr(self.data, "getlist"):
            return []
        keys, order = filter(str.isalnum, self.data.getlist("waiting")[:MOST_WAITING]), self.milestone.order
        found = WaitingFile.objects.filter(key__in=list(keys), milestone=self.milestone, by=order.freelancer_id)
        return [one for one in found if one.deliverable in self.deliverables]

    def _waiting_for(self, deliverable: str) -> list[WaitingFile]:
        return [one for one in self.waiting if one.deliverable == deliverable]

    def hold(self, *, by) -> None:
        """Keep the good files that were just chosen, because the form goes back."""
        good = [
            one for number in range(len(self.deliverables)) for one in self._new(self.fields[f"files-{number}"].good)
        ]
        if good and by.pk == self.milestone.order.freelancer_id:
            self.waiting = [*self.waiting, *hold(self.milestone, good, by=by)]

    def clean(self):
        cleaned = super().clean()
        files = self._gather_files()
        if len(files) > settings.UPLOAD_MAX_FILES:
            raise ValidationError(
                f"At most {settings.UPLOAD_MAX_FILES} files at once; these are {len(files)}. Put some into a ZIP file."
            )
        return cleaned

    @property
    def terms(self) -> dict:
        """The cleaned data as `deliver` takes it."""
        return {"message": self.cleaned_data["message"], "links": self.links, "files": self._gather_files()}

    @property
    def links(self) -> list[dict]:
        named = enumerate(self.deliverables)
        return [{"url": url, "deliverable": name} for number, name in named for url in self._of("links", number)]

    def _gather_files(self) -> list[Upload]:
        return [*map(self._as_upload, self.waiting), *self._new(self._gather("files"))]

    def _new(self, files: list[Upload]) -> list[Upload]:
        """Without those that wait already: a browser that keeps its choice sends them once more."""
        there = {(one.name, one.sha256, one.deliverable) for one in self.waiting}
        return [one for one in files if (one.name, one.sha256, one.deliverable) not in there]

    def _as_upload(self, one: WaitingFile) -> Upload:
        return Upload(
            file=one.file,
            name=one.name,
            size=one.size,
            content_type=one.content_type,
            sha256=one.sha256,
            deliverable=one.deliverable,
            field=f"files-{self.deliverables.index(one.deliverable)}",
            waiting=one.key,
        )

    def _gather(self, what: str) -> list[Upload]:
        return [one for number in range(len(self.deliverables)) for one in self._of(what, number)]

    def _of(self, what: str, number: int) -> list:
        return self.cleaned_data.get(f"{what}-{number}") or []


class ReviewForm(VerbForm):
    """Of whoever reviews: names the delivery that the page showed, so that no newer one is meant unseen."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields[SEEN] = SeenField(self.about.delivery_mark)


class RevisionForm(ReviewForm):
    reason = TextField(
        max_length=5000,
        label="What should change",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NO_CHANGES},
    )


class PartForm(ReviewForm):
    """How much of what is held to release; `agreed` is the amount whose sums were shown."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["part"] = MinorField(currency=self.about.currency, label="Amount to release now")
        self.fields["agreed"] = forms.IntegerField(required=False, max_value=MOST_KEY, widget=forms.HiddenInput)

    @property
    def is_agreed(self) -> bool:
        """Whether the sums of this very amount were shown before."""
        return self.cleaned_data["agreed"] == self.cleaned_data["part"]

    @property
    def terms(self) -> dict:
        return {"part": self.cleaned_data["part"], "seen": self.cleaned_data[SEEN]}
