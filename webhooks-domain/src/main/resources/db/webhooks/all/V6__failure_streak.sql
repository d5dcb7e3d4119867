-- Attempts that failed one after another, of webhooks whose latest attempt failed: since their last
-- success, activation or change of URL. A healthy webhook has no row.
create table failure_streak (
  webhook_id uuid primary key,
  failures   integer not null,
  since      timestamp with time zone not null
);
