"""Publishing and withdrawing rulebooks. A published version never changes; a better one is a new version."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Max

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.policies.models import Policy
from marketplace.registry import Registry
from marketplace.transitions import authorize, insist_on_active

# What goes on under a rulebook that is withdrawn, in a sentence ("" for nothing), from the apps that know.
uses: Registry[Callable[[Policy], str]] = Registry("use of rulebooks")


def uses_of(policy: Policy) -> list[str]:
    """What goes on under this version, although nobody can choose it any more."""
    return list(filter(None, (say(policy) for say in uses.values())))


@transaction.atomic(durable=True)
def publish(policy: Policy, *, by: User, after: Policy | None = None) -> Policy:
    """Publish an unsaved policy: as the version that follows `after`, or as the first of its key.

    Raises Refused when somebody else published meanwhile, when the key is taken, or when it may not be the default.
    """
    authorize(policy.publish, by)
    _lock()
    insist_on_active(by)
    if policy.is_default:
        _require_sole_default(policy)
    policy.version = _next_version(policy.key, after)
    policy.published_at, policy.published_by = clock.now(), by
    policy.withdrawn_at = None
    policy.save(force_insert=True)
    _record("policy.published", policy, by)
    return policy


@transaction.atomic(durable=True)
def withdraw(policy: Policy, *, by: User) -> Policy:
    """Offer this version no longer. Orders that were signed on it go on as they are."""
    authorize(policy.withdraw, by)
    _lock()
    insist_on_active(by)
    policy = Policy.objects.get(pk=policy.pk)
    offered = list(Policy.objects.offered())
    if policy.withdrawn_at:
        raise Refused("This version was withdrawn already.")
    if policy not in offered:
        raise Refused("A newer version has taken its place: it is not on offer any more.")
    if offered == [policy]:
        raise Refused("This is the only rulebook on offer: publish another one first.")
    policy.withdrawn_at = clock.now()
    policy.save(update_fields=["withdrawn_at"])
    _record("policy.withdrawn", policy, by)
    return policy


def _lock() -> None:
    """One at a time, for all rulebooks: versions count up without a gap, and there is always one on offer."""
    list(Policy.objects.select_for_update().order_by("pk").only("pk"))


def _next_version(key: str, after: Policy | None) -> int:
    newest = Policy.objects.filter(key=key).aggregate(newest=Max("version"))["newest"] or 0
    if after is None and newest:
        raise Refused("A rulebook with this key exists: open it and publish a new version of it.", field="key")
    if after is not None and newest != after.version:
        raise Refused(f"Version {newest} was published meanwhile. Start again from that one.")
    return newest + 1


def _require_sole_default(policy: Policy) -> None:
    other = Policy.objects.offered().filter(is_default=True).exclude(key=policy.key).first()
    if other:
        raise Refused(
            f"{other.name} is the default. Publish a version of it without this mark first, or withdraw it.",
            field="is_default",
        )


def _record(kind: str, policy: Policy, by: User) -> None:
    Event.record(kind, thread=f"policy:{policy.key}", about=f"policy:{policy.pk}", by=by, version=policy.version)
