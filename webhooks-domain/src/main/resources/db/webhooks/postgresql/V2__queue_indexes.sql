-- Only pending deliveries are in the queue's indexes: their size follows the backlog, not the history.
create index delivery_due on delivery (due_at) where status = 0 and due_at is not null;
create index delivery_waiting on delivery (webhook_id, id) where status = 0 and due_at is null;

-- Rows of the queue die young: vacuum by their number, not by the share of a table that grows.
alter table delivery set (
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0
);
