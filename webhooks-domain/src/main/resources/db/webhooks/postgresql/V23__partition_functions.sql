-- Nodes may have no right to create and drop tables: these functions run with the rights of the tables' owner, for
-- callers that may write deliveries. None waits long for a lock, because all statements on the table wait behind it.

-- Adds the partitions that follow the last one and end at this id. Does nothing if it ends there or later, if a long
-- transaction has read the tables, or if delivery_other or attempt_other have ids of that time. They take more then.
create function add_history_partition(new_name varchar, new_end uuid) returns boolean
language plpgsql security definer set lock_timeout = '1s' as $$
declare
  new_first uuid;
begin
  if not has_table_privilege(session_user, 'delivery', 'insert') then
    raise insufficient_privilege using message = 'permission denied to add a partition';
  end if;
  lock table history_partition in share row exclusive mode;
  select end_id into new_first from history_partition order by end_id desc limit 1;
  if new_first >= new_end then
    return false;
  end if;
  execute format('create table %I (like attempt including defaults including indexes)', 'attempt_' || new_name);
  execute format('create table %I (like delivery_finished including defaults including indexes)', 'delivery_' || new_name);
  execute format('alter table attempt attach partition %I for values from (%L) to (%L)',
    'attempt_' || new_name, new_first, new_end);
  execute format('alter table delivery_finished attach partition %I for values from (%L) to (%L)',
    'delivery_' || new_name, new_first, new_end);
  insert into history_partition (name, first_id, end_id) values (new_name, new_first, new_end);
  return true;
exception when lock_not_available or check_violation then
  return false;
end $$;

-- Drops the partitions that begin at this id, unless a pending delivery will end in them.
create function drop_history_partition(first uuid) returns boolean
language plpgsql security definer set lock_timeout = '200ms' as $$
declare
  dropped history_partition;
begin
  if not has_table_privilege(session_user, 'delivery', 'delete') then
    raise insufficient_privilege using message = 'permission denied to drop a partition';
  end if;
  lock table history_partition in share row exclusive mode;
  select * into dropped from history_partition where first_id = first and name <> 'former';
  if not found
    or exists (select 1 from delivery_pending where id >= dropped.first_id and id < dropped.end_id) then
    return false;
  end if;
  lock table only attempt in access exclusive mode;
  lock table only delivery_finished in access exclusive mode;
  -- A delivery may have been sent again before the lock.
  if exists (select 1 from delivery_pending where id >= dropped.first_id and id < dropped.end_id) then
    return false;
  end if;
  execute format('drop table %I', 'attempt_' || dropped.name);
  execute format('drop table %I', 'delivery_' || dropped.name);
  delete from history_partition where name = dropped.name;
  return true;
exception when lock_not_available then
  return false;
end $$;

do $$ begin
  execute format('alter function add_history_partition set search_path = %I, pg_temp', current_schema());
  execute format('alter function drop_history_partition set search_path = %I, pg_temp', current_schema());
end $$;

select add_history_partition(to_char(days.day, 'YYYYMMDD') || '0000',
  cast(lpad(to_hex(cast(extract(epoch from days.day) * 1000 as bigint)), 12, '0') || repeat('0', 20) as uuid))
from generate_series(
  date_trunc('day', current_timestamp at time zone 'UTC') + interval '1 day',
  date_trunc('day', current_timestamp at time zone 'UTC') + interval '4 days',
  interval '1 day') as days(day);
