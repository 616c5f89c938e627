-- The limit: what hand-written SQL reaches on the same tables without triggers and foreign keys (raw.sql).
-- One transaction approves a milestone, pays it and funds the next: 16 statements, one after the other.
\set n random(0, :orders - 1)
\set order_id :order + :n
\set step_id :milestone + 3 * :n
BEGIN;
SELECT state FROM raw.milestones_order WHERE id = :order_id FOR NO KEY UPDATE;
UPDATE raw.milestones_milestone SET state = 'paid', approved_at = now(), acceptance = 'client', paid_at = now(), released = 100000 WHERE id = :step_id;
UPDATE raw.milestones_milestone SET state = 'funded', funded_at = now(), client_fee = 5000, due_at = now() WHERE id = :step_id + 1;
INSERT INTO raw.escrow_journalentry (kind, currency, key, thread, effective_at) VALUES ('milestone.release', 'USD', gen_random_uuid(), 'order:' || :order_id, now()) RETURNING id AS release \gset
INSERT INTO raw.escrow_posting (entry_id, line, account_id, currency, amount) VALUES (:release, 1, 4 + 2 * :n, 'USD', -100000), (:release, 2, 3, 'USD', 80000), (:release, 3, 1, 'USD', 20000);
INSERT INTO raw.escrow_journalentry (kind, currency, key, thread, effective_at) VALUES ('milestone.fund', 'USD', gen_random_uuid(), 'order:' || :order_id, now()) RETURNING id AS fund \gset
INSERT INTO raw.escrow_posting (entry_id, line, account_id, currency, amount) VALUES (:fund, 1, 2, 'USD', -105000), (:fund, 2, 5 + 2 * :n, 'USD', 100000), (:fund, 3, 1, 'USD', 5000);
UPDATE raw.escrow_balance SET posted = posted - 100000 WHERE account_id = 4 + 2 * :n;
UPDATE raw.escrow_balance SET posted = posted + 80000 WHERE account_id = 3;
UPDATE raw.escrow_balance SET posted = posted + 25000 WHERE account_id = 1;
UPDATE raw.escrow_balance SET posted = posted - 105000 WHERE account_id = 2;
UPDATE raw.escrow_balance SET posted = posted + 100000 WHERE account_id = 5 + 2 * :n;
INSERT INTO raw.events_event (kind, thread, about, actor_kind, data, at) VALUES ('milestone.paid', 'order:' || :order_id, 'milestone:' || :step_id, 'person', '{"amount": 100000, "fee": 20000, "net": 80000, "currency": "USD"}', now());
INSERT INTO raw.events_event (kind, thread, about, actor_kind, data, at) VALUES ('milestone.funded', 'order:' || :order_id, 'milestone:' || :step_id + 1, 'person', '{"amount": 100000, "fee": 5000, "currency": "USD"}', now());
COMMIT;
