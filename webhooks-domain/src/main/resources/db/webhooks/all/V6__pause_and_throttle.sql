-- The pause of a webhook by its owner. Null while the webhook is not paused.
alter table webhook add column paused_since timestamp(3) with time zone;
alter table webhook add column paused_until timestamp(3) with time zone;

-- Counts the pauses of a webhook, so that after each of them every node begins with few requests.
alter table webhook add column pauses integer default 0 not null;

-- Finds the pauses that have ended.
create index webhook_by_end_of_pause on webhook (paused_until);

-- Whether the option throttle is set, so that nothing of it is read for a webhook without it.
alter table webhook add column throttled boolean default false not null;

-- One row for each throttled webhook that has had deliveries. A claim locks it and leases only so many of them.
create table webhook_throttle (
  webhook_id          uuid primary key,
  account_id          varchar(128) not null,
  -- The rate of the latest claim; null if only the requests in flight are bounded.
  requests_per_second double precision,
  -- When the next request is allowed.
  next_at             timestamp with time zone not null,
  -- The deliveries that claims have leased. They are in flight while they have a lease that has not ended.
  leased              uuid array not null
);
