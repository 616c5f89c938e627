-- The tables that one cycle writes, without triggers and foreign keys, full of the same rows and with the same room.
DROP SCHEMA IF EXISTS raw CASCADE;
CREATE SCHEMA raw;
CREATE TABLE raw.milestones_order (LIKE milestones_order INCLUDING ALL) WITH (fillfactor = 60);
CREATE TABLE raw.milestones_milestone (LIKE milestones_milestone INCLUDING ALL) WITH (fillfactor = 60);
CREATE TABLE raw.escrow_journalentry (LIKE escrow_journalentry INCLUDING ALL);
CREATE TABLE raw.escrow_posting (LIKE escrow_posting INCLUDING ALL);
CREATE TABLE raw.escrow_balance (LIKE escrow_balance INCLUDING ALL) WITH (fillfactor = 50);
CREATE TABLE raw.events_event (LIKE events_event INCLUDING ALL);
INSERT INTO raw.milestones_order SELECT * FROM milestones_order;
INSERT INTO raw.milestones_milestone SELECT * FROM milestones_milestone;
INSERT INTO raw.escrow_journalentry SELECT * FROM escrow_journalentry;
INSERT INTO raw.escrow_posting SELECT * FROM escrow_posting;
INSERT INTO raw.events_event SELECT * FROM events_event;
-- Its five accounts have the numbers 1 to 3 (fees, client, freelancer) and two for each order.
INSERT INTO raw.escrow_balance SELECT n, 1000000000000, 0 FROM generate_series(1, 3 + 2 * (SELECT count(*) FROM milestones_order)) n;
SELECT setval(pg_get_serial_sequence('raw.escrow_journalentry', 'id'), (SELECT max(id) FROM raw.escrow_journalentry));
SELECT setval(pg_get_serial_sequence('raw.events_event', 'id'), (SELECT max(id) FROM raw.events_event));
VACUUM ANALYZE raw.milestones_order, raw.milestones_milestone, raw.escrow_journalentry, raw.escrow_posting, raw.escrow_balance, raw.events_event;
