"""Who agreed to what: a name under a version, or the acceptance of it, and from where."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace import clock
from marketplace.offers.models.version import Version
from marketplace.validators import validate_line


class Consent(models.Model):
    """Somebody's yes to one version. `digest` repeats what it was said to, so that it can be checked for ever.

    `address` is the network address of the request, for support alone (docs/decisions/0032): None where the yes came
    from no request, or before addresses were kept.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
    address = models.GenericIPAddressField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]


class Signature(Consent):
    """A typed full name under one version."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    name = models.CharField(max_length=120, validators=[validate_line])

    class Meta(Consent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "by"], name="offer_signature_one_each"),
            models.CheckConstraint(condition=~Q(name=""), name="offer_signature_has_name"),
        ]

    def __str__(self):
        return self.name


class Acceptance(Consent):
    """The yes of the side that a version was sent to, under a rulebook by which nobody signs."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acceptances")

    class Meta(Consent.Meta):
        constraints = [models.UniqueConstraint(fields=["version", "by"], name="offer_acceptance_one_each")]

    def __str__(self):
        return f"accepted by {self.by}"
