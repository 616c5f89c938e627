-- The cycle in SQL on the real tables, through the ledger's own function. Each transaction takes the next order.
\set n :n + 1
\set order_id :order + :n
\set step_id :milestone + 3 * :n
\set payer :client + :n % :people
BEGIN;
SELECT state FROM milestones_order WHERE id = :order_id FOR NO KEY UPDATE;
UPDATE milestones_milestone SET state = 'paid', approved_at = now(), acceptance = 'client', paid_at = now(), released = 100000 WHERE id = :step_id;
UPDATE milestones_milestone SET state = 'funded', funded_at = now(), client_fee = 5000, due_at = now() WHERE id = :step_id + 1;
UPDATE deadlines_deadline SET settled_at = now(), outcome = 'acted' WHERE order_id = :order_id AND settled_at IS NULL;
SELECT escrow_post_many(ARRAY['milestone:' || :step_id || ':release', 'milestone:' || (:step_id + 1) || ':fund'], ARRAY['milestone.release', 'milestone.fund'], ARRAY['USD', 'USD'], ARRAY['order:' || :order_id, 'order:' || :order_id], ARRAY[:payer, :payer]::bigint[], ARRAY[now(), now()], ARRAY[NULL, NULL]::text[], ARRAY['escrow', 'clearing', 'fees', 'wallet', 'escrow'], ARRAY[NULL, :payer + :people, NULL, :payer, NULL]::bigint[], ARRAY['milestone:' || :step_id, '', '', '', 'milestone:' || (:step_id + 1)], ARRAY['USD', 'USD', 'USD', 'USD', 'USD'], ARRAY[1, 1, 1, 2, 2, 2], ARRAY[1, 2, 3, 1, 2, 3], ARRAY[1, 2, 3, 4, 5, 3], ARRAY[-100000, 80000, 20000, -105000, 100000, 5000]::bigint[]);
INSERT INTO events_event (kind, thread, about, actor_kind, data, at, actor_id) VALUES ('milestone.paid', 'order:' || :order_id, 'milestone:' || :step_id, 'person', '{"amount": 100000, "fee": 20000, "net": 80000, "currency": "USD"}', now(), :payer);
INSERT INTO events_event (kind, thread, about, actor_kind, data, at, actor_id) VALUES ('milestone.funded', 'order:' || :order_id, 'milestone:' || (:step_id + 1), 'person', '{"amount": 100000, "fee": 5000, "currency": "USD"}', now(), :payer);
COMMIT;
