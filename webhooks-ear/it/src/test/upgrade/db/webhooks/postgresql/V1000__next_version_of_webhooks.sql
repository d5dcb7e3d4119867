-- As a next version may add: RollingUpgradeIT runs it while nodes of the version before work.
create table next_version (id uuid primary key);
alter table webhook add column next_version varchar(64);
create index webhook_by_next_version on webhook (next_version);
