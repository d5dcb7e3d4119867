-- The queue: events, their deliveries to webhooks, and the attempts of these. No foreign keys between its tables, which
-- are written in batches and purged together.

create table event (
  -- Begins with the time of the intake by the database's clock (RFC 9562, version 7). The ids of the event's deliveries
  -- begin with the same time.
  id          uuid primary key,
  account_id  varchar(128) not null,
  -- The id that the publisher gave, or that was derived for it: unique within the account for webhooks.deduplication.
  message_id  uuid not null,
  -- How many earlier events of the account had this id, each longer ago than that.
  occurrence  integer not null,
  event_type  varchar(255) not null,
  itwin_id    varchar(128) not null,
  -- The bytes of every delivery's body up to its webhookId.
  body        bytea not null,
  -- The trace that the event's publisher gave, in the form of W3C Trace Context. Null if it gave none.
  traceparent varchar(55),
  tracestate  varchar(512),
  created     timestamp with time zone not null,
  unique (message_id, account_id, occurrence)
);

-- Pending deliveries have a small table of their own, which they leave when they end. So the queue's indexes and dead rows
-- stay few, whatever the history.
create table delivery_pending (
  id              uuid primary key,
  account_id      varchar(128) not null,
  event_id        uuid not null,
  webhook_id      uuid not null,
  -- The webhook's activation that the delivery belongs to.
  activation      bigint not null,
  -- When the delivery is due, or its lease ends; null while it waits in its webhook's backlog.
  due_at          timestamp with time zone,
  -- The lease under which a node has it: an outcome is written only under this token.
  lease           uuid,
  attempts        integer not null,
  -- Attempts made before the retry schedule began again, and later ones that a busy node excused; -1 if the lease is of an
  -- ended activation.
  attempts_before integer default 0 not null,
  -- How many more attempts the delivery's owner asked for while one was due or being made.
  redeliveries    integer default 0 not null,
  created         timestamp with time zone not null
);
create index delivery_due on delivery_pending (due_at);
create index delivery_waiting on delivery_pending (webhook_id, due_at, id);
create index delivery_pending_log on delivery_pending (webhook_id, created, id);

create table delivery_finished (
  id          uuid primary key,
  account_id  varchar(128) not null,
  event_id    uuid not null,
  webhook_id  uuid not null,
  activation  bigint not null,
  -- 1 succeeded, 2 exhausted, 3 cancelled
  status      smallint not null check (status in (1, 2, 3)),
  attempts    integer not null,
  created     timestamp with time zone not null,
  -- The last attempt if it succeeded, with the beginning of the response's body. Null if it failed; it is a row of attempt
  -- then, as are all attempts before it.
  started     timestamp with time zone,
  duration_ms integer,
  status_code smallint,
  excerpt     bytea
);
-- Lists a webhook's deliveries by time, and by status and time.
create index delivery_log on delivery_finished (webhook_id, status, created, id);

create table attempt (
  delivery_id      uuid not null,
  number           integer not null,
  account_id       varchar(128) not null,
  started          timestamp with time zone not null,
  duration_ms      integer not null,
  status_code      smallint,
  -- What failed, and what it came from, as far as that is known. Null if the attempt succeeded.
  error            varchar(24),
  cause            varchar(32),
  -- The beginning of the response's body.
  excerpt          bytea,
  -- The headers of a failed attempt: a line for each, without credentials. Null if the attempt succeeded, or if nothing
  -- was sent or received.
  request_headers  varchar(8192),
  response_headers varchar(8192),
  primary key (delivery_id, number)
);

-- All deliveries. Status 0 is pending.
create view delivery as
select id, account_id, event_id, webhook_id, activation, cast(0 as smallint) as status, due_at, lease, attempts,
  attempts_before, redeliveries, created, cast(null as smallint) as status_code
from delivery_pending
union all
select id, account_id, event_id, webhook_id, activation, status, null, null, attempts, 0, 0, created, status_code
from delivery_finished;

-- All attempts.
create view delivery_attempt as
select delivery_id, number, started, duration_ms, status_code, error, cause, excerpt, request_headers, response_headers
from attempt
union all
select id, attempts, started, duration_ms, status_code, null, null, excerpt, null, null
from delivery_finished where started is not null;

-- The number of the latest change of a webhook. The database can't be replaced while its process runs: one epoch.
create view webhook_epoch as select version, '' as epoch from webhook_version;
