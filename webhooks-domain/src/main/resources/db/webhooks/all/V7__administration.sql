-- Who did what, and when. Written in the transaction of the act, and never purged.
create table audit (
  id         uuid primary key,
  happened   timestamp with time zone not null,
  action     varchar(32) not null,
  client_id  varchar(255) not null,
  -- The user that the client acted for, if it did.
  user_id    varchar(255),
  -- The account whose webhook or iTwin it concerns.
  account_id varchar(128),
  webhook_id uuid,
  itwin_id   uuid,
  detail     varchar(512)
);
create index audit_by_time on audit (happened, id);
create index audit_by_account on audit (account_id, happened, id);

-- All webhooks by time, active and inactive ones apart, and those of one account.
create index webhook_listed on webhook (deleted, active, created, id);
create index webhook_listed_by_account on webhook (account_id, active, created, id);
