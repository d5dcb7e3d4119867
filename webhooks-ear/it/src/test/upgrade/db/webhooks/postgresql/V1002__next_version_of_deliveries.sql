-- Locks each partition.
alter table delivery add column next_version smallint default 0 not null;
