-- When the client certificates of webhooks end. The options are encrypted, so they can't be searched for it.
create table webhook_certificate (
  webhook_id   uuid primary key,
  account_id   varchar(128) not null,
  not_after    timestamp(3) with time zone not null,
  -- When the owner is to be warned; null after the last warning.
  next_warning timestamp(3) with time zone
);
create index webhook_certificate_by_warning on webhook_certificate (next_warning);
create index webhook_certificate_by_account on webhook_certificate (account_id);

-- The keys that were made for certificates that nobody has set yet. They are encrypted with the key of this id, and bound to
-- the webhook's id.
create table webhook_key_request (
  webhook_id uuid primary key,
  account_id varchar(128) not null,
  key_id     varchar(16) not null,
  content    bytea not null,
  created    timestamp(3) with time zone not null
);
create index webhook_key_request_by_account on webhook_key_request (account_id);
