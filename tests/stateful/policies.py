"""Random rulebooks: a preset with some of its parameters replaced by others that are valid too."""

from importlib import import_module

from hypothesis import strategies as st

from marketplace import clock
from marketplace.policies import models
from marketplace.policies.models import Policy


def values(choices):
    return st.sampled_from(choices.values)


hours = st.integers(1, 200)
PARAMETERS = {
    "requirements": values(models.Requirements),
    "requirements_days": st.none() | st.integers(1, 20),
    "requirements_end": values(models.RequirementsEnd),
    "requirements_returns": st.integers(0, 2),
    "first_payment": st.sampled_from(["at_start", "on_order"]),
    "next_payment": values(models.NextPayment),
    "pay_next_days": st.none() | st.integers(1, 15),
    "whole_plan_payable": st.booleans(),
    "strict_order": st.booleans(),
    "paid_from": values(models.PaidFrom),
    "review_days": st.none() | st.integers(1, 15),
    "single_review_days": st.none() | st.integers(1, 15),
    "review_outcome": values(models.ReviewOutcome),
    "review_extension_days": st.none() | st.integers(1, 10),
    "redelivery": st.booleans(),
    "reminder_half_time": st.booleans(),
    "reminder_hours": st.lists(hours, max_size=2, unique=True),
    "revisions": values(models.Revisions),
    "due_moves_with_payment": st.booleans(),
    "revision_days": st.none() | st.integers(1, 15),
    "release_without_delivery": st.booleans(),
    "partial_release": values(models.PartialRelease),
    "plan_changes": values(models.PlanChanges),
    "change_orders": st.booleans(),
    "extension": values(models.Extension),
    "client_stop": values(models.ClientStop),
    "reopen_days": st.none() | st.integers(1, 15),
    "cancel_ways": st.lists(values(models.CancelWay), min_size=1, unique=True),
    "cancel_silence_hours": st.none() | hours,
    "cancel_ends_order": st.booleans(),
    "dispute_client_hours": st.none() | hours,
    "dispute_freelancer_hours": st.none() | hours,
    "dispute_business_days": st.booleans(),
    "dispute_silence": values(models.DisputeSilence),
    "suspended_end_days": st.none() | st.integers(1, 15),
    "pause_days_max": st.none() | st.integers(1, 15),
    "freelancer_paid": values(models.FreelancerPaid),
    "clearing_days": st.integers(0, 15),
    "client_fee": st.integers(0, 1500),
    "freelancer_fee": st.integers(0, 10000),
    "client_fee_fixed": st.none() | st.integers(1, 50),
    "client_fee_min": st.none() | st.integers(1, 10),
    "refund_to": values(models.RefundTo),
}

changes = st.fixed_dictionaries({}, optional=PARAMETERS)


def publish(preset: dict, change: dict, key: str) -> Policy:
    """A policy with these parameters, published now."""
    made = Policy.objects.create(**{**preset, **change, "key": key, "is_default": False}, published_at=clock.now())
    return Policy.objects.get(pk=made.pk)  # with its amounts as the database has them


published = import_module("marketplace.policies.migrations.0003_presets")
since = import_module("marketplace.policies.migrations.0006_presets_take_one_payment")
PRESETS = {
    key: {"reference_rates": published.RATES, **preset, **since.OF_ALL, **since.PRESETS[key]}
    for key, preset in published.PRESETS.items()
}
