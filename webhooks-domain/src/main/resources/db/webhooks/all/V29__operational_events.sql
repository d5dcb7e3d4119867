-- Operational events that are not published yet. The transaction of a change writes its row, so none is lost and none
-- reports a change that was rolled back.
create table operational_event (
  -- Also the id of the event.
  id         uuid primary key,
  event_type varchar(64) not null,
  -- The webhook that the event is about; null if it is about the product.
  webhook_id uuid,
  -- The owner of that webhook at the time of the event; null if it had none.
  client_id  varchar(255),
  account_id varchar(128),
  -- The content of the event: JSON that has no text of users.
  content    varchar(1000) not null,
  created    timestamp with time zone not null,
  -- Whether the event and its deliveries to the owner's other webhooks are stored.
  ingested   boolean default false not null,
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
