-- The trace that an event's publisher gave, in the form of W3C Trace Context. Null if it gave none, so that it costs
-- no bytes. Nodes of the version before leave it null. No row is rewritten.
set local lock_timeout = '10s';
alter table event add column traceparent varchar(55), add column tracestate varchar(512);
