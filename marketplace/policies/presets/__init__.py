"""How a migration publishes a rulebook: with parameters that stand in the migration itself, and never change."""

from datetime import UTC, datetime
from typing import Any

PUBLISHED = datetime(2026, 11, 21, tzinfo=UTC)


def publish(apps: Any, key: str, version: int, parameters: dict[str, Any], *, at: datetime = PUBLISHED) -> None:
    """Publish a version of a rulebook from a migration; what `parameters` leaves out is as in the version before.

    `apps` are the migration's, so that a parameter that came later is not asked for. Where a site has published this
    version by itself, its own word stands. Raises ValueError where another migration has published it, or where the
    number would leave a gap: then it is not the next one.
    """
    policies = apps.get_model("policies", "Policy").objects.filter(key=key)
    if there := policies.filter(version=version).first():
        if there.published_by_id is None:
            raise ValueError(f"A migration has published version {version} of {key} already: take the next number.")
        return
    newest = policies.order_by("-version").first()
    if version != (newest.version if newest else 0) + 1:
        raise ValueError(f"Version {version} of {key} would not follow the newest one.")
    names = [field.attname for field in policies.model._meta.concrete_fields if field.attname not in OF_ITS_OWN]
    before = {name: getattr(newest, name) for name in names} if newest else {}
    policies.create(**{**before, **parameters, "key": key, "version": version, "published_at": at})


# What a version does not take over from the one before.
OF_ITS_OWN = {"id", "key", "version", "published_at", "published_by_id", "withdrawn_at"}
