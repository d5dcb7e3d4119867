-- Without the id: a plan that was made for a small table could look every id up in this index, reading all of it each time.
drop index delivery_pending_log;
create index delivery_pending_log on delivery_pending (webhook_id, created);
