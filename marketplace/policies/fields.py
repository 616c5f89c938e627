"""A foreign key to a policy that costs no query: a published version never changes, so a process keeps it."""

from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

from marketplace.policies.models import Policy, known


class _Known(ForwardManyToOneDescriptor):
    def get_object(self, instance):
        return known(getattr(instance, self.field.attname))


class PolicyField(models.ForeignKey):
    """The policy of a row, fetched once in a process (`marketplace.policies.models.known`)."""

    forward_related_accessor_class = _Known

    def __init__(self, to=Policy, **options):
        super().__init__(to, **options)

    def deconstruct(self):
        """For migrations it is the foreign key that it is in the database."""
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, options
