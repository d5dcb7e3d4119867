-- Partitions of any time: the import of an account needs some for the days before the installation.

-- Adds a partition of each table for these ids. If some of the ids have partitions, the new partition is for the first ids
-- that have none: it begins where an existing partition ends, and ends where the next one begins. Adds nothing if all ids have partitions, if a transaction that reads
-- the tables does not end, or if event_other, delivery_other or attempt_other have such ids. They take all then.
create or replace function add_history_partition(new_first uuid, new_end uuid) returns boolean
language plpgsql security definer set lock_timeout = '1s' as $$
declare
  existing_end uuid;
  new_name text;
begin
  if not has_table_privilege(session_user, 'delivery_pending', 'insert') then
    raise insufficient_privilege using message = 'permission denied to add a partition';
  end if;
  lock table history_partition in share row exclusive mode;
  -- The function of V2 could add a partition of less than a millisecond, which has no rows but the name that the next one
  -- needs.
  perform drop_history_partition(first_id) from history_partition
  where substr(cast(first_id as text), 1, 13) = substr(cast(end_id as text), 1, 13);
  -- A partition begins with the first id of a millisecond, whatever the caller's ids end with.
  new_first := cast(rpad(substr(replace(cast(new_first as text), '-', ''), 1, 12), 32, '0') as uuid);
  new_end := cast(rpad(substr(replace(cast(new_end as text), '-', ''), 1, 12), 32, '0') as uuid);
  loop
    select end_id into existing_end from history_partition where first_id <= new_first and end_id > new_first;
    exit when not found;
    new_first := existing_end;
  end loop;
  new_end := least(new_end, (select first_id from history_partition where first_id > new_first order by first_id limit 1));
  if new_first >= new_end then
    return false;
  end if;
  -- The time in milliseconds is the beginning of the id.
  new_name := to_char(to_timestamp(('x' || substr(replace(cast(new_first as text), '-', ''), 1, 12))::bit(48)::bigint
    / 1000.0) at time zone 'UTC', 'YYYYMMDDHH24MI');
  execute format('create table %I (like event including defaults including indexes)', 'event_' || new_name);
  execute format('create unique index on %I (message_id, account_id, occurrence)', 'event_' || new_name);
  execute format('create table %I (like attempt including defaults including indexes)', 'attempt_' || new_name);
  execute format('create table %I (like delivery_finished including defaults including constraints including indexes)', 'delivery_' || new_name);
  execute format('alter table event attach partition %I for values from (%L) to (%L)',
    'event_' || new_name, new_first, new_end);
  execute format('alter table attempt attach partition %I for values from (%L) to (%L)',
    'attempt_' || new_name, new_first, new_end);
  execute format('alter table delivery_finished attach partition %I for values from (%L) to (%L)',
    'delivery_' || new_name, new_first, new_end);
  insert into history_partition (name, first_id, end_id) values (new_name, new_first, new_end);
  return true;
exception when lock_not_available or deadlock_detected or check_violation then
  return false;
end $$;

-- A replaced function has lost its search path.
do $$
begin
  execute format('alter function add_history_partition set search_path = %I, pg_temp', current_schema());
end $$;
