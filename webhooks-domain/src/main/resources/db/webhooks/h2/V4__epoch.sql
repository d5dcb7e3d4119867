-- The number of the latest change of a webhook. The database can't be replaced while its process runs: one epoch.
create view webhook_epoch as select version, '' as epoch from webhook_version;
