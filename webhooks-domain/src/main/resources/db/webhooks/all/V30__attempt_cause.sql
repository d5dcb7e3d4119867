-- What the error of an attempt came from, in plain words. Null if it is not known, or if an earlier version made the attempt.
alter table attempt add column cause varchar(32);
