"""Publishing and withdrawing rulebooks; and that a published one never changes, whoever asks PostgreSQL."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from marketplace import clock
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.policies.models import Policy
from marketplace.policies.publishing import publish, withdraw
from marketplace.policies.validation import contradictions

pytestmark = pytest.mark.django_db

PUBLISHED = 27  # six rulebooks, each in four versions, and three in a fifth


@pytest.fixture
def draft(preset):
    """An unsaved copy of steps8 that reviews in 5 days."""

    def copy(of="steps8", **changes):
        policy = preset(of)
        policy.pk = None
        policy._state.adding = True
        for name, value in changes.items():
            setattr(policy, name, value)
        return policy

    return copy


def test_it_becomes_the_next_version(sam, preset, draft, move):
    move(days=3)

    published = publish(draft(review_days=5), by=sam, after=preset("steps8"))

    assert (published.version, published.published_by, published.withdrawn_at) == (6, sam, None)
    assert abs(published.published_at - clock.now()).total_seconds() < 5
    assert published in Policy.objects.offered()
    assert preset("steps8") not in Policy.objects.offered()


def test_it_is_in_the_audit_trail(sam, preset, draft):
    published = publish(draft(), by=sam, after=preset("steps8"))

    event = Event.objects.get(kind="policy.published")
    assert (event.thread, event.about, event.actor) == ("policy:steps8", f"policy:{published.pk}", sam)


def test_twice_is_once(sam, preset, draft):
    publish(draft(), by=sam, after=preset("steps8"))

    with pytest.raises(Refused, match="Version 6 was published meanwhile"):
        publish(draft(), by=sam, after=preset("steps8"))


def test_a_key_is_taken_once(sam, draft):
    with pytest.raises(Refused, match="exists") as refused:
        publish(draft(), by=sam)

    assert refused.value.field == "key"


def test_a_new_rulebook_is_version_1(sam, draft):
    assert publish(draft(key="house"), by=sam).version == 1


def test_there_is_one_default(sam, draft):
    with pytest.raises(Refused, match="Fair is the default") as refused:
        publish(draft(key="house", is_default=True), by=sam)

    assert refused.value.field == "is_default"


def test_the_default_can_get_a_new_version(sam, preset, draft):
    published = publish(draft("fair", review_days=9), by=sam, after=preset("fair"))

    assert Policy.objects.default() == published


@pytest.mark.parametrize("verb", [publish, withdraw])
@pytest.mark.parametrize("who", ["ada", "grace", "mallory"])
def test_nobody_else_may(verb, who, preset, draft, request):
    with pytest.raises(PermissionDenied):
        verb(draft() if verb is publish else preset("steps8"), by=request.getfixturevalue(who))

    assert Policy.objects.count() == PUBLISHED


def test_the_permission_without_being_staff_is_not_enough(sam, preset):
    sam.is_staff = False

    with pytest.raises(PermissionDenied):
        withdraw(preset("steps8"), by=sam)


def test_a_withdrawn_one_is_not_offered_any_more(sam, preset):
    withdrawn = withdraw(preset("steps8"), by=sam)

    assert withdrawn.withdrawn_at
    assert withdrawn not in Policy.objects.offered()
    assert Event.objects.filter(kind="policy.withdrawn", about=f"policy:{withdrawn.pk}").exists()


def test_withdrawing_twice_is_refused(sam, preset):
    withdraw(preset("steps8"), by=sam)

    with pytest.raises(Refused, match="already"):
        withdraw(preset("steps8"), by=sam)


def test_the_last_one_on_offer_stays(sam):
    *others, last = Policy.objects.offered()
    for policy in others:
        withdraw(policy, by=sam)

    with pytest.raises(Refused, match="only rulebook on offer"):
        withdraw(last, by=sam)


def test_a_replaced_version_is_not_withdrawn(sam, preset, draft):
    publish(draft(), by=sam, after=preset("steps8"))

    with pytest.raises(Refused, match="newer version"):
        withdraw(preset("steps8"), by=sam)


# What PostgreSQL itself refuses


def sql(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE policies_policy SET review_days = 1 WHERE key = 'steps8'",
        "UPDATE policies_policy SET client_fee = 9000",
        "UPDATE policies_policy SET withdrawn_at = now(), version = 9 WHERE key = 'steps8'",
        "DELETE FROM policies_policy WHERE key = 'steps8'",
        "TRUNCATE policies_policy CASCADE",
    ],
)
def test_a_published_version_never_changes(statement):
    with pytest.raises(DatabaseError, match="a published policy never changes"):
        sql(statement)


def test_only_the_trigger_stands_in_the_way():
    """The proof of the proof: without it the update goes through."""
    with transaction.atomic():
        sql("ALTER TABLE policies_policy DISABLE TRIGGER policies_policy_is_append_only")
        sql("UPDATE policies_policy SET review_days = 1 WHERE key = 'steps8'")
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("policy_fees_are_parts", {"client_fee": 10_001}),
        ("policy_grace_has_hours", {"charge_failure": "grace", "charge_grace_hours": None}),
        ("policy_silence_has_hours", {"extension_silence": "accepts", "extension_silence_hours": None}),
        ("policy_small_fee_has_bound", {"client_fee_small": 3, "client_fee_small_under": None}),
        ("policy_has_order_types", {"order_types": []}),
        ("policy_has_order_types", {"order_types": ["barter"]}),
        ("policy_version_unique", {"version": 2}),
    ],
)
def test_what_the_engine_could_not_live_with_is_refused(name, changes, draft):
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        draft(**{"version": 6, **changes}).save(force_insert=True)


# What people could not make sense of

PROBLEMS = [
    ("origins", {"origins": []}),
    ("gig_milestones_max", {"gig_milestones_min": 5, "gig_milestones_max": 2}),
    ("offer_milestones_max", {"offer_milestones_min": 5, "offer_milestones_max": 2}),
    ("bid_milestones_max", {"bid_milestones_max": 5}),
    ("bid_milestones_max", {"origins": ["gig", "job_post"], "offer_milestones_min": 6, "bid_milestones_max": 5}),
    ("plan_written_by", {"plan_written_by": "client"}),
    ("time_given", {"time_given": "due_date", "milestone_max_days": None}),
    ("time_given", {"time_given": "optional_due_date", "milestone_max_days": None}),
    ("signing", {"signing": "both_sign", "contract": "template"}),
    ("contract", {"contract": "template"}),
    ("deliverables_required", {"deliverables_required": True}),
    ("project_start_date", {"project_start_date": True}),
    ("first_payment", {"first_payment": "at_start"}),
    ("first_payment", {"first_payment": "on_creation"}),
    ("first_payment", {"first_payment": "with_offer"}),
    ("gig_total_min", {"origins": ["custom_offer"]}),
    ("gig_milestone_min", {"origins": ["custom_offer"]}),
    ("order_types", {"order_types": []}),
    ("offer_total_min", {"order_types": ["single"]}),
    ("gig_milestone_min", {"order_types": ["single"]}),
    ("eligible_category", {"order_types": ["single"]}),
    ("single_review_days", {"order_types": ["single"]}),
    ("single_total_min", {"order_types": ["milestones"]}),
    ("single_review_days", {"order_types": ["milestones"]}),
    ("subscription_months", {"order_types": ["single", "milestones"], "subscription_months": [3]}),
    ("subscription_discounts", {"order_types": ["single", "milestones"], "subscription_discounts": [500]}),
    ("subscription_months", {"order_types": ["single", "subscription"], "subscription_months": []}),
    ("subscription_months", {"subscription_months": [1]}),
    ("subscription_discounts", {"subscription_discounts": [2500]}),
    ("subscription_notice_days", {"subscription_notice_days": 40}),
    ("first_payment", {"first_payment": "with_offer"}),
    ("requirements_days", {"requirements": "none", "requirements_days": 14}),
    ("requirements_days", {"requirements_end": "either_may_cancel"}),
    ("requirements_end", {"requirements": "none"}),
    ("requirements_end", {"requirements_end": "waits", "requirements_days": 14}),
    ("requirements_returns", {"requirements": "none", "requirements_returns": 1}),
    ("offer_total_min", {"origins": ["gig"]}),
    ("offer_total_over", {"offer_total_min": None}),
    ("milestone_max_days", {"time_given": "due_date"}),
    ("signing", {"signing": "both_sign"}),
    ("reference_rates", {"reference_rates": {"EUR": "1"}}),
    ("reference_rates", {"reference_rates": {"USD": "2"}}),
    ("reference_rates", {"reference_rates": {"USD": "1", "EUR": "0"}}),
    ("reference_rates", {"reference_rates": {"USD": "1", "EUR": "cheap"}}),
    ("pay_next_days", {"next_payment": "automatic"}),
    ("charge_grace_hours", {"charge_grace_hours": None}),
    ("charge_grace_hours", {"charge_failure": "retry"}),
    ("review_outcome", {"review_days": None}),
    (
        "review_extension_days",
        {"review_days": None, "single_review_days": None, "review_outcome": "release", "review_extension_days": 7},
    ),
    (
        "reminder_hours",
        {"review_days": None, "single_review_days": None, "review_outcome": "release", "pay_next_days": None},
    ),
    ("reminder_hours", {"reminder_hours": [999]}),
    ("reminder_hours", {"reminder_hours": [0]}),
    ("change_orders", {"change_orders": True, "revisions": "none"}),
    ("partial_release", {"partial_release": "rest_held", "freelancer_paid": "on_completion"}),
    ("extension_silence_hours", {"extension_silence_hours": None}),
    ("extension_silence_hours", {"extension_silence": "waits"}),
    ("cancel_ways", {"cancel_ways": []}),
    ("cancel_ways", {"cancel_ways": ["before_work"], "cancel_silence_hours": None}),
    ("cancel_silence_hours", {"cancel_ways": ["support"]}),
    ("cancel_fault", {"cancel_ways": ["support"], "cancel_silence_hours": None, "cancel_fault": True}),
    ("dispute_silence", {"dispute_client_hours": None, "dispute_freelancer_hours": None, "dispute_silence": "loses"}),
    (
        "dispute_business_days",
        {"dispute_client_hours": None, "dispute_freelancer_hours": None, "dispute_business_days": 1},
    ),
    ("client_fee", {"client_fee": 10_001}),
    ("client_fee_small_under", {"client_fee_small_under": None}),
    ("client_fee_small", {"client_fee_small": None}),
]


NO_MATTER_OF_OFFERS = [
    {"plan_written_by": "client"},
    {"time_given": "due_date", "milestone_max_days": None},
    {"signing": "both_sign", "contract": "template"},
    {"deliverables_required": True, "project_start_date": True},
    {"first_payment": "with_offer"},
]


@pytest.mark.parametrize("changes", NO_MATTER_OF_OFFERS)
def test_what_gigs_cannot_give_offers_can(changes, draft):
    no_gig = {"gig_milestones_min": None, "gig_milestones_max": None, "gig_total_min": None, "gig_milestone_min": None}
    no_gig |= {"order_types": ["single", "milestones"], "subscription_months": [], "subscription_discounts": []}
    no_gig |= dict.fromkeys(["subscription_total_min", "subscription_days_max", "subscription_notice_days"])

    assert contradictions(draft(**changes)) != []
    assert contradictions(draft(**changes, **no_gig, origins=["custom_offer"])) == []


@pytest.mark.parametrize(("field", "changes"), PROBLEMS)
def test_a_contradiction_names_its_field(field, changes, draft):
    assert field in dict(contradictions(draft(**changes)))
