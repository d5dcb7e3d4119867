-- How many more attempts a delivery's owner asked for while one was due or being made.
alter table delivery add column redeliveries integer not null default 0;
