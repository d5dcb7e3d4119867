-- All tables but those of the queue, which the next script makes for each database.

-- The directory: the known iTwins, their accounts, and what clients may do on them.
create table itwin (
  id         uuid primary key,
  account_id varchar(128) not null
);
create index itwin_by_account on itwin (account_id);

create table itwin_grant (
  itwin_id   uuid not null references itwin (id) on delete cascade,
  client_id  varchar(255) not null,
  permission varchar(64) not null,
  primary key (itwin_id, client_id, permission)
);

-- The webhooks. The row of a deleted one stays, belonging to nobody, until its deliveries are purged.
create table webhook (
  id                    uuid primary key,
  -- The owner: a client in one account.
  client_id             varchar(255) not null,
  account_id            varchar(128) not null,
  -- Whose events it gets: the id of the account or of the iTwin that the scope names.
  scope                 varchar(16) not null,
  scope_id              varchar(128) not null,
  event_types           text not null,
  active                boolean not null,
  -- Counts activations: deliveries of an earlier one are cancelled when they come up.
  activation            bigint not null,
  deactivation_reason   varchar(64),
  deleted               boolean default false not null,
  -- The URL and the secrets are encrypted with the key of this id, and bound to the webhook's id.
  key_id                varchar(16) not null,
  callback_url          bytea not null,
  secret                bytea not null,
  -- After a rotation the secret before it signs too, until this time.
  previous_secret       bytea,
  previous_secret_until timestamp(3) with time zone,
  created               timestamp(3) with time zone not null,
  modified              timestamp(3) with time zone not null,
  -- The number of the latest change, of webhook_version.
  version               bigint not null
);
create index webhook_by_version on webhook (version);
create index webhook_by_scope on webhook (scope_id, client_id);
create index webhook_by_account on webhook (account_id, id);
-- Lists the webhooks of an owner by their times of creation, and counts them.
create index webhook_by_owner_and_time on webhook (client_id, account_id, created, id);
-- Finds the secrets of before a rotation whose time is over.
create index webhook_by_previous_secret on webhook (previous_secret_until);
-- List all webhooks by time, and the ones of an account, active and inactive ones apart.
create index webhook_listed on webhook (deleted, active, created, id);
create index webhook_listed_by_account on webhook (account_id, active, created, id);

-- One row: counts the changes of webhooks. A transaction that changes a webhook takes the next number first and so
-- holds the row until its commit: numbers become visible in their order, and a reader that has seen a number has seen
-- every change up to it.
create table webhook_version (
  id      smallint primary key,
  version bigint not null
);
insert into webhook_version (id, version) values (1, 0);

-- Counts the webhooks of each owner that has any, so that a creation that checks the maximum reads one row.
create table webhook_owner (
  client_id  varchar(255) not null,
  account_id varchar(128) not null,
  webhooks   bigint not null,
  primary key (client_id, account_id)
);

-- The webhooks, clients and accounts that an administrator of the product has blocked.
create table webhook_block (
  id        uuid primary key,
  kind      varchar(16) not null,
  target    varchar(255) not null,
  created   timestamp(3) with time zone not null,
  client_id varchar(255) not null,
  unique (kind, target)
);

-- A receiver asked for a pause (Retry-After): no node sends deliveries of the webhook before it ends.
create table webhook_pause (
  webhook_id uuid primary key,
  account_id varchar(128) not null,
  ends       timestamp with time zone not null
);
create index webhook_pause_by_end on webhook_pause (ends);

-- The accounts that are being moved to another installation: no node sends deliveries of their webhooks.
create table account_hold (
  account_id varchar(128) primary key,
  since      timestamp with time zone not null
);

-- The attempts of a webhook that failed one after another since its last success, activation or change of URL. A webhook
-- whose latest attempt succeeded has no row.
create table failure_streak (
  webhook_id  uuid primary key,
  account_id  varchar(128) not null,
  failures    integer not null,
  since       timestamp with time zone not null,
  -- The latest failure: when its attempt began, and what it was.
  last_time   timestamp with time zone,
  last_error  varchar(24),
  last_cause  varchar(32),
  last_status smallint
);

-- The latest recovery of each webhook that one request could not finish. Any node continues it in steps.
create table recovery (
  webhook_id   uuid primary key,
  account_id   varchar(128) not null,
  period_start timestamp with time zone not null,
  period_end   timestamp with time zone not null,
  -- The only type of events whose deliveries are recovered; null for all types.
  event_type   varchar(255),
  -- The numbers of the statuses that are still to be recovered, the current one first.
  statuses     varchar(32) not null,
  -- The cursor that the next step begins after.
  after_time   timestamp with time zone not null,
  after_id     uuid not null,
  recovered    bigint not null,
  finished     boolean not null,
  updated      timestamp with time zone not null,
  audit_id     uuid not null
);
create index recovery_unfinished on recovery (finished, updated);

-- Who did what, and when. Written in the transaction of the act.
create table audit (
  id            uuid primary key,
  happened      timestamp with time zone not null,
  action        varchar(32) not null,
  client_id     varchar(255) not null,
  -- The user that the client acted for, if it did.
  user_id       varchar(255),
  -- The account of the token that acted. Null if it had none, or if the product acted.
  actor_account varchar(128),
  -- The account whose webhook or iTwin it concerns.
  account_id    varchar(128),
  webhook_id    uuid,
  itwin_id      uuid,
  detail        varchar(512)
);
create index audit_by_time on audit (happened, id);
create index audit_by_account on audit (account_id, happened, id);
create index audit_by_webhook on audit (webhook_id, happened, id);
create index audit_by_action on audit (action, happened, id);

-- Operational events that are not published yet. The transaction of a change writes its row, so none is lost and none
-- reports a change that was rolled back.
create table operational_event (
  -- Also the id of the event.
  id            uuid primary key,
  event_type    varchar(64) not null,
  -- The webhook that the event is about; null if it is about the product.
  webhook_id    uuid,
  -- The owner of that webhook at the time of the event; null if it had none.
  client_id     varchar(255),
  account_id    varchar(128),
  -- The content of the event: JSON that has no text of users.
  content       varchar(1000) not null,
  created       timestamp with time zone not null,
  -- Whether the event and its deliveries to the owner's other webhooks are stored.
  ingested      boolean default false not null,
  -- Until then one node publishes it.
  claimed_until timestamp with time zone
);
create index operational_event_by_state on operational_event (ingested, id);

-- Webhooks that were reported as failing, until the report that they are back to normal.
create table failing_webhook (
  webhook_id uuid primary key,
  since      timestamp with time zone not null
);

-- Deliveries without attempts left that are not reported yet.
create table exhausted_deliveries (
  webhook_id uuid primary key,
  deliveries integer not null,
  since      timestamp with time zone not null
);

-- One row: whether the backlog was reported as too long, and when a node last looked for changes to report.
create table operational_state (
  backlog_exceeded boolean not null,
  checked          timestamp with time zone not null
);
insert into operational_state (backlog_exceeded, checked) values (false, current_timestamp);

-- The running nodes. Each writes its row again and again; a row that is not written any more is of a node that died.
create table node (
  id                       uuid primary key,
  host                     varchar(255) not null,
  -- The port that the node answered its first request on, which tells nodes of one host apart. Null before that.
  port                     integer,
  version                  varchar(64) not null,
  started                  timestamp(3) with time zone not null,
  seen                     timestamp(3) with time zone not null,
  -- Since when the broker has not answered this node; null if it answers.
  broker_unavailable_since timestamp(3) with time zone
);
