"""The site's own contracts, as texts with placeholders: versions that support publishes and nobody changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.offers.permissions import may_publish_texts
from marketplace.policies.models import Signing
from marketplace.transitions import gate
from marketplace.validators import validate_line


class ContractTextQuerySet(models.QuerySet["ContractText"]):
    def newest(self, key: str) -> "ContractText":
        """What new versions of offers are made from, where their rulebook has this way of agreeing (Signing)."""
        return self.filter(key=key).order_by("-version")[:1].get()


class ContractText(models.Model):
    """One published version of a contract's text. The database refuses to change it.

    There is one text for offers that are signed by both, and one for those that are accepted: `key` is the rulebook's
    Signing. `body` is written in the language of `marketplace.offers.texts.language`. The versions of offers keep what
    became of it, filled in, and name the row that it was.
    """

    key = models.CharField("for", max_length=20, choices=Signing)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, validators=[validate_line])
    body = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ContractTextQuerySet.as_manager()

    class Meta:
        ordering = ["key", "version"]
        verbose_name = "contract text"
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="contract_text_version_unique"),
            models.CheckConstraint(condition=Q(key__in=Signing.values), name="contract_text_key_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="contract_text_counts_from_one"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="contract_text_says_something"),
        ]

    publish = gate(permission=lambda text, by: may_publish_texts(by))

    def __str__(self) -> str:
        return f"{self.title} (version {self.version})"
