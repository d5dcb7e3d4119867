-- Finds the pauses that have just ended, and those that are over and can be deleted.
create index webhook_pause_by_end on webhook_pause (ends);
