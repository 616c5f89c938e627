"""What the database lets nobody write, whatever the code asks: each named CHECK and UNIQUE, broken in plain SQL.

Each line breaks one constraint and no other. The same statement goes through when the constraint is gone, so that no
line can pass for another reason. A constraint of one of these apps without a line fails the suite.
"""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection

from marketplace import clock
from marketplace.accounts.models import AddressChange
from marketplace.deadlines.models import Deadline
from marketplace.gigs.models import DailyViews, Deletion, Saved, Word
from marketplace.inbox.models import Block, Promptness
from marketplace.jobs.models import ProposalDraft, SavedPost
from marketplace.offers.models import Acceptance, Deposit, Printed, Signature
from tests.permissions.conftest import undone

pytestmark = pytest.mark.django_db


def change(thing: str, **columns: str):
    """An UPDATE of one row; the values are SQL, and {names} in them keys of the world's things and people."""

    def statement(rows) -> str:
        row = rows[thing]
        pairs = ", ".join(f"{name} = {value}" for name, value in columns.items())
        return f"UPDATE {row._meta.db_table} SET {pairs} WHERE {row._meta.pk.column} = {row.pk}".format_map(rows.keys)

    return statement


def again(thing: str, **columns: str):
    """An INSERT of a copy of one row, with what is named here in its place."""

    def statement(rows) -> str:
        row = rows[thing]
        fields = [one for one in row._meta.concrete_fields if not one.primary_key and not one.generated]
        names = [f'"{one.column}"' for one in fields]
        values = [columns.get(name.strip('"'), name) for name in names]
        source = f"SELECT {', '.join(values)} FROM {row._meta.db_table} WHERE id = {row.pk}"
        return f"INSERT INTO {row._meta.db_table} ({', '.join(names)}) {source}".format_map(rows.keys)

    return statement


def sql(text: str):
    return lambda rows: text.format_map(rows.keys)


BROKEN = {
    # The books
    "escrow_account_address_unique": again("fees"),
    "escrow_account_kind_known": change("fees", kind="'lost'"),
    "escrow_account_owner_fits_kind": change("fees", owner_id="{client}"),
    "escrow_account_reference_fits_kind": change("fees", reference="'x'"),
    "escrow_account_currency_code": change("fees", currency="'usd'"),
    "escrow_balance_not_overdrawn": sql(
        "UPDATE escrow_balance SET posted = floor - 1 WHERE account_id ="
        " (SELECT account_id FROM escrow_balance ORDER BY account_id LIMIT 1)"
    ),
    "escrow_entry_key_unique": again("entry"),
    "escrow_entry_reversed_once": sql(
        "UPDATE escrow_journalentry SET reverses_id = {entry}"
        " WHERE id IN (SELECT id FROM escrow_journalentry ORDER BY id DESC LIMIT 2)"
    ),
    "escrow_entry_is_named": change("entry", key="''"),
    "escrow_posting_amount_not_zero": sql("UPDATE escrow_posting SET amount = 0 WHERE entry_id = {entry}"),
    # Payments, and what people pay with
    "escrow_payment_amount_positive": change("payment", amount="0"),
    "escrow_payment_kind_known": change("payment", kind="'lost'"),
    "escrow_payment_state_known": change("payment", state="'lost'"),
    "escrow_payment_settled_has_time": change("payment", settled_at="now()", next_try_at="NULL"),
    "escrow_payment_live_is_tried_again": change("payment", next_try_at="NULL"),
    "escrow_payment_success_has_reference": change("paid_charge", gateway_reference="''"),
    "escrow_payment_confirming_has_url": change("payment", confirm_url="''"),
    "escrow_payment_failure_has_code": change("payment", failure_code="'x'"),
    "escrow_payment_only_refunds_refund": change("payment", refunds_id="id"),
    "escrow_payment_one_live_charge": again("payment", key="'another'"),
    "escrow_turn_kind_known": change("turn", kind="'x'", reference="''"),
    "escrow_turn_amounts_positive": change("turn", amount="0"),
    "escrow_turn_disputes_are_named": change("turn", reference="''"),
    "escrow_turn_told_once": again("turn"),
    "escrow_source_token_unique": again("spare"),
    "escrow_source_one_default": change("spare", is_default="true"),
    "escrow_source_kept_once": sql("UPDATE escrow_paymentsource SET fingerprint = 'x' WHERE id IN ({card}, {spare})"),
    "escrow_source_removed_not_default": change("card", removed_at="now()"),
    "escrow_source_last4_only": change("spare", last4="'12x4'"),
    "sandbox_amount_positive": change("charge", amount="0"),
    # Orders and steps
    "order_two_people": change("order", freelancer_id="client_id"),
    "order_origin_known": change("order", origin="'lost'"),
    "order_state_known": change("order", state="'lost'", ending="'finished'", ended_at="now()"),
    "order_ending_known": change("stopped", ending="'lost'"),
    "order_ended_has_ending": change("order", ended_at="now()"),
    "order_rests_while_active": change("order", paused_at="now()"),  # and no end
    "milestone_position_unique": change("pending", position="1"),
    "milestone_state_known": change("pending", state="'lost'"),
    "milestone_amount_positive": change("pending", amount="0"),
    "milestone_funded_has_time": change("funded", funded_at="NULL"),
    "milestone_unfunded_has_none": change("pending", released="1"),
    "milestone_delivered_has_time": change("delivered", delivered_at="NULL"),
    "milestone_approved_has_time": change("delivered", approved_at="now()", acceptance="'client'"),
    "milestone_accepted_knows_how": change("paid", acceptance="''"),
    "milestone_acceptance_known": change("paid", acceptance="'lost'"),
    "milestone_paid_has_time": change("delivered", paid_at="now()"),
    "milestone_ended_has_time": change("funded", ended_at="now()"),
    "milestone_disputed_knows_from": change("funded", disputed_from="'funded'"),
    "milestone_skipped_holds_none": change("skipped", carried="1"),
    "milestone_call_has_place": change("funded", call_at="now()", call_url="'http://a.example'"),
    "milestone_removed_is_skipped": change("pending", is_removed="true"),
    "milestone_waits_while_worked_on": change("pending", waits_since="now()"),
    "delivery_number_unique": again("delivery"),
    "delivery_revision_has_reason": change("delivery", revision_at="now()"),
    # Its questions
    "order_briefed_asked": change("order", briefed_at="now()"),
    "order_brief_skipped_has_time": change("unanswered", brief_skipped="true"),
    "order_brief_until_asked": change("order", brief_until="now()"),
    "order_brief_problem_is_open": change("briefed", brief_problem="'Which bread?'"),
    "question_position_unique": again("question"),
    "question_says_something": change("question", text="''"),
    "question_kind_known": change("question", kind="'poem'"),
    "question_choice_has_options": change("question", options="ARRAY['Rye.']"),
    "question_answer_has_time": change("question", answered_at="NULL"),
    "question_files_are_rows": change("question_of_files", answer="ARRAY['Rye.']"),
    # What is asked, and what happens by itself
    "case_state_known": change("asked_by_client", state="'lost'", closed_at="now()"),
    "case_closed_has_time": change("asked_by_client", closed_at="now()"),
    "case_one_open_of_kind": again("asked_by_client"),
    "deadline_about_something": change("review", kind="'withdrawal'", order_id="NULL"),
    "deadline_of_order": change("review", order_id="NULL", milestone_id="NULL", reference="'payment:1'"),
    "deadline_of_offer": change("expiry", reference="'payment:1'"),
    "deadline_brief_of_order": change("time_to_answer", milestone_id="{funded}"),
    "deadline_one_brief": again("time_to_answer"),
    "deadline_suspension_of_order": change("time_of_suspension", milestone_id="{funded}"),
    "deadline_one_suspension": again("time_of_suspension"),
    "deadline_pause_of_order": change("time_of_rest", milestone_id="{funded}"),
    "deadline_one_pause": again("time_of_rest"),
    "deadline_settled_has_outcome": change("review", outcome="'fired'"),
    "deadline_one_of_milestone": again("review"),
    "deadline_one_of_order": again("window"),
    "deadline_one_of_case": again("answer"),
    "deadline_one_of_offer": again("expiry"),
    "deadline_of_subscription": change("renewal", reference="'user:1'"),
    "deadline_one_of_subscription": again("renewal"),
    # Subscriptions
    "subscription_state_known": change("subscription", state="'lost'", next_at="NULL", ended_at="now()"),
    "subscription_counts_months": change("subscription", made="0"),
    "subscription_discount_is_a_part": change("subscription", discount="2001"),
    "subscription_active_has_next": change("subscription", next_at="NULL"),
    "subscription_completed_made_all": change("subscription", state="'completed'", next_at="NULL", ended_at="now()"),
    "subscription_month_once": again("month", offer_id="{draft}"),
    "subscription_month_from_one": change("month", number="0"),
    # Rulebooks
    "policy_version_unique": again("policy"),
    "policy_fees_are_parts": change("policy", client_fee="10001"),
    "policy_grace_has_hours": change("policy", charge_failure="'grace'", charge_grace_hours="NULL"),
    "policy_silence_has_hours": change("policy", extension_silence="'accepts'", extension_silence_hours="NULL"),
    "offer_of_gig_names_it": change("proposed", origin="'gig'"),
    "offer_order_type_known": change("offered", order_type="'barter'"),
    "order_type_known": change("order", order_type="'barter'"),
    "policy_has_order_types": change("policy", order_types="'{{}}'"),
    "policy_small_fee_has_bound": change("policy", client_fee_small="3", client_fee_small_under="NULL"),
    # Offers
    "offer_two_people": change("proposed", client_id="freelancer_id"),
    "offer_author_is_a_side": change("proposed", author_id="{other}"),
    "offer_origin_known": change("proposed", origin="'lost'"),
    "offer_state_known": change("draft", state="'lost'"),
    "offer_awaits_known": change("proposed", awaits="'nobody'"),
    "offer_sent_awaits_a_side": change("proposed", awaits="''"),
    "offer_sent_has_version": change("proposed", expires_at="NULL"),
    "offer_goes_to_somebody": change("invited", invited_email="''"),
    "offer_accepted_by_two": change("charging", agreed_by_id="NULL"),
    "offer_agreed_is_alive": change("declined", agreed_by_id="client_id"),
    "offer_accepted_has_order": change("accepted", order_id="NULL"),
    "offer_closed_has_time": change("proposed", closed_at="now()"),
    "offer_draft_one_each": again("writing"),
    "offer_version_number_unique": again("version"),
    "offer_version_counts_from_one": change("version", number="0"),
    "offer_version_has_title": change("version", title="''"),
    "offer_version_has_milestones": change("version", milestones="'[]'"),
    "offer_version_contract_fits_kind": change("version", contract_text="'Anything'"),
    "offer_version_has_digest": change("version", digest="''"),
    "offer_signature_one_each": again("signature"),
    "offer_signature_has_name": change("signature", name="''"),
    "offer_acceptance_one_each": again("acceptance"),
    "offer_deposit_one_held": again("deposit"),
    "offer_deposit_price_positive": change("deposit", price="0"),
    "offer_deposit_parts_fit": change("deposit", from_balance="price + fee + 1"),
    "offer_deposit_ended_has_outcome": change("deposit", outcome="'used'"),
    "contract_text_version_unique": again("contract_text"),
    "contract_text_key_known": change("contract_text", key="'lost'"),
    "contract_text_counts_from_one": change("contract_text", version="0"),
    "contract_text_says_something": change("contract_text", body="''"),
    "printed_once": again("printed"),
    "printed_has_digests": change("printed", sha256="'x'"),
    # Who is told
    "notification_once": again("notification"),
    "notification_waits_or_is_over": change("notification", next_try_at="now()", sent_at="now()"),
    "notification_sent_or_failed": change("notification", sent_at="now()", failed_at="now()"),
    # Addresses in their one form
    "user_suspension_is_whole": change("somebody", suspended_at="now()"),
    "user_suspended_is_no_staff": change("suspended", is_staff="true"),
    "user_email_one_form": change("somebody", email="'Mallory@example.org'"),
    "address_change_one_form": change("address_change", new="'eve@exämple.example'"),
    "offer_invite_one_form": change("invited", invited_email="'New@example.org'"),
    # Questions to support
    "ticket_state_known": change("ticket", state="'lost'"),
    "ticket_message_says_something": change("message", text="''"),
    # Gigs
    "gig_state_known": change("gig", state="'lost'"),
    "gig_published_has_version": change("gig", version_id="NULL"),
    "gig_removed_has_reason": change("gig_removed", removed_reason="''"),
    "gig_closed_has_time": change("gig", closed_at="now()"),
    "gig_standing_to_1000": change("gig", standing="1001"),
    "gig_version_number_unique": again("gig_version"),
    "gig_version_counts_from_one": change("gig_version", number="0"),
    "gig_version_has_digest": change("gig_version", digest="''"),
    "picture_focus_is_inside": change("picture", focus_x="101"),
    "picture_made_has_size": change("picture", width="0"),
    "saved_gig_once": again("saved"),
    "saved_person_once": again("saved_person"),
    "saved_is_one_thing": change("saved", person_id="{other}"),
    "steps_ban_one_at_a_time": again("steps_ban"),
    "steps_ban_has_reason": change("steps_ban", reason="''"),
    "template_name_unique": again("template"),
    "deletion_once": again("deletion"),
    "daily_views_once_a_day": again("daily_views"),
    "daily_views_are_some": change("daily_views", number="0"),
    # Conversations
    "conversation_once": again("conversation"),
    "conversation_low_is_lower": change("conversation", high_id="low_id"),
    "conversation_started_by_one": change("conversation", started_by_id="{other}"),
    "participant_once": again("participant"),
    "participant_waits_unread": change("participant", unread="0"),
    "message_key_once": again("said"),
    "message_says_something": change("said", text="''"),
    "message_about_is_reference": change("said", about="'Order 1'"),
    "message_removed_by_somebody": change("said", removed_at="now()"),
    "block_once": again("block"),
    "block_two_people": change("block", who_id="by_id"),
    "report_once": again("report"),
    "report_has_reason": change("report", reason="''"),
    "report_state_known": change("report", state="'lost'", decided_at="now()", decided_by_id="{support}"),
    "report_decided_by_somebody": change("report", decided_at="now()"),
    "promptness_of_answers": change("promptness", answers="0"),
    # Jobs
    "post_state_known": change("post", state="'lost'"),
    "post_visibility_known": change("post", visibility="'lost'"),
    "post_open_has_version": change("post", version_id="NULL"),
    "post_closed_has_reason": change("post_closed", closed_why="''"),
    "post_removed_has_reason": change("post_removed", removed_reason="''"),
    "post_budget_is_a_range": change("post", budget_min="NULL"),
    "post_hires_as_wanted": change("post", hires="hires_wanted + 1"),
    "post_skills_are_few": change("post", skills="array_fill('x'::varchar, ARRAY[11])"),
    "post_version_number_unique": again("post_version"),
    "post_version_counts_from_one": change("post_version", number="0"),
    "invitation_person_once": again("post_invitation"),
    "invitation_address_once": again("post_mailed"),
    "invitation_goes_to_somebody": change("post_invitation", freelancer_id="NULL"),
    "invitation_one_form": change("post_mailed", email="'New@example.org'"),
    "invitation_says_something": change("post_invitation", message="''"),
    "invitation_declined_has_reason": change("post_invitation", declined_at="now()"),
    "proposal_once": again("proposal", offer_id="{draft}"),
    "proposal_has_letter": change("proposal", letter="''"),
    "proposal_one_mark": change("proposal", shortlisted_at="now()", archived_at="now()"),
    "proposal_draft_one_each": again("proposal_draft"),
    "saved_post_once": again("saved_post"),
    "saved_search_once": again("search_kept"),
    "saved_search_has_name": change("search_kept", name="''"),
    "deadline_of_post": change("post_lapse", reference="'payment:1'"),
    "deadline_one_of_post": again("post_lapse"),
    # Reviews
    "review_once": again("reviewed"),
    "review_two_people": change("reviewed", about_id="by_id"),
    "review_side_known": change("reviewed", side="'lost'"),
    "review_gig_of_freelancer": sql("UPDATE reviews_review SET gig_id = {gig} WHERE side = 'client'"),
    "review_stars_1_to_5": change("reviewed", second="6"),
    "review_outcome_known": change("reviewed", outcome="'lost'"),
    "review_done_of_steps": change("reviewed", done="3"),
    "review_reply_to_published": change("reviewed", reply="'Thanks.'"),
    "review_removed_has_reason": change("reviewed", removed_at="now()", removed_by_id="{support}"),
    "review_report_once": again("review_report"),
    "review_report_has_reason": change("review_report", reason="''"),
    "review_report_state_known": change("review_report", state="'x'", decided_at="now()", decided_by_id="{support}"),
    "review_report_decided_by_somebody": change("review_report", decided_at="now()"),
    "reputation_on_time_of_delivered": change("reputation", on_time="delivered + 1"),
    "reputation_stars_1_to_5": change("reputation", stars_as_freelancer="1000"),
    "deadline_of_reviews": change("publication", reference="'payment:1'"),
    "deadline_one_of_reviews": again("publication"),
    # Categories
    "category_name_unique": again("category", slug="'another'"),
    "category_eligible_is_subcategory": change("category", milestone_eligible="true"),
}
COVERED = (
    "escrow",
    "sandbox",
    "deadlines",
    "policies",
    "milestones",
    "offers",
    "accounts",
    "helpdesk",
    "notifications",
    "gigs",
    "inbox",
    "jobs",
    "reviews",
)
LEFT_OUT = {
    "escrow_account_currency": "follows from the primary key; it is there for foreign keys to name the currency, too",
    "escrow_entry_currency": "the same",
}


class Rows(dict):
    """The things of the world, and their keys by the same names."""

    def __init__(self, world):
        super().__init__(world.things)
        offer = self["proposed"]
        self["version"] = offer.version
        self["writing"] = self["draft"].drafts.get()
        self["signature"] = Signature.objects.create(
            version=offer.version, by=world.client, name="Ada", digest=offer.version.digest, at=clock.now()
        )
        self["acceptance"] = Acceptance.objects.create(
            version=offer.version, by=world.client, digest=offer.version.digest
        )
        self["printed"] = Printed.objects.create(version=offer.version, digest=offer.version.digest, sha256="0" * 64)
        self["deposit"] = Deposit.objects.create(offer=offer, price=100, fee=3)
        self["somebody"] = world.people["other"]
        self["address_change"] = AddressChange.objects.create(
            user=world.people["other"], old="old@example.org", new="new@example.org"
        )
        self["saved"] = Saved.objects.create(user=world.freelancer, gig=self["gig"])
        self["saved_person"] = Saved.objects.create(user=world.freelancer, person=world.client)
        self["proposal_draft"] = ProposalDraft.objects.create(post=self["post"], by=world.freelancer, terms={})
        self["saved_post"] = SavedPost.objects.create(user=world.freelancer, post=self["post"])
        word = Word.objects.create(word="logo", gigs=1)
        self["deletion"] = Deletion.objects.create(left="lgo", word=word)
        self["daily_views"] = DailyViews.objects.create(gig=self["gig"], day=clock.now().date(), number=1)
        self["message"] = self["ticket"].messages.first()
        self["said"] = self["message_of_freelancer"]
        self["block"] = Block.objects.get()
        self["participant"] = self["blocked_conversation"].participants.get(user=world.freelancer)
        self["promptness"] = Promptness.objects.create(user=world.client, seconds=60, answers=3)
        self["reputation"] = world.freelancer.reputation
        self["window"] = Deadline.objects.live().filter(kind="pay_next").latest("pk")
        self["answer"] = Deadline.objects.live().get(case=self["dispute_by_client"])
        self["question"] = self["briefed"].questions.get(position=1)
        self["question_of_files"] = self["briefed"].questions.get(position=3)
        self["time_to_answer"] = Deadline.objects.create(
            kind="brief", due_at=clock.now(), order=self["unanswered"], created_at=clock.now()
        )
        self["time_of_suspension"] = Deadline.objects.create(
            kind="suspension", due_at=clock.now(), order=self["order"], data={"person": 1}, created_at=clock.now()
        )
        self["time_of_rest"] = Deadline.objects.create(
            kind="pause", due_at=clock.now(), order=self["order"], created_at=clock.now()
        )
        self["fees"] = apps.get_model("escrow", "Account").objects.filter(kind="fees").first()
        self["paid_charge"] = apps.get_model("escrow", "Payment").objects.filter(state="succeeded").first()
        people = {name: one.pk for name, one in world.people.items() if one}
        self.keys = {name: one.pk for name, one in self.items() if hasattr(one, "pk")} | people


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def write(statement: str, name: str) -> None:
    """Write it although triggers would refuse to change such a row at all; a deferred constraint answers at once."""
    if name != "milestone_position_unique":  # which PostgreSQL looks after by a trigger of its own
        execute("SET LOCAL session_replication_role = replica")
    execute(statement, "SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("name", BROKEN)
def test_it_is_refused_by_this_constraint_alone(world, name):
    with undone():
        statement = BROKEN[name](Rows(world))
        with pytest.raises(IntegrityError) as refused, undone():
            write(statement, name)
        assert refused.value.__cause__.diag.constraint_name == name

        execute("SET CONSTRAINTS ALL IMMEDIATE", removal(name))
        write(statement, name)


def removal(name: str) -> str:
    """How to take a constraint away: some are indexes only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = %s", [name])
        found = cursor.fetchone()
    return f"ALTER TABLE {found[0]} DROP CONSTRAINT {name} CASCADE" if found else f"DROP INDEX {name}"


def test_every_constraint_has_a_line():
    models = [model for app in COVERED for model in apps.get_app_config(app).get_models()]
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    named |= held_by_migrations_of_other_apps(Deadline)

    assert named - BROKEN.keys() - LEFT_OUT.keys() == set(), "add a line to BROKEN, or say in LEFT_OUT why not"


def held_by_migrations_of_other_apps(model) -> set[str]:
    """What apps above promise of this table's rows: named in SQL, because its model must not know them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'"
            " UNION SELECT indexrelid::regclass::text FROM pg_index"
            " WHERE indrelid = %s::regclass AND indisunique AND NOT indisprimary",
            [model._meta.db_table, model._meta.db_table],
        )
        return {name for (name,) in cursor.fetchall()}
