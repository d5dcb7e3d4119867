-- After a rotation the secret before it signs too, for a while; encrypted like the other.
alter table webhook add column previous_secret bytea;
alter table webhook add column previous_secret_until timestamp(3) with time zone;
