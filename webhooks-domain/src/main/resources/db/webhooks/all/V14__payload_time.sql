-- How long the payloads of the webhook are kept after the end of their deliveries; null as long as the deliveries.
alter table webhook_options add column payload_seconds bigint;
-- When a node next looks for payloads to erase, and the time of creation before which it has erased all; null if it has
-- to look at all of them.
alter table webhook_options add column payload_due timestamp with time zone;
alter table webhook_options add column payload_swept timestamp with time zone;
-- How far a sweep has come that a node interrupted, so that other webhooks get their turn: the status it looks at, the last
-- delivery it looked at, the earliest delivery that keeps its payload, and for how long it has worked. Without a status,
-- the next sweep begins again.
alter table webhook_options add column sweep_status smallint;
alter table webhook_options add column sweep_after timestamp with time zone;
alter table webhook_options add column sweep_after_id uuid;
alter table webhook_options add column sweep_kept timestamp with time zone;
alter table webhook_options add column sweep_millis bigint;
-- Finds the next webhook that is due. Webhooks whose payloads have no time of their own are never due.
create index webhook_options_by_payload on webhook_options (payload_due);
