-- When the signing keys in the options change: the next key becomes the current one, or the publication of a former key ends.
-- Null if no change is due. The keys themselves are in the encrypted options.
alter table webhook_options add column signing_keys_due timestamp(3) with time zone;

-- Finds the keys whose change is due.
create index webhook_options_by_signing_keys_due on webhook_options (signing_keys_due);
