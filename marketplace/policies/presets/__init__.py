"""How a migration publishes a rulebook: with parameters that stand in the migration itself, and never change."""

from datetime import UTC, datetime
from typing import Any

PUBLISHED = datetime(2026, 11, 21, tzinfo=UTC)


def publish(apps: Any, key: str, version: int, parameters: dict[str, Any], *, at: datetime = PUBLISHED) -> None:
    """Publish a version of a rulebook from a migration; what `parameters` leaves out is as in the version before.

    `apps` are the migration's, so that a parameter that came later is not asked for. Where a site has published this
    version, or a later one, by itself, its own word stands.
    """
    policies = apps.get_model("policies", "Policy").objects.filter(key=key)
    newest = policies.order_by("-version").first()
    if newest and newest.version >= version:
        return
    names = [field.attname for field in policies.model._meta.concrete_fields if field.attname not in OF_ITS_OWN]
    before = {name: getattr(newest, name) for name in names} if newest else {}
    policies.create(**{**before, **parameters, "key": key, "version": version, "published_at": at})


# What a version does not take over from the one before.
OF_ITS_OWN = {"id", "key", "version", "published_at", "published_by_id", "withdrawn_at"}
