-- The queue: events, their deliveries to webhooks, and the attempts of these. No foreign keys between its tables, which
-- are written in batches and purged together.

create table event (
  id          uuid primary key,
  event_type  varchar(255) not null,
  account_id  varchar(128) not null,
  itwin_id    varchar(128) not null,
  -- The bytes of every delivery's body up to its webhookId.
  body        bytea not null,
  -- The trace that the event's publisher gave, in the form of W3C Trace Context. Null if it gave none.
  traceparent varchar(55),
  tracestate  varchar(512),
  created     timestamp with time zone not null
) with (
  -- Old rows are deleted: vacuum by their number, in small steps, not when a fifth of a large table is dead.
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_threshold = 10000
);
-- Finds the oldest events, which are purged. New ones come in at the index's end.
create index event_by_time on event (created, id);

-- Pending deliveries have a small table of their own, which they leave when they end. So the queue's indexes and dead rows
-- stay few, whatever the history.
create table delivery (
  id              uuid not null,
  event_id        uuid not null,
  webhook_id      uuid not null,
  -- The webhook's activation that the delivery belongs to.
  activation      bigint not null,
  -- 0 pending, 1 succeeded, 2 exhausted, 3 cancelled
  status          smallint not null,
  -- When a pending delivery is due, or its lease ends; null while it waits in its webhook's backlog.
  due_at          timestamp with time zone,
  -- The lease under which a node has it: an outcome is written only under this token.
  lease           uuid,
  attempts        integer not null,
  -- Attempts made before the retry schedule began again, and later ones that a busy node excused; -1 if the lease is of an
  -- ended activation.
  attempts_before integer default 0 not null,
  -- How many more attempts the delivery's owner asked for while one was due or being made.
  redeliveries    integer default 0 not null,
  created         timestamp with time zone not null
) partition by list (status);

create table delivery_pending partition of delivery (primary key (id)) for values in (0) with (
  -- Rows die young: vacuum by their number.
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 20000,
  autovacuum_vacuum_insert_threshold = -1,
  autovacuum_vacuum_cost_delay = 0
);
create index delivery_due on delivery_pending (due_at) where due_at is not null;
create index delivery_waiting on delivery_pending (webhook_id, id) where due_at is null;
-- Without the id: a plan that was made for a small table could look every id up in this index, reading all of it each time.
create index delivery_pending_log on delivery_pending (webhook_id, created);

-- Finished deliveries and attempts have a partition for each day, or for what suits the retention, and dropping it is the
-- purge. An id begins with the time of its creation (RFC 9562, version 7), so it names the partition.
create table delivery_finished partition of delivery (primary key (id)) for values in (1, 2, 3) partition by range (id);
-- Lists a webhook's deliveries by time, and by status and time.
create index delivery_log on delivery_finished (webhook_id, status, created, id);
-- For ids that have no partition, such as ones of a node whose clock is wrong.
create table delivery_other partition of delivery_finished default;

create table attempt (
  delivery_id      uuid not null,
  number           integer not null,
  started          timestamp with time zone not null,
  duration_ms      integer not null,
  status_code      smallint,
  -- What failed, and what it came from, as far as that is known. Null if the attempt succeeded.
  error            varchar(24),
  cause            varchar(32),
  -- The beginning of the response's body.
  excerpt          bytea,
  -- The headers of a failed attempt: a line for each, without credentials. Null if the attempt succeeded, or if nothing
  -- was sent or received.
  request_headers  varchar(8192),
  response_headers varchar(8192),
  primary key (delivery_id, number)
) partition by range (delivery_id);
create table attempt_other partition of attempt default;

-- The partitions of finished deliveries and attempts.
create table history_partition (
  name     varchar(32) primary key,
  first_id uuid not null unique,
  -- The partition's ids are smaller than this.
  end_id   uuid not null unique
);

-- Nodes may have no right to create and drop tables: these functions run with the rights of the tables' owner, for
-- callers that may write deliveries. None waits long for a lock, because all statements on the table wait behind it.

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

-- Finds the secrets of before a rotation whose time is over: few webhooks have one.
create index webhook_by_previous_secret on webhook (previous_secret_until) where previous_secret_until is not null;

-- Counts the webhooks of each owner, so that a creation that checks the maximum reads one row and not all of them.
create table webhook_owner (
  client_id  varchar(255) not null,
  account_id varchar(128) not null,
  webhooks   bigint not null,
  primary key (client_id, account_id)
) with (fillfactor = 50);

-- Deleted webhooks belong to nobody and have an empty client_id.
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
-- owner's webhooks.
create function lock_creations(client varchar, account varchar) returns bigint language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('webhooks'), hashtext(client || ' ' || account));
  -- A statement of its own, which sees what was committed during the wait.
  return coalesce((select webhooks from webhook_owner where client_id = client and account_id = account), 0);
end $$;

-- The functions find the tables of this schema, whatever the search path of the session: the one of a restore has none.
do $$
declare
  name text;
begin
  foreach name in array array['add_history_partition', 'drop_history_partition', 'count_webhook', 'lock_creations'] loop
    execute format('alter function %I set search_path = %I, pg_temp', name, current_schema());
  end loop;
end $$;

-- The partitions of today and the next three days, in UTC. An id begins with milliseconds.
do $$
declare
  day constant bigint := 86400000;
  midnight bigint := extract(epoch from date_trunc('day', current_timestamp, 'UTC')) * 1000;
begin
  for number in 0 .. 3 loop
    perform add_history_partition(
      cast(lpad(to_hex(midnight), 12, '0') || repeat('0', 20) as uuid),
      cast(lpad(to_hex(midnight + day), 12, '0') || repeat('0', 20) as uuid));
    midnight := midnight + day;
  end loop;
end $$;
