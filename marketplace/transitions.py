"""The one gate: who may do something, and what must hold then. Asked for the page, and again under the lock.

A transition of a state machine is asked by its `permission` and `conditions`. What is done without one has a `gate`,
which is declared on the model beside the transitions and asked in the same words: `authorize(milestone.tick, by)`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from inspect import signature
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django_fsm import FSMField, FSMFieldDescriptor

from marketplace.errors import Refused
from marketplace.formats import capital

SUSPENDED = "Your account is suspended. Your orders go on, and you can begin nothing new until support lifts it."


class _State(FSMFieldDescriptor):
    def __get__(self, instance, type=None):  # noqa: A002 - so it is named there
        try:
            return instance.__dict__[self.field.attname]
        except (KeyError, AttributeError):  # it is deferred, or asked of the class
            return super().__get__(instance, type)


class StateField(FSMField):
    """The field of a state machine. Its state, which a verb reads dozens of times, is at hand like any other value."""

    descriptor_class = _State

    def deconstruct(self):
        """For migrations it is the text that it is in the database: their models have no transitions.

        django-fsm's own field has itself told of every class that is made, and a migration makes thousands of them.
        """
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, {key: options[key] for key in options if key != "protected"}


def refusal(text: str):
    """Give a condition the sentence that people read when it does not hold: here it is worded, for page and verb.

    `text` may name the object: "Step {self.number} …". A condition of a gate may ask who it is: `(about, by)`.
    """

    def mark(condition):
        condition.refusal = text
        condition.asks_who = "by" in signature(condition).parameters
        return condition

    return mark


class gate:
    """Who may do something that is no transition, in which states, and what must hold then."""

    def __init__(self, *, permission: Callable, conditions: Iterable[Callable] = (), source: Iterable[str] = ()):
        self.permission, self.conditions, self.source = permission, list(conditions), [*source]

    def has_perm(self, about, by) -> bool:
        """Whether it is theirs to do, in whatever state; as a transition has it."""
        return self.permission(about, by)

    def __get__(self, instance, owner=None):
        return self if instance is None else Bound(self, instance)


@dataclass(frozen=True)
class Bound:
    """The gate of one object."""

    gate: gate
    instance: Any


def authorize(asked, by) -> None:
    """Raise unless `by` may do this now: a bound django-fsm transition, or a bound gate. Ask under the row lock.

    Raises PermissionDenied (403) when it is not this person's to do, in whatever state; Refused (409) when it is, but
    the state or a condition stands against it.
    """
    permit(asked, by)
    if why := _against(asked, by):
        raise Refused(why)


def permit(asked, by) -> None:
    """Raise PermissionDenied where this is not theirs to do, whatever the state: before something costly is begun."""
    if not _is_theirs(asked, by):
        raise PermissionDenied


def insist(about, *conditions) -> None:
    """Raise Refused, with its sentence, for the first condition that does not hold."""
    if why := _unmet(about, conditions, None):
        raise Refused(why)


def may(asked, by) -> bool:
    """Whether `authorize` would let it through: for showing a button, never for deciding. Pages ask it of each verb."""
    about, here, _ = _read(asked)
    return here is not None and here.has_perm(about, by) and not _unmet(about, here.conditions, by)


def why_not(asked, by) -> str:
    """What `authorize` would refuse it with; empty where it would not, and where it is not theirs to do."""
    return _against(asked, by) if _is_theirs(asked, by) else ""


def _is_theirs(asked, by) -> bool:
    about, here, elsewhere = _read(asked)
    return any(one.has_perm(about, by) for one in ([here] if here else elsewhere))


def _against(asked, by) -> str:
    """The first thing that stands against it."""
    about, here, _ = _read(asked)
    if here:
        return _unmet(about, here.conditions, by)
    return f"{capital(str(about))} is {about.state_words}: this can’t be done now."


def _read(asked) -> tuple:
    """What it is about; who may and what must hold in the state that this is in, if anything; the same elsewhere."""
    if isinstance(asked, Bound):
        gate, about = asked.gate, asked.instance
        return about, gate if not gate.source or about.state in gate.source else None, [gate]
    machine, about = asked._django_fsm, asked.__self__
    return about, machine.get_transition(machine.field.get_state(about)), machine.transitions.values()


def _unmet(about, conditions, by) -> str:
    for condition in conditions:
        holds = condition(about, by) if getattr(condition, "asks_who", False) else condition(about)
        if not holds:
            return getattr(condition, "refusal", "This can’t be done now.").format(self=about)
    return ""


def insist_on_active(by) -> None:
    """Raise PermissionDenied where the account of whoever acts is closed by now. Ask under the verb's lock.

    `by` was read when the request began; an account that support closed since must not act on. Clock, gateway and
    operator have no account. Orders ask in the round trip that locks them (milestones.unit_of_work).
    """
    _as_now(by)


def insist_in_trade(by) -> None:
    """The same for what begins something new: raises Refused, too, where whoever acts is suspended by now."""
    now = _as_now(by)
    if now and now.is_suspended:
        raise Refused(SUSPENDED)


def _as_now(by):
    """The account that acts, as it is now; None of clock, gateway and operator. Raises PermissionDenied if closed."""
    now = get_user_model().objects.filter(pk=by.pk).first() if by.pk else None
    if not by.is_active or (by.pk and not (now and now.is_active)):
        raise PermissionDenied
    return now


@refusal(SUSPENDED)
def by_is_in_trade(about, by=None):
    """For what begins something new. Ask `insist_in_trade` under the lock as well: `by` may be older."""
    return not getattr(by, "is_suspended", False)
