-- In a script of its own, because a step of a recovery locks its row before its audit entry.
set local lock_timeout = '10s';
-- The only type of events whose deliveries are recovered; null for all types.
alter table recovery add column event_type varchar(255);
