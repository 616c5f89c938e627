-- A copy without guards: no triggers, checks or foreign keys on what the cycle writes. Balances are still kept, because
-- that is work and not a guard, by a trigger that checks nothing.
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT conrelid::regclass AS place, conname FROM pg_constraint
        WHERE contype IN ('c', 'f') AND conrelid::regclass::text = ANY (ARRAY['milestones_order', 'milestones_milestone',
            'milestones_deadline', 'events_event', 'escrow_account', 'escrow_balance', 'escrow_journalentry', 'escrow_posting'])
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', one.place, one.conname);
    END LOOP;
END $$;
DROP TRIGGER event_is_append_only ON events_event;
DROP TRIGGER event_is_not_truncated ON events_event;
DROP TRIGGER escrow_account_append_only ON escrow_account;
DROP TRIGGER escrow_entry_append_only ON escrow_journalentry;
DROP TRIGGER escrow_posting_append_only ON escrow_posting;
DROP TRIGGER escrow_balance_follows_postings ON escrow_balance;
DROP TRIGGER escrow_entry_has_postings ON escrow_journalentry;
CREATE OR REPLACE FUNCTION escrow_take_postings() RETURNS trigger LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
    UPDATE public.escrow_balance b SET posted = b.posted + delta.amount
        FROM (SELECT account_id, sum(amount)::bigint AS amount FROM made GROUP BY account_id) delta
        WHERE b.account_id = delta.account_id AND delta.amount <> 0;
    RETURN NULL;
END $$;
