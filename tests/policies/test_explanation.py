"""Rulebooks in plain words: generated from parameters alone, for any policy that may be published."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.policies import explanation
from marketplace.policies import models as terms
from marketplace.policies.explanation.table import ROWS
from marketplace.policies.models import Policy
from marketplace.policies.validation import contradictions
from tests.stateful.policies import PRESETS

RECORD = {"id", "key", "version", "name", "summary", "modelled_on", "is_default"}
RECORD |= {"published_at", "published_by", "withdrawn_at"}
ALONE = {"reference_rates": {"USD": "1", "EUR": "0.9", "JPY": "150"}}

numbers = st.none() | st.integers(1, 400)
amounts = st.none() | st.decimals(Decimal("0.01"), Decimal(9999), places=2)
shares = st.integers(0, 10_000)


def value(field):
    """Any value that this parameter can have."""
    match field.get_internal_type():
        case "BooleanField":
            return st.booleans()
        case "DecimalField":
            return amounts
        case "ArrayField":
            one = st.sampled_from([key for key, _ in field.base_field.choices or []] or range(1, 300))
            return st.lists(one, unique=True, max_size=3)
        case "PositiveSmallIntegerField":
            return shares if field.name.endswith("_fee") else numbers if field.null else st.integers(0, 60)
    return st.sampled_from([key for key, _ in field.choices])


PARAMETERS = [field for field in Policy._meta.fields if field.name not in RECORD | {"reference_rates"}]


@st.composite
def anything(draw):
    """A policy with any parameters, sense or not."""
    policy = Policy(key="any", name="Any", version=1, **ALONE)
    for field in PARAMETERS:
        setattr(policy, field.name, draw(value(field)))
    return policy


@st.composite
def policies(draw):
    """A policy that may be published: whatever contradicts the rest is put back to where it started."""
    policy = draw(anything())
    for _ in range(5):
        for name, _ in contradictions(policy):
            mend(policy, name)
    assert contradictions(policy) == []
    return policy


# What a parameter that contradicts others is put back to, with the parameter that it goes with.
NO_SUBSCRIPTION = {
    "subscription_months": [],
    "subscription_discounts": [],
    "subscription_total_min": None,
    "subscription_days_max": None,
    "subscription_notice_days": None,
}
MENDED = {
    "origins": {"origins": ["direct"]},
    "order_types": {"order_types": ["milestones"]} | NO_SUBSCRIPTION,
    "subscription_months": {"order_types": ["milestones", "single"]} | NO_SUBSCRIPTION,
    "requirements_end": {"requirements_end": "waits", "requirements_days": None},
    "requirements_days": {"requirements_end": "waits", "requirements_days": None},
    "cancel_ways": {"cancel_ways": ["agreement"]},
    "signing": {"signing": "acceptance"},
    "plan_written_by": {"plan_written_by": "either"},
    "time_given": {"time_given": "days"},
    "first_payment": {"first_payment": "on_order"},
    "review_outcome": {"review_outcome": "release"},
    "partial_release": {"partial_release": "none"},
    "reminder_hours": {"reminder_hours": [], "reminder_half_time": False},
    "charge_grace_hours": {"charge_failure": "retry", "charge_grace_hours": None},
    "extension_silence_hours": {"extension_silence": "waits", "extension_silence_hours": None},
    "dispute_silence": {"dispute_silence": "support"},
    "client_fee_small": {"client_fee_small_under": None},
    "client_fee_small_under": {"client_fee_small": None},
}


def mend(policy, name):
    field = Policy._meta.get_field(name)
    for other, put_back in MENDED.get(name, {name: None if field.null else field.get_default()}).items():
        setattr(policy, other, put_back)


def everything(policy, currency="USD"):
    """All words of a page about this policy, with plain spaces."""
    sentences = [sentence for section in explanation.sections(policy, currency) for sentence in section.sentences]
    return " ".join([*sentences, explanation.silence(policy)]).replace("\N{NO-BREAK SPACE}", " ")


def spoken(hours):
    """The ways in which so many hours may be said."""
    return [f"{hours} hour", f"{hours // 24} day", f"{hours // 24} business day", f"{hours} weekday hour"]


def numbers_that_matter(policy):
    """(what, the ways in which it may be said) of every number that changes what the engine does."""
    if policy.review_days:
        yield "review_days", [f"{policy.review_days} day"]
    if policy.review_extension_days:
        yield "review_extension_days", [f"{policy.review_extension_days} day"]
    for field in ("charge_grace_hours", "extension_silence_hours", "cancel_silence_hours"):
        if getattr(policy, field):
            yield field, spoken(getattr(policy, field))
    for field in ("dispute_client_hours", "dispute_freelancer_hours"):
        if getattr(policy, field):
            yield field, spoken(getattr(policy, field))
    for hours in policy.reminder_hours:
        yield "reminder_hours", spoken(hours)
    if policy.single_review_days and policy.single_review_days != policy.review_days:
        yield "single_review_days", [f"{policy.single_review_days} day"]
    for field in (
        "requirements_days",
        "pay_next_days",
        "pause_days_max",
        "reopen_days",
        "suspended_end_days",
        "clearing_days",
    ):
        if getattr(policy, field):
            yield field, [f"{getattr(policy, field)} day"]
    for field in ("subscription_days_max", "subscription_notice_days"):
        if getattr(policy, field):
            yield field, [f"{getattr(policy, field)} day"]
    for months in policy.subscription_months:
        yield "subscription_months", [f"{months}"]
    for field in ("milestone_max_days", "gig_milestones_max", "offer_milestones_max", "bid_milestones_max"):
        if getattr(policy, field):
            yield field, [f"{getattr(policy, field)} "]
    for field in ("client_fee", "freelancer_fee"):
        if getattr(policy, field):
            yield field, [f"{(Decimal(getattr(policy, field)) / 100).normalize():f} %"]
    for field in (
        "offer_total_min", "gig_total_min", "single_total_min", "subscription_total_min", "gig_milestone_min",
        "milestone_min", "client_fee_min", "client_fee_fixed", "client_fee_small", "client_fee_small_under",
    ):  # fmt: skip
        if getattr(policy, field):
            yield field, [f"${getattr(policy, field):,.2f}"]


@given(policies())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_policy_is_explained_with_every_number_that_matters(policy):
    said = everything(policy)

    missing = [(what, ways) for what, ways in numbers_that_matter(policy) if not any(way in said for way in ways)]

    assert missing == []
    assert "None" not in said
    assert all(len(section.sentences) for section in explanation.sections(policy))


@given(policies(), st.sampled_from(list(ALONE["reference_rates"])))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_example_of_any_policy_adds_up(policy, currency):
    example = explanation.example(policy, currency)
    finished = next(outcome for outcome in example.outcomes if outcome.name == "The plan is finished")

    assert (finished.client_pays, finished.freelancer_gets) == (
        example.total.client_pays,
        example.total.freelancer_gets,
    )
    assert all(outcome.fees >= 0 for outcome in example.outcomes)
    assert explanation.compare([policy, policy])
    assert explanation.differences(policy, policy) == []


@given(anything())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_even_a_policy_that_contradicts_itself_is_explained(policy):
    """As long as the database would take it: it may have been published before sense was asked for."""
    for name in ("charge_grace_hours", "extension_silence_hours", "origins", "order_types", "cancel_ways"):
        mend(policy, name)
    policy.client_fee_small = policy.client_fee_small_under

    assert everything(policy)
    assert explanation.compare([policy])


def test_silence_is_said_in_one_sentence():
    policy = Policy(review_days=8, review_outcome="stop", freelancer_paid="per_milestone", **ALONE)

    assert explanation.silence(policy).replace("\N{NO-BREAK SPACE}", " ") == (
        "If the client does not answer within 8 days, the delivery counts as accepted, is paid, and the order ends; "
        "later steps never start."
    )


def test_without_a_window_nothing_happens_by_itself():
    assert explanation.silence(Policy(review_days=None)) == (
        "As long as the client does not answer, nothing happens by itself."
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("studio", "The total of an offer is at least $2,000.00."),
        ("studio", "On top of the price, the client pays $29.00 once for each contract, with its first payment."),
        ("open", "The client may pay out part of a step; the rest stays held."),
        ("open", "When the client disputes, the freelancer has 4 days to answer."),
        ("steps8", "The total of an offer is more than $100.00."),
        ("steps8", "With one payment it costs at least $5.00."),
        ("steps8", "In a gig, each step costs at least $50.00."),
        (
            "steps8",
            "Where an order has one payment, the client has 3 days instead; after that the delivery counts as accepted "
            "and is paid, and the order is complete.",
        ),
        ("steps8", "Until then, the client may cancel alone, and everything goes back to the client."),
        (
            "fair",
            "When they are missing for 14 days, either side may cancel alone, and everything goes back to the client.",
        ),
        ("fair", "Answers that do not suffice may be sent back once; then the time stands still again."),
        (
            "steps8",
            "If the next step is not paid within 10 days, the order ends; later steps never start and cost nothing.",
        ),
        ("contract14", "The other side has 5 business days to answer."),
        ("contract14", "If nobody answers such a request within 7 days, it counts as accepted."),
        ("steps5", "When a step is accepted, the next one is charged automatically."),
        ("steps5", "If nobody answers within 4 days, the request counts as withdrawn."),
        ("fair", "Once for each delivery, the client may add 7 days to the review."),
        ("fair", "Within 14 days both sides may agree to reopen an order that was stopped."),
    ],
)
def test_a_preset_says(key, sentence, preset):
    assert sentence in everything(preset(key))


@pytest.mark.django_db
def test_amounts_are_said_in_the_currency_of_the_reader(preset):
    assert "more than €90.00" in everything(preset("steps8"), "EUR")
    assert "more than ¥15,000" in everything(preset("steps8"), "JPY")


@pytest.mark.django_db
def test_the_worked_example_of_steps8(preset):
    first = explanation.example(preset("steps8")).milestones[0]

    assert (first.client_pays, first.client_fee, first.freelancer_fee, first.freelancer_gets) == (
        105_500, 5_500, 20_000, 80_000,
    )  # fmt: skip


def test_every_parameter_has_its_row_in_the_comparison():
    shown = [field for _, rows in ROWS for row in rows for field in row.fields]

    assert sorted(shown) == sorted(field.name for field in Policy._meta.fields if field.name not in RECORD)


TREE = Path(__file__).resolve().parents[2]
# The data itself, what published it, and the demo, whose stories each choose one.
NAMES_THEM = {"presets", "migrations", "demo"}


def code() -> list[Path]:
    apps = ("escrow", "marketplace", "milestones")
    paths = [path.relative_to(TREE) for app in apps for path in (TREE / app).rglob("*.py")]
    return [path for path in paths if not NAMES_THEM & set(path.parts)]


def asks_for_a_key(node, keys) -> bool:
    """`policy.key == "fair"`, `key in ("fair", "open")`, `filter(key="fair")`; any mention of what is no other word."""
    match node:
        case ast.Constant(value=value):
            return value in keys - WORDS
        case ast.Compare():
            sides = [node.left, *node.comparators]
            named = any(getattr(one, "attr", getattr(one, "id", "")) == "key" for one in sides)
            return named and any(one.value in keys for side in sides for one in ast.walk(side) if _is_text(one))
        case ast.keyword(arg="key", value=ast.Constant(value=value)):
            return value in keys
    return False


def _is_text(node) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


WORDS = {"open", "fair"}  # which say something else, too: an offer is open


def test_no_code_asks_for_a_preset_by_name():
    """The engine reads parameters: a preset's key anywhere but in its data is a defect."""
    keys = set(PRESETS)
    assert len(keys) == 6

    found = [
        (str(path), node.lineno)
        for path in code()
        for node in ast.walk(ast.parse((TREE / path).read_text()))
        if asks_for_a_key(node, keys)
    ]

    assert found == []


@pytest.mark.parametrize("text", ['policy.key == "fair"', 'key in ("open", "x")', 'f(key="open")', 'x = "steps8"'])
def test_asking_for_one_would_be_seen(text):
    assert any(asks_for_a_key(node, {"fair", "open", "steps8"}) for node in ast.walk(ast.parse(text)))


def test_a_difference_names_the_row_and_both_sides():
    old, new = (Policy(review_days=days, freelancer_paid="per_milestone", **ALONE) for days in (8, 5))
    for policy in (old, new):
        policy.origins, policy.cancel_ways = ["direct"], ["support"]

    [change] = explanation.differences(old, new)

    assert (change.label, change.before[:1], change.after[:1]) == ("Review after a delivery", "8", "5")


def test_the_choices_of_a_parameter_all_have_words():
    for mapping, choices in (
        (explanation.sentences.STOPS, terms.ClientStop),
        (explanation.sentences.CANCELS, terms.CancelWay),
    ):
        assert set(mapping) == set(choices)
