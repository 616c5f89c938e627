"""The one gate before a state change."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from marketplace.errors import Refused
from marketplace.formats import capital


def refusal(text: str):
    """Give a transition condition the sentence that people read when it does not hold.

    `text` may name the object: "Step {self.number} …".
    """

    def mark(condition):
        condition.refusal = text
        return condition

    return mark


def authorize(transition, by) -> None:
    """Raise unless `by` may make this bound django-fsm transition now. Ask under the row lock.

    Raises PermissionDenied (403) when it is not this person's to make, in whatever state; Refused (409) when it is, but
    the state or a condition stands against it.
    """
    instance = transition.__self__
    meta = transition._django_fsm
    state = meta.field.get_state(instance)
    step = meta.get_transition(state)
    asked = [step] if step else meta.transitions.values()
    if not any(one.has_perm(instance, by) for one in asked):
        raise PermissionDenied
    if step is None:
        raise Refused(f"{capital(str(instance))} is {instance.state_words}: this can't be done now.")
    for condition in step.conditions:
        if not condition(instance):
            raise Refused(getattr(condition, "refusal", "This can't be done now.").format(self=instance))


def insist_on_active(by) -> None:
    """Raise PermissionDenied where whoever acts is suspended by now. Ask under the verb's lock.

    `by` was read when the request began; an account that support closed since must not act on. Clock, gateway and
    operator have no account. Orders ask in the round trip that locks them (milestones.unit_of_work).
    """
    if not by.is_active or (by.pk and not get_user_model().objects.filter(pk=by.pk, is_active=True).exists()):
        raise PermissionDenied


def may(transition, by) -> bool:
    """Whether `authorize` would let it through: for showing a button, never for deciding."""
    try:
        authorize(transition, by)
    except (PermissionDenied, Refused):
        return False
    return True
