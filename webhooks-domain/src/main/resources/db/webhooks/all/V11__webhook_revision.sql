-- The settings that webhooks have had: a row for each change, so that an explanation can say why an event of that time did
-- not match. Creations and changes of many webhooks at once write no row: the next change of the webhook does.
create table webhook_revision (
  id          uuid primary key,
  webhook_id  uuid not null,
  account_id  varchar(128) not null,
  -- The version of the webhook that last had these settings. Another version in the webhook's row means that it changed
  -- without a row here. -1 after a move of the account.
  version     bigint not null,
  active      boolean not null,
  valid_from  timestamp(3) with time zone not null,
  -- When the next row begins. Null in the last row of a webhook.
  valid_until timestamp(3) with time zone,
  -- The settings without secrets, encrypted with the key of this id, because a callback URL may have credentials.
  key_id      varchar(16) not null,
  content     bytea not null
);
create index webhook_revision_by_webhook on webhook_revision (webhook_id, valid_from);
create index webhook_revision_by_account on webhook_revision (account_id);
-- Finds the rows that are older than the retention.
create index webhook_revision_by_end on webhook_revision (valid_until);
