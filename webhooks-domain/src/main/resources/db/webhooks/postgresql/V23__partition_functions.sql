-- Nodes may have no right to create and drop tables: these functions run with the rights of the tables' owner, for
-- callers that may write deliveries. None waits long for a lock, because all statements on the table wait behind it.

-- Returns the first id of a moment in UTC (RFC 9562, version 7).
create function first_id(moment timestamp) returns uuid language sql immutable as $$
  select cast(lpad(to_hex(cast(extract(epoch from moment) * 1000 as bigint)), 12, '0') || repeat('0', 20) as uuid)
$$;

-- Adds the partitions of these ids, or of those of them that follow the last one. Does nothing if there are none, if a
-- transaction that reads the tables does not end, or if delivery_other or attempt_other have such ids. They take all then.
create function add_history_partition(new_first uuid, new_end uuid) returns boolean
language plpgsql security definer set lock_timeout = '1s' as $$
declare
  last_end uuid;
  new_name text;
begin
  if not has_table_privilege(session_user, 'delivery', 'insert') then
    raise insufficient_privilege using message = 'permission denied to add a partition';
  end if;
  lock table history_partition in share row exclusive mode;
  select end_id into last_end from history_partition order by end_id desc limit 1;
  new_first := greatest(new_first, last_end);
  if new_first >= new_end then
    return false;
  end if;
  -- The time in milliseconds is the beginning of the id.
  new_name := to_char(to_timestamp(('x' || substr(replace(cast(new_first as text), '-', ''), 1, 12))::bit(48)::bigint
    / 1000.0) at time zone 'UTC', 'YYYYMMDDHH24MI');
  execute format('create table %I (like attempt including defaults including indexes)', 'attempt_' || new_name);
  execute format('create table %I (like delivery_finished including defaults including indexes)', 'delivery_' || new_name);
  execute format('alter table attempt attach partition %I for values from (%L) to (%L)',
    'attempt_' || new_name, new_first, new_end);
  execute format('alter table delivery_finished attach partition %I for values from (%L) to (%L)',
    'delivery_' || new_name, new_first, new_end);
  insert into history_partition (name, first_id, end_id) values (new_name, new_first, new_end);
  return true;
exception when lock_not_available or deadlock_detected or check_violation then
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
  select * into dropped from history_partition where first_id = first and name ~ '^[0-9]{12}$';
  if not found
    or exists (select 1 from delivery_pending where id >= dropped.first_id and id < dropped.end_id) then
    return false;
  end if;
  lock table only delivery_finished in access exclusive mode;
  lock table only attempt in access exclusive mode;
  -- A delivery may have been sent again before the lock.
  if exists (select 1 from delivery_pending where id >= dropped.first_id and id < dropped.end_id) then
    return false;
  end if;
  execute format('drop table %I', 'attempt_' || dropped.name);
  execute format('drop table %I', 'delivery_' || dropped.name);
  delete from history_partition where name = dropped.name;
  return true;
exception when lock_not_available or deadlock_detected then
  return false;
end $$;

do $$ begin
  execute format('alter function add_history_partition set search_path = %I, pg_temp', current_schema());
  execute format('alter function drop_history_partition set search_path = %I, pg_temp', current_schema());
end $$;

select add_history_partition(first_id(days.day), first_id(days.day + interval '1 day'))
from (
  select date_trunc('day', current_timestamp at time zone 'UTC') + number * interval '1 day' as day
  from generate_series(0, 3) as numbers(number)) days;
drop function first_id;
