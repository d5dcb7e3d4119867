-- In a script of its own, because nodes lock the tables in another order.
alter table event add column next_version varchar(64);
