-- Whether the payload of the delivery is erased: the body is not shown, the delivery is not sent again, and its attempts
-- have no excerpts and no headers. The body of an erased event is empty; its row stays, so that a repeat is recognised.
alter table delivery_finished add column payload_erased boolean default false not null;
