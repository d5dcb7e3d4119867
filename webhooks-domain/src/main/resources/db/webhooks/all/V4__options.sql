-- The options that owners have set beside the properties of the v2 object. Few webhooks have some.
create table webhook_options (
  webhook_id uuid primary key,
  account_id varchar(128) not null,
  -- The options are encrypted with the key of this id, and bound to the webhook's id. It is not the key of the webhook's
  -- row, because a node of an earlier version may encrypt that again.
  key_id     varchar(16) not null,
  content    bytea not null,
  modified   timestamp(3) with time zone not null
);
create index webhook_options_by_account on webhook_options (account_id);

-- Whether the webhook has options, so that a webhook without any needs no other read.
alter table webhook add column has_options boolean default false not null;

-- The level of the options that the node knows, which grows when a version adds options. A version before options does not
-- write this column, and would send requests without them.
alter table node add column option_level integer default 0 not null;
