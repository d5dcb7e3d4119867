-- The oldest events, which are purged. New ones come in at the index's end.
create index event_by_time on event (created, id);
