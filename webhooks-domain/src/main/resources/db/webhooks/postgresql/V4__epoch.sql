-- The number of the latest change of a webhook, and the epoch in which these numbers can be compared. After a restore or a
-- fail-over, which may have forgotten changes that nodes have read, the epoch is another one: the server has started since,
-- or the table was made anew.
create view webhook_epoch as
select version, extract(epoch from pg_postmaster_start_time()) || ' ' || tableoid as epoch from webhook_version;
