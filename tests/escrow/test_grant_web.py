"""The runtime role can run the site, and cannot rewrite what was written, whatever SQL it sends."""

from contextlib import contextmanager, nullcontext
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction

from escrow import accounts, grants, ledger, payments
from escrow.models.payments import State
from marketplace.actors import CLOCK
from marketplace.events.models import Event
from tests.escrow.conftest import FEES, intend, post, refusal, sql

DENIED = "42501"  # insufficient_privilege


@pytest.fixture
def role(db):
    name = f"cairn_web_{uuid4().hex[:12]}"
    sql(f"CREATE ROLE {name}")
    call_command("grant_web", name, verbosity=0)
    return name


@contextmanager
def acting_as(role):
    sql(f"SET LOCAL ROLE {role}")
    yield
    sql("RESET ROLE")


LEDGER = ["escrow_account", "escrow_balance", "escrow_balancerollup", "escrow_journalentry", "escrow_posting"]
FORBIDDEN = [
    *(statement.format(table) for table in LEDGER for statement in ("DELETE FROM {}", "TRUNCATE {}")),
    "INSERT INTO escrow_account (kind, reference, currency) VALUES ('escrow', 'mine', 'USD')",
    "INSERT INTO escrow_balance VALUES (1, 1, 1)",
    "INSERT INTO escrow_balancerollup VALUES (1, 1, '1')",
    "INSERT INTO escrow_journalentry (kind, currency, key, thread, effective_at) VALUES ('a', 'USD', 'a', '', now())",
    "INSERT INTO escrow_posting (entry_id, line, account_id, currency, amount) VALUES (1, 1, 1, 'USD', 1)",
    "UPDATE escrow_account SET owner_id = 1",
    "UPDATE escrow_balance SET posted = 1000000",
    "UPDATE escrow_balancerollup SET posted = 0",
    "UPDATE escrow_journalentry SET thread = ''",
    "UPDATE escrow_posting SET amount = 1",
    "UPDATE events_event SET kind = 'nothing.happened'",
    "UPDATE events_event SET data = '{}'",
    "DELETE FROM events_event",
    "TRUNCATE events_event",
    "UPDATE escrow_payment SET amount = 1",
    "UPDATE escrow_payment SET user_id = 1",
    "UPDATE escrow_payment SET key = 'other'",
    "DELETE FROM escrow_payment",
    "UPDATE escrow_paymentturn SET amount = 1",
    "DELETE FROM escrow_paymentturn",
    "UPDATE escrow_paymentsource SET token = 'other'",
    "DELETE FROM escrow_paymentsource",
    "UPDATE sandbox_sandboxcharge SET amount = 1",
    "DELETE FROM sandbox_sandboxcharge",
    "DELETE FROM django_admin_log",
    "DELETE FROM django_migrations",
    "ALTER TABLE escrow_posting DISABLE TRIGGER ALL",
    "DROP TRIGGER escrow_posting_taken ON escrow_posting",
    "ALTER TABLE escrow_balance DROP CONSTRAINT escrow_balance_not_overdrawn",
    "SET session_replication_role = replica",
    "CREATE TABLE public.trap (a int)",
    "CREATE OR REPLACE FUNCTION escrow_take_postings() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "SELECT setval(pg_get_serial_sequence('escrow_journalentry', 'id'), 1)",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_it_may_not(statement, role, held):
    with acting_as(role):
        assert refusal(statement) == DENIED


@pytest.mark.parametrize("statement", [one for one in FORBIDDEN if one.startswith(("UPDATE", "DELETE"))])
def test_it_is_the_right_that_stops_it(statement, role):
    """With all rights on the table the same statement meets a trigger, or nothing."""
    table = statement.split()[2 if statement.startswith("DELETE") else 1]
    sql(f"GRANT ALL ON {table} TO {role}")
    with acting_as(role):
        assert refusal(statement) != DENIED


def test_it_moves_money_through_the_one_function(role, held):
    with acting_as(role):
        post("pay", moves={held: -1000, FEES: 1000})
        assert ledger.balances([held, FEES]) == {held: 0, FEES: 1000}
        with pytest.raises(ledger.Overdrawn):
            post("more", moves={held: -1, FEES: 1})
        with pytest.raises(ledger.Unbalanced):
            post("less", moves={held: 5, FEES: -4})
        sql("SELECT public.escrow_roll_up()")
        assert ledger.balance(FEES) == 1000


def test_nobody_else_may_call_that_function(role, held):
    stranger = f"stranger_{uuid4().hex[:12]}"
    sql(f"CREATE ROLE {stranger}")
    with acting_as(stranger):
        assert refusal("SELECT public.escrow_roll_up()") == DENIED
        assert refusal("SELECT public.escrow_account_ids('{a}', '{1}', '{a}', '{a}')") == DENIED


def test_tables_put_in_its_way_do_not_mislead_the_function(role, held):
    with acting_as(role):
        sql("CREATE TEMP TABLE escrow_balance (account_id bigint, posted bigint, floor bigint)")
        sql("CREATE TEMP TABLE escrow_account (LIKE public.escrow_account)")
        sql("SET LOCAL search_path = pg_temp, public")
        post("pay", moves={held: -400, FEES: 400})

    assert sql("SELECT posted FROM public.escrow_balance") == [(600,)]


def test_it_runs_payments(role, ada, visa):
    with acting_as(role):
        payment = payments.attempt(intend(ada, visa))
        assert payment.state == State.SUCCEEDED
        assert ledger.balance(accounts.wallet(ada.pk, "USD")) == 1000


def test_it_writes_history_and_sends_it_once(role, db):
    with acting_as(role):
        event = Event.record("thing.happened", thread="order:1", about="thing:1", by=CLOCK)
        Event.objects.filter(pk=event.pk).update(dispatched_at=event.at)
        assert Event.objects.get(pk=event.pk).dispatched_at


def test_granting_again_takes_back_what_was_too_much(role, held):
    sql(f"GRANT ALL ON escrow_posting TO {role}")
    grants.grant(role)
    with acting_as(role):
        assert refusal("DELETE FROM escrow_posting") == DENIED


def test_whoever_may_not_grant_is_told_so(role):
    """PostgreSQL only warns, and grants nothing."""
    sql(f"REVOKE UPDATE ON milestones_order FROM {role}")
    with acting_as(role), pytest.raises(CommandError, match=f"{role} does not own the tables.*DATABASE_OWNER_URL"):
        call_command("grant_web", role)
    assert grants.differences(role) == [f"{role} lacks UPDATE on milestones_order"]


SPOILED = {
    "GRANT DELETE ON escrow_posting TO PUBLIC": "{role} must not have DELETE on escrow_posting",
    "GRANT UPDATE (amount) ON escrow_payment TO PUBLIC": "{role} must not have UPDATE of escrow_payment.amount",
    "GRANT CREATE ON SCHEMA public TO PUBLIC": "{role} must not have CREATE on the schema public",
}


@pytest.mark.parametrize("statement", SPOILED)
def test_it_does_not_say_what_is_not_so(statement, role):
    """What somebody else granted stays, so the role has more than what this command says."""
    sql(statement)
    with pytest.raises(CommandError, match=SPOILED[statement].format(role=role)):
        call_command("grant_web", role)


def test_granting_on_nothing_is_refused(role, monkeypatch):
    monkeypatch.setattr(grants, "tables", list)
    with pytest.raises(CommandError, match="Run migrate first"):
        call_command("grant_web", role)


TAKEN = {
    "REVOKE UPDATE ON milestones_order FROM {role}": "{role} lacks UPDATE on milestones_order",
    "REVOKE UPDATE (state) ON escrow_payment FROM {role}": "{role} lacks UPDATE of escrow_payment.state",
    "REVOKE EXECUTE ON FUNCTION escrow_post_many FROM {role}": "{role} lacks EXECUTE on escrow_post_many",
    "REVOKE SELECT ON django_migrations FROM {role}": "{role} lacks SELECT on django_migrations",
    "GRANT DELETE ON events_event TO {role}": "{role} must not have DELETE on events_event",
}


@pytest.mark.parametrize("statement", TAKEN)
def test_the_site_does_not_start_with_other_rights(statement, role):
    sql(statement.format(role=role))
    with acting_as(role), pytest.raises(CommandError, match=TAKEN[statement].format(role=role)):
        call_command("check_database")


def test_nor_on_an_older_database(role):
    sql("DELETE FROM django_migrations WHERE app = 'events' AND name = '0002_append_only'")
    with acting_as(role), pytest.raises(CommandError, match="events.0002_append_only is not applied. Run migrate"):
        call_command("check_database")


def test_it_starts_with_what_was_granted(role, capsys):
    with acting_as(role):
        call_command("check_database")
    assert f"{role} has the rights that it needs" in capsys.readouterr().out


@pytest.mark.parametrize(("options", "fails"), [([], True), (["--unless-away"], False)])
def test_without_an_answer_nobody_knows(options, fails, monkeypatch, capsys, db):
    def away(*args):
        raise OperationalError("connection refused")

    monkeypatch.setattr(grants, "is_owner", away)
    with pytest.raises(CommandError, match="connection refused") if fails else nullcontext():
        call_command("check_database", *options)
    assert fails or "does not answer: connection refused" in capsys.readouterr().out


def test_with_one_role_for_everything_it_starts_too(db, capsys):
    call_command("check_database")
    assert "The database fits" in capsys.readouterr().out


def test_every_table_is_covered(role):
    unreadable = sql(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace"
        " AND NOT has_table_privilege(%s, oid, 'SELECT')",
        role,
    )
    assert unreadable == []


def test_a_role_that_is_above_rights_is_refused(db):
    me = sql("SELECT current_user")[0][0]
    with pytest.raises(CommandError, match="superuser"):
        call_command("grant_web", me)
    with pytest.raises(CommandError, match="CREATE ROLE"):
        call_command("grant_web", "nobody_of_that_name")


def test_a_role_that_can_become_the_owner_is_refused(db):
    with transaction.atomic():
        member, owner = f"member_{uuid4().hex[:8]}", f"owner_{uuid4().hex[:8]}"
        sql(f"CREATE ROLE {owner}")
        sql(f"CREATE ROLE {member} IN ROLE {owner}")
        sql(f"ALTER TABLE escrow_posting OWNER TO {owner}")
        with pytest.raises(CommandError, match="owner"):
            call_command("grant_web", member)
        transaction.set_rollback(True)


CALL = (
    "SELECT public.escrow_post_many('{{raw}}', '{{k}}', '{{USD}}', ARRAY[''], '{{NULL}}', ARRAY[now()],"
    " '{{NULL}}', '{{fees,suspense}}', '{{NULL,NULL}}', ARRAY['', ''], '{{USD,{second}}}', {lines})"
)
MISUSE = {
    "an entry without lines": (CALL.format(second="USD", lines="'{}', '{}', '{}', '{}'"), "escrow_entry_has_postings"),
    "lines that make money": (
        CALL.format(second="USD", lines="'{1,1}', '{1,2}', '{1,2}', '{5,-4}'"),
        "escrow_entry_balances",
    ),
    "a line in another currency": (
        CALL.format(second="EUR", lines="'{1,1}', '{1,2}', '{1,2}', '{5,-5}'"),
        "escrow_posting_account_same_currency",
    ),
    "a line of no entry": (CALL.format(second="USD", lines="'{2,2}', '{1,2}', '{1,2}', '{5,-5}'"), "23502"),
    "an account of no kind": (
        CALL.format(second="USD", lines="'{1,1}', '{1,2}', '{1,2}', '{5,-5}'").replace("{fees,", "{pocket,"),
        "escrow_account_kind_known",
    ),
}


@pytest.mark.parametrize("misuse", MISUSE)
def test_the_function_itself_takes_no_nonsense(misuse, role):
    statement, guard = MISUSE[misuse]
    with acting_as(role):
        assert refusal(statement) == guard


def test_and_takes_sense(role):
    with acting_as(role):
        assert refusal(CALL.format(second="USD", lines="'{1,1}', '{1,2}', '{1,2}', '{5,-5}'")) == ""
