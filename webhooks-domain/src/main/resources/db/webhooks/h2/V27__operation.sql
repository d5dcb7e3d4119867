-- The running nodes. Each writes its row again and again; a row that is not written any more is of a node that died.
create table node (
  id       uuid primary key,
  host     varchar(255) not null,
  version  varchar(64) not null,
  started  timestamp(3) with time zone not null,
  seen     timestamp(3) with time zone not null,
  -- Since when the broker has not answered this node; null if it answers.
  broker_unavailable_since timestamp(3) with time zone
);

-- The audit entries of one webhook, and those of one kind of act.
create index audit_by_webhook on audit (webhook_id, happened, id);
create index audit_by_action on audit (action, happened, id);
-- The account of the token that acted. Null if it had none, if the product acted, or in an entry of an earlier version.
alter table audit add column actor_account varchar(128);
