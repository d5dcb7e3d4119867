-- The trace that an event's publisher gave, in the form of W3C Trace Context. Null if it gave none.
alter table event add column traceparent varchar(55);
alter table event add column tracestate varchar(512);
