-- The option timeout in milliseconds, so that claims and intake know the length of a lease without reading the options.
-- Null without the option.
alter table webhook add column attempt_timeout_ms integer;
