-- Attempts made before a delivery was queued anew: the retry schedule begins again after them.
alter table delivery add column attempts_before integer not null default 0;
-- A webhook's deliveries by time, and by status and time.
create index delivery_log on delivery (webhook_id, status, created, id);
