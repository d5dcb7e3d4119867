-- The latest recovery of each webhook that one request could not finish. Any node continues it in steps.
create table recovery (
  webhook_id   uuid primary key,
  period_start timestamp with time zone not null,
  period_end   timestamp with time zone not null,
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
