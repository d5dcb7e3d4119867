-- Counts and lists the webhooks of an owner without reading their rows.
create index webhook_by_owner on webhook (client_id, account_id, id);
drop index webhook_by_client;
