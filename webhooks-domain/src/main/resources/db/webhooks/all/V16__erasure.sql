-- The requests of administrators to erase each event with a value. Nodes work on them in steps.
create table erasure (
  id                uuid primary key,
  account_id        varchar(128) not null,
  requested         timestamp with time zone not null,
  -- The path and the value are encrypted with the key of this id, and deleted at the end.
  key_id            varchar(16) not null,
  criteria          bytea,
  -- The events up to the last one are examined, in the order of their ids. The next step begins after the other one.
  last_event        uuid not null,
  after_event       uuid not null,
  examined          bigint default 0 not null,
  events            bigint default 0 not null,
  deliveries        bigint default 0 not null,
  cancelled         bigint default 0 not null,
  rejected_events   bigint default 0 not null,
  unreadable_events bigint default 0 not null,
  -- When a node last made a step.
  updated           timestamp with time zone not null,
  finished          timestamp with time zone,
  -- Which work of a node erases rejected events now, and until when others leave them to it.
  taken_by          uuid,
  taken_until       timestamp with time zone,
  -- The audit entry, whose detail has the counts.
  audit_id          uuid not null
);
create index erasure_by_end on erasure (finished, updated);
