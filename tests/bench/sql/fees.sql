-- A client's payment with its fee, by eight clients at once: the fee goes to :fee_kind, which is one account for all
-- ("fees") or one for each person ("receivable"; neither keeps a stored balance).
\set person :client + :client_id * :each + random(0, :each - 1)
BEGIN;
SELECT escrow_post_many(ARRAY[gen_random_uuid()::text], ARRAY['bench.fee'], ARRAY['USD'], ARRAY[''], ARRAY[NULL]::bigint[], ARRAY[now()], ARRAY[NULL]::text[], ARRAY['wallet', 'clearing', ':fee_kind'], ARRAY[:person, :person, CASE ':fee_kind' WHEN 'fees' THEN NULL ELSE :person END]::bigint[], ARRAY['', '', ''], ARRAY['USD', 'USD', 'USD'], ARRAY[1, 1, 1], ARRAY[1, 2, 3], ARRAY[1, 2, 3], ARRAY[-105, 100, 5]::bigint[]);
COMMIT;
