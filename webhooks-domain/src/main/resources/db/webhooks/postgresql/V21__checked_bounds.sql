-- Reads all rows once, while nodes of the version before read and write them.
alter table delivery validate constraint delivery_former_end;
alter table attempt validate constraint attempt_former_end;
