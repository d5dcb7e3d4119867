-- Rows are deleted for good where they are old: vacuum by their number, in small steps, not when a
-- fifth of a large table is dead.
alter table event set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 10000);
alter table attempt set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 10000);
