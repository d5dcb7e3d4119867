-- Secrets of before a rotation, by when their time is over.
create index webhook_by_previous_secret on webhook (previous_secret_until);
