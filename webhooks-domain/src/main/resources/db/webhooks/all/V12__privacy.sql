-- Whether the payload of the delivery is erased: the body is not shown, the delivery is not sent again, and its attempts
-- have no excerpts and no headers. The body of an erased event is empty; its row stays, so that a repeat is recognised.
alter table delivery_finished add column payload_erased boolean default false not null;

-- How long the payloads of the webhook are kept after the end of their deliveries; null as long as the deliveries.
alter table webhook_options add column payload_seconds bigint;
-- When a node next looks for payloads to erase, and the time of creation before which it has erased all; null if it has
-- to look at all of them.
alter table webhook_options add column payload_due timestamp with time zone;
alter table webhook_options add column payload_swept timestamp with time zone;

-- How many deliveries the recovery has left out because their payloads are erased.
alter table recovery add column payload_erased bigint default 0 not null;

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
  -- The audit entry, whose detail has the counts.
  audit_id          uuid not null
);
create index erasure_by_end on erasure (finished, updated);
