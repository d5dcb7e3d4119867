set local lock_timeout = '10s';

-- Of two deletions at once the former function left a row with the number 0. This one locks the row before it compares.
create or replace function count_webhook() returns trigger language plpgsql as $$
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
delete from webhook_owner where webhooks = 0;

-- Sessions without a search path, such as the one of a restore, find the tables nevertheless.
do $$ begin
  execute format('alter function count_webhook set search_path = %I, pg_temp', current_schema());
  execute format('alter function lock_creations set search_path = %I, pg_temp', current_schema());
end $$;
