-- The port that the node answered its first request on, which tells nodes of one host apart. Null before that, and for
-- nodes of an earlier version.
alter table node add column port integer;
