-- Counts the webhooks of each owner, so that a creation that checks the maximum reads one row and not all of them.
-- Triggers count, because nodes of the version before don't.
set local lock_timeout = '10s';
lock table webhook in share row exclusive mode;

create table webhook_owner (
  client_id  varchar(255) not null,
  account_id varchar(128) not null,
  webhooks   bigint not null,
  primary key (client_id, account_id)
) with (fillfactor = 50);
-- Deleted webhooks belong to nobody.
insert into webhook_owner (client_id, account_id, webhooks)
select client_id, account_id, count(*) from webhook where client_id <> '' group by client_id, account_id;

create function count_webhook() returns trigger language plpgsql as $$
declare
  left_webhooks bigint;
begin
  if tg_op <> 'INSERT' and old.client_id <> '' then
    update webhook_owner set webhooks = webhooks - 1
    where client_id = old.client_id and account_id = old.account_id
    returning webhooks into left_webhooks;
    if left_webhooks = 0 then
      delete from webhook_owner where client_id = old.client_id and account_id = old.account_id;
    end if;
  end if;
  if tg_op <> 'DELETE' and new.client_id <> '' then
    insert into webhook_owner as known (client_id, account_id, webhooks) values (new.client_id, new.account_id, 1)
    on conflict (client_id, account_id) do update set webhooks = known.webhooks + 1;
  end if;
  return null;
end $$;
create trigger webhook_owner_added after insert on webhook for each row execute function count_webhook();
create trigger webhook_owner_changed after update of client_id, account_id on webhook for each row
  when (old.client_id <> new.client_id or old.account_id <> new.account_id) execute function count_webhook();
create trigger webhook_owner_removed after delete on webhook for each row execute function count_webhook();

-- Keeps the creations of an owner in order until the end of the transaction, on all nodes, and returns the number of the
-- owner's webhooks. The lock is the one that nodes of the version before take.
create function lock_creations(client varchar, account varchar) returns bigint language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('webhooks'), hashtext(client || ' ' || account));
  -- A statement of its own, which sees what was committed during the wait.
  return coalesce((select webhooks from webhook_owner where client_id = client and account_id = account), 0);
end $$;

-- Sessions without a search path, such as the one of a restore, find the tables nevertheless.
do $$ begin
  execute format('alter function count_webhook set search_path = %I, pg_temp', current_schema());
  execute format('alter function lock_creations set search_path = %I, pg_temp', current_schema());
end $$;
