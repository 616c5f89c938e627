"""A foreign key to a policy that costs no query: a published version never changes, so a process keeps it."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

from marketplace.policies.models import Policy, known


class _Known(ForwardManyToOneDescriptor):  # type: ignore[type-arg]  # not to be subscripted at run time
    def get_object(self, instance: Any) -> Policy:
        return known(getattr(instance, self.field.attname))


if TYPE_CHECKING:
    ToPolicy = models.ForeignKey[Policy, Policy]
else:
    ToPolicy = models.ForeignKey


class PolicyField(ToPolicy):
    """The policy of a row, fetched once in a process (`marketplace.policies.models.known`)."""

    forward_related_accessor_class = _Known

    def __init__(self, to: Any = Policy, **options: Any) -> None:
        super().__init__(to, **options)

    def deconstruct(self) -> Any:
        """For migrations it is the foreign key that it is in the database."""
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, options
