-- About how many bytes of memory the options eventTypePatterns and filters need. 0 if neither is set, so that nothing of
-- them is read for a webhook without them.
alter table webhook add column selection_bytes integer default 0 not null;

-- How many events the filters of a webhook have dropped, for its statistics. Few webhooks have filters.
create table filtered_events (
  webhook_id uuid not null,
  -- The number of the ten minutes since 1970 in which they came.
  period     bigint not null,
  events     bigint not null,
  primary key (webhook_id, period)
);
create index filtered_events_by_period on filtered_events (period);
