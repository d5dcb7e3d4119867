-- A deleted webhook's row stays, belonging to nobody, until its deliveries are purged.
alter table webhook add column deleted boolean not null default false;
create index webhook_by_client on webhook (client_id, id);
create index webhook_by_account on webhook (account_id, id);
