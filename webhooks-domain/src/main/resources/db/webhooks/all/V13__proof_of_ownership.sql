-- The latest proof that the owner of a webhook controls its receiver. Null if there is none.
-- The digest is SHA-256 over the account, the webhook and the URL, in hexadecimal.
alter table webhook add column proof_digest varchar(64);
alter table webhook add column proof_method varchar(16);
alter table webhook add column proven_at timestamp(3) with time zone;
