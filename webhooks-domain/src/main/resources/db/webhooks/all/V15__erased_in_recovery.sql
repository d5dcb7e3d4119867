-- How many deliveries the recovery has left out because their payloads are erased.
alter table recovery add column payload_erased bigint default 0 not null;
