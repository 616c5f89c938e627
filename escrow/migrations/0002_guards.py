"""The rules of the ledger, kept by PostgreSQL itself. docs/money.md lists which object keeps which promise.

Names are written out in full and every function fixes its search_path, because a SECURITY DEFINER function must not
be led astray by tables or operators that its caller put in the way.
"""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION public.escrow_append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'escrow_append_only', TABLE = TG_TABLE_NAME,
              HINT = 'Post an entry that reverses the wrong one.';
END $$;

CREATE TRIGGER escrow_account_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.escrow_account
    FOR EACH STATEMENT EXECUTE FUNCTION public.escrow_append_only();
CREATE TRIGGER escrow_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.escrow_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION public.escrow_append_only();
CREATE TRIGGER escrow_posting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.escrow_posting
    FOR EACH STATEMENT EXECUTE FUNCTION public.escrow_append_only();
"""

APPEND_ONLY_REVERSE = """
DROP TRIGGER escrow_posting_append_only ON public.escrow_posting;
DROP TRIGGER escrow_entry_append_only ON public.escrow_journalentry;
DROP TRIGGER escrow_account_append_only ON public.escrow_account;
DROP FUNCTION public.escrow_append_only;
"""

# An entry and all its lines are in one currency, each line in the currency of its account.
ONE_CURRENCY = """
ALTER TABLE public.escrow_posting
    ADD CONSTRAINT escrow_posting_entry_same_currency FOREIGN KEY (entry_id, currency)
        REFERENCES public.escrow_journalentry (id, currency),
    ADD CONSTRAINT escrow_posting_account_same_currency FOREIGN KEY (account_id, currency)
        REFERENCES public.escrow_account (id, currency);
ALTER TABLE public.escrow_journalentry
    ADD CONSTRAINT escrow_entry_reverses_same_currency FOREIGN KEY (reverses_id, currency)
        REFERENCES public.escrow_journalentry (id, currency);
"""

ONE_CURRENCY_REVERSE = """
ALTER TABLE public.escrow_journalentry DROP CONSTRAINT escrow_entry_reverses_same_currency;
ALTER TABLE public.escrow_posting
    DROP CONSTRAINT escrow_posting_account_same_currency,
    DROP CONSTRAINT escrow_posting_entry_same_currency;
"""

# Balances are rewritten all the time: half-full pages let PostgreSQL do that without touching the index.
# Only a trigger may write them: the one on new accounts and the one on new postings.
BALANCES = """
-- Not deferred like Django's own: checked inside our functions it goes by their plans, always by index.
ALTER TABLE public.escrow_balance
    ADD CONSTRAINT escrow_balance_account_exists FOREIGN KEY (account_id) REFERENCES public.escrow_account (id);
ALTER TABLE public.escrow_balance SET (fillfactor = 50);

CREATE FUNCTION public.escrow_open_balances() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.escrow_balance (account_id, posted, floor) SELECT id, 0, 0 FROM made WHERE keeps_balance;
    RETURN NULL;
END $$;

CREATE TRIGGER escrow_account_opens_balance AFTER INSERT ON public.escrow_account
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION public.escrow_open_balances();

CREATE FUNCTION public.escrow_guard_balances() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') OR pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'balances follow from postings: % refused', TG_OP
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'escrow_balance_follows_postings', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER escrow_balance_follows_postings BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.escrow_balance
    FOR EACH STATEMENT EXECUTE FUNCTION public.escrow_guard_balances();
"""

BALANCES_REVERSE = """
DROP TRIGGER escrow_balance_follows_postings ON public.escrow_balance;
DROP FUNCTION public.escrow_guard_balances;
DROP TRIGGER escrow_account_opens_balance ON public.escrow_account;
DROP FUNCTION public.escrow_open_balances;
ALTER TABLE public.escrow_balance RESET (fillfactor);
ALTER TABLE public.escrow_balance DROP CONSTRAINT escrow_balance_account_exists;
"""

# One trigger per statement, not per row: a row trigger that sums is quadratic in the size of an entry.
POSTINGS = """
CREATE FUNCTION public.escrow_take_postings() RETURNS trigger
LANGUAGE plpgsql
-- The plan is kept for the session, whatever the size of the first statement was: it must always go by index.
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wrong bigint;
BEGIN
    SELECT entry_id INTO wrong FROM made GROUP BY entry_id HAVING sum(amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % does not add up to zero', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'escrow_entry_balances', TABLE = TG_TABLE_NAME;
    END IF;

    SELECT m.entry_id INTO wrong FROM made m JOIN public.escrow_journalentry e ON e.id = m.entry_id
        WHERE e.xid8 <> pg_current_xact_id() LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % was closed by its own transaction', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'escrow_entry_is_closed', TABLE = TG_TABLE_NAME;
    END IF;

    -- In account order, so that two movements between the same accounts queue instead of locking each other out.
    PERFORM FROM public.escrow_balance WHERE account_id IN (SELECT account_id FROM made)
        ORDER BY account_id FOR NO KEY UPDATE;
    UPDATE public.escrow_balance b SET posted = b.posted + delta.amount
        FROM (SELECT account_id, sum(amount)::bigint AS amount FROM made GROUP BY account_id) delta
        WHERE b.account_id = delta.account_id AND delta.amount <> 0;
    RETURN NULL;
END $$;

CREATE TRIGGER escrow_posting_taken AFTER INSERT ON public.escrow_posting
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION public.escrow_take_postings();

-- The runtime role cannot insert an entry but through escrow_post_many; this holds the tables' owner to it as well.
CREATE FUNCTION public.escrow_check_entry() RETURNS trigger
LANGUAGE plpgsql
SET enable_seqscan = off SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.escrow_posting WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION 'entry % moves nothing', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'escrow_entry_has_postings', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER escrow_entry_has_postings AFTER INSERT ON public.escrow_journalentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.escrow_check_entry();
"""

POSTINGS_REVERSE = """
DROP TRIGGER escrow_entry_has_postings ON public.escrow_journalentry;
DROP FUNCTION public.escrow_check_entry;
DROP TRIGGER escrow_posting_taken ON public.escrow_posting;
DROP FUNCTION public.escrow_take_postings;
"""

# The one way in. Entries are parallel arrays, one element each; so are the accounts that they touch (each once) and the
# lines, which name their entry and account by position. One call, however many entries.
POST = """
CREATE FUNCTION public.escrow_post_many(
    keys text[], kinds text[], currencies text[], threads text[], actors bigint[], effective timestamptz[],
    reversed_keys text[],
    account_kinds text[], account_owners bigint[], account_references text[], account_currencies text[],
    line_entries int[], line_numbers int[], line_accounts int[], line_amounts bigint[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
-- Planning the arrays anew each time would cost more than all the rest, and a kept plan must suit one line and thousands:
-- always by index.
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    account_ids bigint[];
    entry_ids bigint[];
    missing text;
BEGIN
    account_ids := public.escrow_account_ids(account_kinds, account_owners, account_references, account_currencies);
    IF array_position(account_ids, NULL) IS NOT NULL THEN
        INSERT INTO public.escrow_account (kind, owner_id, reference, currency)
            SELECT kind, owner, reference, currency
            FROM unnest(account_kinds, account_owners, account_references, account_currencies, account_ids)
                AS wanted (kind, owner, reference, currency, id)
            WHERE id IS NULL ORDER BY kind, owner, reference, currency
            ON CONFLICT (kind, reference, currency, coalesce(owner_id, 0)) DO NOTHING;
        account_ids := public.escrow_account_ids(account_kinds, account_owners, account_references, account_currencies);
    END IF;

    -- Before the entries get their numbers, so that the entries of one account are numbered in the order in which
    -- they changed it, and a running balance tells what really happened.
    PERFORM FROM public.escrow_balance WHERE account_id = ANY (account_ids) ORDER BY account_id FOR NO KEY UPDATE;

    IF cardinality(array_remove(reversed_keys, NULL)) > 0 THEN
        SELECT key INTO missing FROM unnest(reversed_keys) AS asked (key)
            WHERE key IS NOT NULL AND NOT EXISTS (SELECT FROM public.escrow_journalentry e WHERE e.key = asked.key);
        IF FOUND THEN
            RAISE EXCEPTION 'there is no entry % to reverse', missing
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'escrow_entry_reverses_exists';
        END IF;
    END IF;

    WITH written AS (
        INSERT INTO public.escrow_journalentry (key, kind, currency, thread, actor_id, effective_at, reverses_id)
            SELECT entry.key, entry.kind, entry.currency, entry.thread, entry.actor, entry.at, reversed.id
            FROM unnest(keys, kinds, currencies, threads, actors, effective, reversed_keys) WITH ORDINALITY
                AS entry (key, kind, currency, thread, actor, at, reverses, number)
            LEFT JOIN public.escrow_journalentry reversed ON reversed.key = entry.reverses
            ORDER BY entry.number
        RETURNING id
    )
    SELECT array_agg(id ORDER BY id) INTO entry_ids FROM written;

    INSERT INTO public.escrow_posting (entry_id, line, account_id, currency, amount)
        SELECT entry_ids[entry], line, account_ids[account], currencies[entry], amount
        FROM unnest(line_entries, line_numbers, line_accounts, line_amounts) AS made (entry, line, account, amount);
END $$;

CREATE FUNCTION public.escrow_account_ids(kinds text[], owners bigint[], refs text[], currencies text[])
RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT array_agg(a.id ORDER BY wanted.number)
        FROM unnest(kinds, owners, refs, currencies) WITH ORDINALITY
            AS wanted (kind, owner, reference, currency, number)
        LEFT JOIN public.escrow_account a
            ON a.kind = wanted.kind AND a.reference = wanted.reference AND a.currency = wanted.currency
            AND coalesce(a.owner_id, 0) = coalesce(wanted.owner, 0)
    );
END $$;

REVOKE ALL ON FUNCTION public.escrow_post_many, public.escrow_account_ids FROM PUBLIC;
"""

POST_REVERSE = """
DROP FUNCTION public.escrow_post_many;
DROP FUNCTION public.escrow_account_ids;
"""

# Accounts without a stored balance: a roll-up of every transaction before `upto`, plus what came after. The cut is the
# oldest transaction still running, so nothing that commits later can lie before it. (Cutting by id or by time loses
# the money of slow transactions.) After a dump was restored into a new cluster the transaction numbers start again:
# a roll-up from the future counts as none, and the next run begins afresh.
ROLLUPS = """
CREATE FUNCTION public.escrow_since(account bigint, since xid8) RETURNS bigint
LANGUAGE plpgsql STABLE
-- Planned with the real value of `since`: almost nothing is later than it.
SET plan_cache_mode = force_custom_plan SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT coalesce(sum(p.amount), 0)::bigint
        FROM public.escrow_journalentry e JOIN public.escrow_posting p ON p.entry_id = e.id
        WHERE e.xid8 >= since AND p.account_id = account
    );
END $$;

CREATE VIEW public.escrow_standing AS
    SELECT a.id AS account_id,
        CASE WHEN a.keeps_balance THEN b.posted
             WHEN r.upto <= pg_snapshot_xmin(pg_current_snapshot()) THEN r.posted + public.escrow_since(a.id, r.upto)
             ELSE public.escrow_since(a.id, '0'::xid8)
        END AS posted
    FROM public.escrow_account a
    LEFT JOIN public.escrow_balance b ON b.account_id = a.id
    LEFT JOIN public.escrow_balancerollup r ON r.account_id = a.id;

CREATE FUNCTION public.escrow_roll_up() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    cut xid8;
    mark xid8;
BEGIN
    -- One at a time; a second one has nothing to add.
    IF NOT pg_try_advisory_xact_lock('public.escrow_balancerollup'::regclass::oid::bigint) THEN
        RETURN;
    END IF;
    cut := pg_snapshot_xmin(pg_current_snapshot());
    SELECT coalesce(max(upto), '0'::xid8) INTO mark FROM public.escrow_balancerollup;
    IF mark > cut THEN
        DELETE FROM public.escrow_balancerollup;
        mark := '0'::xid8;
    END IF;
    INSERT INTO public.escrow_balancerollup AS r (account_id, posted, upto)
        SELECT a.id, coalesce(sum(p.amount), 0), cut
        FROM public.escrow_account a
        LEFT JOIN (public.escrow_posting p
                   JOIN public.escrow_journalentry e ON e.id = p.entry_id AND e.xid8 >= mark AND e.xid8 < cut)
            ON p.account_id = a.id
        WHERE NOT a.keeps_balance
        GROUP BY a.id
        ON CONFLICT (account_id) DO UPDATE SET posted = r.posted + excluded.posted, upto = excluded.upto;
END $$;

REVOKE ALL ON FUNCTION public.escrow_roll_up FROM PUBLIC;
"""

ROLLUPS_REVERSE = """
DROP FUNCTION public.escrow_roll_up;
DROP VIEW public.escrow_standing;
DROP FUNCTION public.escrow_since;
"""


class Migration(migrations.Migration):
    dependencies = [("escrow", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_REVERSE),
        migrations.RunSQL(ONE_CURRENCY, ONE_CURRENCY_REVERSE),
        migrations.RunSQL(BALANCES, BALANCES_REVERSE),
        migrations.RunSQL(POSTINGS, POSTINGS_REVERSE),
        migrations.RunSQL(POST, POST_REVERSE),
        migrations.RunSQL(ROLLUPS, ROLLUPS_REVERSE),
    ]
