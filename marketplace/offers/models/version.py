"""What an offer says: the versions that were sent, who signed them, and what is still being written."""

import uuid
from functools import cached_property

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan
from django.urls import reverse

from marketplace import clock
from marketplace.offers.models.contract_text import ContractText
from marketplace.offers.terms import ContractKind, Terms
from marketplace.offers.texts.layout import Block, laid_out
from marketplace.policies.plan import MilestoneTerms
from marketplace.validators import validate_line
from milestones.questions import Question

LONGEST_STEP_NAME = 120  # letters, as in the rows that the plan becomes


def storage_name(instance, filename: str) -> str:
    """A name that gives nothing away and cannot be guessed: what people called the file is kept in the row."""
    return f"contracts/{uuid.uuid4().hex}"


class ContractUploadQuerySet(models.QuerySet):
    def waiting(self, user):
        """What this person has uploaded in an editor whose draft was not saved yet."""
        return self.filter(by=user, offer=None)

    def usable(self, offer, user=None):
        """What this person may put into this offer: what its versions have, and what they uploaded for it themselves.

        Without a person only the former. An upload belongs to one offer; nobody reads by naming another one's.
        """
        found = Q(pk__in=Version.objects.filter(offer=offer).values("upload")) & Q(offer=offer) if offer else Q(pk=None)
        if user is not None:
            found |= Q(by=user, offer=None) | Q(by=user, offer=offer)
        return self.filter(found)

    def unnamed(self):
        """What neither a version nor a draft names."""
        key = Cast(KeyTextTransform("upload", "terms"), models.BigIntegerField())
        drafts = Draft.objects.annotate(named=key).filter(named=OuterRef("pk"))
        return self.filter(~Exists(drafts), versions=None)


class ContractUpload(models.Model):
    """A contract of the parties' own, as PDF. Kept outside static, served to those who see the offer that names it.

    It belongs to the one `offer` whose draft was saved with it, and to none until then.
    """

    offer = models.ForeignKey("offers.Offer", null=True, blank=True, on_delete=models.PROTECT, related_name="uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to=storage_name, max_length=200)
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    objects = ContractUploadQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name


class Draft(models.Model):
    """What one side is writing: the first version before it is sent, or the next one. Nobody else sees it.

    `base` is the number of the version that it answers, 0 for the first. `terms` is Terms.as_data(), checked for shape
    only: a draft may be unfinished.
    """

    offer = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    base = models.PositiveSmallIntegerField(default=0)
    terms = models.JSONField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["offer", "by"], name="offer_draft_one_each")]

    def __str__(self):
        return f"draft of {self.by} for offer {self.offer_id}"


def validate_step_names(plan: list[dict]) -> None:
    """What a name is anywhere else, it is in the JSON of a plan: a visible line, no longer than there is room for."""
    for milestone in plan:
        validate_line(milestone["name"])
        MaxLengthValidator(LONGEST_STEP_NAME)(milestone["name"])


class Version(models.Model):
    """One sent version of an offer: a document that never changes. The newest one counts.

    `milestones` is the plan as MilestoneTerms.as_data(), checked against the policy when sent. `revisions` is the
    allowance of the whole order, where the policy has one. `questions` is what the client is asked before the work
    begins, as Question.as_data(). `contract_text` is what `contract_template` became, and `contract_marks` the (start,
    end) in it of what was filled in; versions of before there were templates have neither. `digest` is the SHA-256 of
    all that is agreed by it; it is what people sign.
    """

    offer = models.ForeignKey("offers.Offer", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, validators=[validate_line])
    scope = models.TextField(max_length=10_000, blank=True)
    milestones = models.JSONField(validators=[validate_step_names])
    revisions = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField(null=True, blank=True)
    zone = models.CharField(
        max_length=64, default="UTC", db_default="UTC", help_text="The time zone in which its days begin and end."
    )
    contract = models.CharField(max_length=20, choices=ContractKind, default=ContractKind.NONE)
    contract_text = models.TextField(blank=True)
    contract_template = models.ForeignKey(
        ContractText, null=True, blank=True, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    contract_marks = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
    upload = models.ForeignKey(ContractUpload, null=True, blank=True, on_delete=models.PROTECT, related_name="versions")
    message = models.TextField(max_length=5000, blank=True)
    questions = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
    months = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="Of a subscription: how many orders it makes, one a month."
    )
    discount = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="Basis points that a month costs less, from the second on."
    )
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["offer", "number"]
        indexes = [models.Index(fields=["digest"], name="offer_version_digest")]
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="offer_version_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="offer_version_counts_from_one"),
            models.CheckConstraint(condition=~Q(title=""), name="offer_version_has_title"),
            models.CheckConstraint(
                condition=GreaterThan(
                    Func(F("milestones"), function="jsonb_array_length", output_field=IntegerField()), 0
                ),
                name="offer_version_has_milestones",
            ),
            models.CheckConstraint(
                condition=Q(contract="none", contract_text="", upload__isnull=True)
                | (Q(contract="template", upload__isnull=True) & ~Q(contract_text=""))
                | Q(contract="upload", contract_text="", upload__isnull=False),
                name="offer_version_contract_fits_kind",
            ),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="offer_version_has_digest"),
        ]

    def __str__(self):
        return f"version {self.number}"

    @cached_property
    def plan(self) -> list[MilestoneTerms]:
        return [MilestoneTerms.from_data(data) for data in self.milestones]

    @cached_property
    def asks(self) -> list[Question]:
        """What the client is asked before the work begins."""
        return [Question.from_data(data) for data in self.questions]

    @property
    def terms(self) -> Terms:
        """What it says, to write the next version from."""
        return Terms(
            title=self.title,
            milestones=self.plan,
            scope=self.scope,
            revisions=self.revisions,
            starts_on=self.starts_on,
            contract=self.contract,
            upload=self.upload_id,
            zone=self.zone,
            questions=self.asks,
            months=self.months,
            discount=self.discount,
        )

    @cached_property
    def contract_document(self) -> list[Block]:
        """The contract as blocks to be set; none without a text."""
        return laid_out(self.contract_text, self.contract_marks)

    def get_paper_url(self):
        return reverse("offers:paper", args=[self.offer_id, self.number])

    def get_contract_url(self):
        return reverse("offers:contract", args=[self.offer_id, self.number])
