-- The headers of a failed attempt: a line for each, without credentials. Null if the attempt succeeded, if an
-- earlier version made it, or if nothing was sent or received.
alter table attempt add column request_headers varchar(8192);
alter table attempt add column response_headers varchar(8192);
