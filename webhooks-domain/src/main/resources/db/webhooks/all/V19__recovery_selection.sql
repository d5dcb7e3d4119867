-- Which deliveries a recovery takes, besides their type: why their latest attempts failed, the status of the responses (503 or
-- 5xx), and the message ids of their events, with blanks between them. Null if that does not matter. A finished recovery has no
-- message ids.
alter table recovery add column error varchar(24);
alter table recovery add column status_codes varchar(3);
alter table recovery add column message_ids text;
