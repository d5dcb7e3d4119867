-- H2 has no partial indexes: the status leads instead.
create index delivery_due on delivery (status, due_at);
create index delivery_waiting on delivery (status, webhook_id, due_at, id);
