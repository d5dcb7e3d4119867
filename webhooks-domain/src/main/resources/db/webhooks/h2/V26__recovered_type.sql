-- The only type of events whose deliveries are recovered; null for all types.
alter table recovery add column event_type varchar(255);
