-- The latest failure of a streak: when its attempt began, and what it was. Null if an earlier version counted it.
alter table failure_streak add column last_time timestamp with time zone;
alter table failure_streak add column last_error varchar(24);
alter table failure_streak add column last_cause varchar(32);
alter table failure_streak add column last_status smallint;
