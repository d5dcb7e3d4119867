-- A receiver asked for a pause (Retry-After): no node sends deliveries of the webhook before it ends.
create table webhook_pause (
  webhook_id uuid primary key,
  ends       timestamp with time zone not null
);
