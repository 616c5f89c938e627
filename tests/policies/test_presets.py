"""The presets say what the table of rulebooks says (docs/policies.md), cell by cell."""

from decimal import Decimal

import pytest

from marketplace.policies.limits import check
from marketplace.policies.models import Policy
from marketplace.policies.plan import MilestoneTerms
from marketplace.policies.validation import contradictions

pytestmark = pytest.mark.django_db

PRESETS = ["studio", "open", "steps8", "contract14", "steps5"]

# parameter: what the table says of studio, open, steps8, contract14, steps5; None is its dash
TABLE = {
    "plan_written_by": ["either", "client", "freelancer", "client", "freelancer"],
    "origins": [
        ["proposal"],
        ["job_post", "direct"],
        ["gig", "custom_offer"],
        ["job_post", "direct"],
        ["custom_offer"],
    ],
    "order_types": [
        ["single", "milestones"],
        ["single", "milestones"],
        ["single", "milestones", "subscription"],
        ["single", "milestones"],
        ["single", "milestones"],
    ],
    "subscription_months": [[], [], [3, 6], [], []],
    "subscription_discounts": [[], [], [500, 1000, 1500, 2000], [], []],
    "subscription_total_min": [None, None, 10, None, None],
    "subscription_days_max": [None, None, 30, None, None],
    "subscription_notice_days": [None, None, 10, None, None],
    "single_total_min": [None, None, 5, 5, 5],
    "gig_milestones_min": [None, None, 2, None, None],
    "gig_milestones_max": [None, None, 5, None, None],
    "offer_milestones_min": [1, 1, 2, 1, 2],
    "offer_milestones_max": [None, None, 6, None, 3],
    "bid_milestones_max": [None, 10, None, None, None],
    "offer_total_min": [2000, None, 100, None, 100],
    "offer_total_over": [False, False, True, False, True],
    "gig_total_min": [None, None, 100, None, None],
    "gig_milestone_min": [None, None, 50, None, None],
    "milestone_min": [None, None, 50, 5, None],
    "milestone_max_days": [None, None, 30, None, None],
    "time_given": ["due_date", "optional_due_date", "days", "due_date", "days"],
    "due_moves_with_payment": [True, True, True, True, True],
    "project_start_date": [True, False, False, False, False],
    "deliverables_required": [True, False, False, False, False],
    "substeps": [False, False, True, False, False],
    "eligible_category": [False, False, True, False, True],
    "contract": ["template_or_upload", "none", "none", "template", "none"],
    "signing": ["both_sign", "acceptance", "acceptance", "acceptance", "acceptance"],
    "requirements": ["none", "none", "before_start", "none", "before_start"],
    "requirements_days": [None, None, None, None, None],
    "requirements_end": ["waits", "waits", "client_may_cancel", "waits", "client_may_cancel"],
    "requirements_returns": [0, 0, 0, 0, 0],
    "first_payment": ["at_start", "on_creation", "on_order", "with_offer", "on_order"],
    "next_payment": ["client", "client", "client", "client", "automatic"],
    "pay_next_days": [None, None, 10, None, None],
    "whole_plan_payable": [False, True, False, True, False],
    "strict_order": [True, False, True, True, True],
    "paid_from": ["source", "either", "balance_first", "source", "balance_if_all"],
    "charge_failure": ["retry", "refuse", "grace", "retry", "grace"],
    "charge_grace_hours": [None, None, 72, None, 72],
    "review_days": [5, None, 8, 14, 5],
    "single_review_days": [None, None, 3, None, 3],
    "review_outcome": ["release", "release", "stop", "release", "stop"],
    "review_extension_days": [None, None, None, None, None],
    "redelivery": [False, False, False, True, False],
    "revisions": ["unlimited", "none", "per_milestone", "unlimited", "per_order"],
    "revision_days": [3, 3, 3, 3, 3],
    "release_without_delivery": [False, True, False, True, False],
    "partial_release": ["none", "rest_held", "none", "rest_rolls", "none"],
    "full_project_delivery": [False, False, True, False, True],
    "plan_changes": ["nobody", "client", "both_agree", "client", "nobody"],
    "change_orders": [False, False, False, False, False],
    "extension": ["both_agree", "client", "request", "request", "request"],
    "extension_silence": ["waits", "waits", "accepts", "waits", "withdraws"],
    "extension_silence_hours": [None, None, 48, None, 96],
    "client_stop": ["never", "any_time", "after_approval", "any_time", "after_delivery"],
    "reopen_days": [None, None, None, None, None],
    # Support can cancel everywhere (section 8 of the issue); "end contract" gives back when the freelancer ends it.
    "cancel_ways": [
        ["agreement", "support"],
        ["give_back", "before_work", "support"],
        ["agreement", "support"],
        ["give_back", "refund_request", "support"],
        ["support"],
    ],
    "cancel_silence_hours": [None, None, 48, 168, None],
    "cancel_ends_order": [True, False, True, True, True],
    "dispute_client_hours": [336, 336, 48, 120, None],
    "dispute_freelancer_hours": [336, 96, 48, 120, None],
    "dispute_business_days": [False, False, False, True, False],
    "dispute_silence": ["support", "loses", "support", "loses", "support"],
    "suspended_end_days": [14, 14, 14, 14, 14],
    "pause_days_max": [30, 30, 30, 30, 30],
    "freelancer_paid": ["per_milestone", "per_milestone", "per_milestone", "per_milestone", "on_completion"],
    "clearing_days": [0, 0, 14, 5, 14],
    "client_fee": [0, 300, 550, 500, 500],
    "client_fee_fixed": [29, None, None, None, None],
    "client_fee_min": [None, 3, None, None, None],
    "client_fee_small": [None, None, 3, None, None],
    "client_fee_small_under": [None, None, 100, None, None],
    "freelancer_fee": [0, 1000, 2000, 1000, 2000],
    "refund_to": ["source", "balance", "balance_or_source", "source", "balance"],
}

# What the paragraph about the sixth preset, our own, says.
FAIR = {
    "is_default": True,
    "order_types": ["single", "milestones", "subscription"],
    "subscription_months": [3, 6],
    "subscription_discounts": [500, 1000, 1500, 2000],
    "subscription_total_min": None,
    "subscription_days_max": 30,
    "subscription_notice_days": 10,
    "single_total_min": None,
    "single_review_days": None,
    "requirements": "before_start",
    "requirements_days": 14,
    "requirements_end": "either_may_cancel",
    "requirements_returns": 1,
    "freelancer_paid": "per_milestone",
    "next_payment": "client",
    "review_days": 8,
    "review_extension_days": 7,
    "reminder_half_time": True,
    "reminder_hours": [48, 24],
    "review_outcome": "release",
    "pay_next_days": 14,
    "revisions": "per_milestone",
    "change_orders": True,
    "due_moves_with_payment": True,
    "revision_days": 3,
    "client_fee": 300,
    "freelancer_fee": 500,
    "cancel_fault": True,
    "reopen_days": 14,
    "suspended_end_days": 14,
    "pause_days_max": 30,
}


@pytest.mark.parametrize("parameter", TABLE)
def test_each_preset_says_what_the_table_says(parameter, preset):
    said = [getattr(preset(key), parameter) for key in PRESETS]

    assert said == TABLE[parameter]


@pytest.mark.parametrize("parameter", FAIR)
def test_fair_is_as_described(parameter, preset):
    assert getattr(preset("fair"), parameter) == FAIR[parameter]


@pytest.mark.parametrize("order_type", ["single", "milestones"])
def test_a_delivery_is_reviewed_as_the_table_says_of_this_order_type(order_type, preset):
    days = {"single": [8, 5, None, 3, 14, 3], "milestones": [8, 5, None, 8, 14, 5]}

    assert [preset(key).review_days_of(order_type) for key in ["fair", *PRESETS]] == days[order_type]


def test_version_1_takes_no_single_payment_and_asks_nothing():
    assert {(tuple(policy.order_types), policy.requirements) for policy in Policy.objects.filter(version=1)} == {
        (("milestones",), "none")
    }


@pytest.mark.parametrize("key", ["fair", *PRESETS])
def test_no_preset_contradicts_itself(key, preset):
    assert contradictions(preset(key)) == []


def test_six_are_on_offer_and_fair_is_what_new_offers_start_with():
    assert {policy.key for policy in Policy.objects.offered()} == {"fair", *PRESETS}
    assert Policy.objects.default().key == "fair"


def test_every_currency_of_the_site_has_a_reference_rate(preset, settings):
    for key in ["fair", *PRESETS]:
        assert set(preset(key).currencies) == set(settings.CURRENCIES)
        assert all(Decimal(rate) > 0 for rate in preset(key).reference_rates.values())


@pytest.mark.parametrize(("origin", "problems"), [("custom_offer", 1), ("gig", 0)])
def test_the_longest_milestone_is_a_limit_of_offers(origin, problems, preset):
    plan = [
        MilestoneTerms(name="Logo", amount=10_000, days=31),
        MilestoneTerms(name="Website", amount=10_000, days=30),
    ]

    assert len(check(preset("steps8"), plan, "USD", origin=origin)) == problems
