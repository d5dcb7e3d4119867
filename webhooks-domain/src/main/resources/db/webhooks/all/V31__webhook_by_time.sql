-- Lists the webhooks of an owner by their times of creation, and counts them.
create index webhook_by_owner_and_time on webhook (client_id, account_id, created, id);
drop index webhook_by_owner;
