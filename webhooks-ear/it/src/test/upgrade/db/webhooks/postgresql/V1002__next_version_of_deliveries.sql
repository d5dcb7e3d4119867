-- Locks the queue, in a script of its own as well.
alter table delivery_pending add column next_version smallint default 0 not null;
