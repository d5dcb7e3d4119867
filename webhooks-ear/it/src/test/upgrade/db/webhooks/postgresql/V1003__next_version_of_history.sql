-- Locks each partition.
alter table delivery_finished add column next_version smallint default 0 not null;
