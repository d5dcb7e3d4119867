-- The queue: events, their deliveries to webhooks, and the attempts of these. No foreign keys between its tables, which
-- are written in batches and purged together.

create table event (
  id          uuid primary key,
  event_type  varchar(255) not null,
  account_id  varchar(128) not null,
  itwin_id    varchar(128) not null,
  -- The bytes of every delivery's body up to its webhookId.
  body        bytea not null,
  -- The trace that the event's publisher gave, in the form of W3C Trace Context. Null if it gave none.
  traceparent varchar(55),
  tracestate  varchar(512),
  created     timestamp with time zone not null
);
-- Finds the oldest events, which are purged. New ones come in at the index's end.
create index event_by_time on event (created, id);

create table delivery (
  id              uuid primary key,
  event_id        uuid not null,
  webhook_id      uuid not null,
  -- The webhook's activation that the delivery belongs to.
  activation      bigint not null,
  -- 0 pending, 1 succeeded, 2 exhausted, 3 cancelled
  status          smallint not null,
  -- When a pending delivery is due, or its lease ends; null while it waits in its webhook's backlog.
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
-- H2 has no partial indexes: the status leads instead.
create index delivery_due on delivery (status, due_at);
create index delivery_waiting on delivery (status, webhook_id, due_at, id);
-- Lists a webhook's deliveries by time, and by status and time.
create index delivery_log on delivery (webhook_id, status, created, id);

create table attempt (
  delivery_id      uuid not null,
  number           integer not null,
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

-- Finds the secrets of before a rotation whose time is over.
create index webhook_by_previous_secret on webhook (previous_secret_until);
