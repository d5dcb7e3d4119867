-- One row: counts the changes of webhooks. Who changes a webhook takes the next number first and so
-- holds the row until its commit: numbers become visible in their order, and a reader that has seen
-- a number has seen every change up to it.
create table webhook_version (
  id      smallint primary key,
  version bigint not null
);
insert into webhook_version (id, version) values (1, 0);

create table webhook (
  id                  uuid primary key,
  client_id           varchar(255) not null,
  account_id          varchar(128) not null,
  scope               varchar(16) not null,
  scope_id            varchar(128) not null,
  active              boolean not null,
  -- Counts activations: deliveries of an earlier one are cancelled when they come up.
  activation          bigint not null,
  deactivation_reason varchar(64),
  event_types         text not null,
  -- Both encrypted with the key of this id, and bound to the webhook's id.
  key_id              varchar(16) not null,
  callback_url        bytea not null,
  secret              bytea not null,
  created             timestamp(3) with time zone not null,
  modified            timestamp(3) with time zone not null,
  version             bigint not null
);
create index webhook_by_version on webhook (version);
create index webhook_by_scope on webhook (scope_id, client_id);

create table itwin (
  id         uuid primary key,
  account_id varchar(128) not null
);

create table itwin_grant (
  itwin_id   uuid not null references itwin (id) on delete cascade,
  client_id  varchar(255) not null,
  permission varchar(64) not null,
  primary key (itwin_id, client_id, permission)
);

-- The queue: no foreign keys between its tables, which are written in batches and purged together.
create table event (
  id         uuid primary key,
  event_type varchar(255) not null,
  account_id varchar(128) not null,
  itwin_id   varchar(128) not null,
  -- The bytes of every delivery's body up to its webhookId.
  body       bytea not null,
  created    timestamp with time zone not null
);

create table delivery (
  id         uuid primary key,
  event_id   uuid not null,
  webhook_id uuid not null,
  activation bigint not null,
  -- 0 pending, 1 succeeded, 2 exhausted, 3 cancelled
  status     smallint not null,
  attempts   integer not null,
  -- When a pending delivery is due, or its lease ends; null while it waits in its webhook's line.
  due_at     timestamp with time zone,
  -- Who holds it: an outcome is written only under this token.
  lease      uuid,
  created    timestamp with time zone not null
);

create table attempt (
  delivery_id uuid not null,
  number      integer not null,
  started     timestamp with time zone not null,
  duration_ms integer not null,
  status_code smallint,
  error       varchar(24),
  excerpt     bytea,
  primary key (delivery_id, number)
);
