-- Secrets of before a rotation, by when their time is over: few webhooks have one.
create index webhook_by_previous_secret on webhook (previous_secret_until)
  where previous_secret_until is not null;
