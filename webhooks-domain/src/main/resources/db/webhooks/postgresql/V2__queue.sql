-- The queue: events, their deliveries to webhooks, and the attempts of these. No foreign keys between its tables, which
-- are written in batches and purged together.

-- Events, finished deliveries and attempts have a partition for each day, or for what suits the retention, and dropping it
-- is the purge. An id names the partition, because it begins with a time.
create table event (
  -- Begins with the time of the intake by the database's clock (RFC 9562, version 7). The ids of the event's deliveries
  -- begin with the same time, so all of them are in partitions of the same time.
  id          uuid primary key,
  account_id  varchar(128) not null,
  -- The id that the publisher gave, or that was derived for it: unique within the account for webhooks.deduplication.
  message_id  uuid not null,
  -- How many earlier events of the account in this partition had this id, each longer ago than that.
  occurrence  integer not null,
  event_type  varchar(255) not null,
  itwin_id    varchar(128) not null,
  -- The bytes of every delivery's body up to its webhookId.
  body        bytea not null,
  -- The trace that the event's publisher gave, in the form of W3C Trace Context. Null if it gave none.
  traceparent varchar(55),
  tracestate  varchar(512),
  created     timestamp with time zone not null
) partition by range (id);
-- For ids that have no partition.
create table event_other partition of event default;
-- Each partition has this index. There can't be a unique one over all partitions.
create unique index event_other_message on event_other (message_id, account_id, occurrence);
-- Two transactions that store the same message id at the same time meet at the unique index of their partition, and so the
-- second one waits for the first. At the border of two partitions they meet here: it has the latest event of each message id
-- among those of a few minutes before and after a border.
create table event_border (
  message_id uuid not null,
  account_id varchar(128) not null,
  id         uuid not null,
  primary key (message_id, account_id)
);

-- Pending deliveries have a small table of their own, which they leave when they end. So the queue's indexes and dead rows
-- stay few, whatever the history.
create table delivery_pending (
  id              uuid primary key,
  account_id      varchar(128) not null,
  event_id        uuid not null,
  webhook_id      uuid not null,
  -- The webhook's activation that the delivery belongs to.
  activation      bigint not null,
  -- When the delivery is due, or its lease ends; null while it waits in its webhook's backlog.
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
) with (
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

create table delivery_finished (
  id          uuid primary key,
  account_id  varchar(128) not null,
  event_id    uuid not null,
  webhook_id  uuid not null,
  activation  bigint not null,
  -- 1 succeeded, 2 exhausted, 3 cancelled
  status      smallint not null check (status in (1, 2, 3)),
  attempts    integer not null,
  created     timestamp with time zone not null,
  -- The last attempt if it succeeded, with the beginning of the response's body. Null if it failed; it is a row of attempt
  -- then, as are all attempts before it.
  started     timestamp with time zone,
  duration_ms integer,
  status_code smallint,
  excerpt     bytea
) partition by range (id);
-- Lists a webhook's deliveries by time, and by status and time.
create index delivery_log on delivery_finished (webhook_id, status, created, id);
create table delivery_other partition of delivery_finished default;

create table attempt (
  delivery_id      uuid not null,
  number           integer not null,
  account_id       varchar(128) not null,
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

-- All deliveries. Status 0 is pending.
create view delivery as
select id, account_id, event_id, webhook_id, activation, cast(0 as smallint) as status, due_at, lease, attempts,
  attempts_before, redeliveries, created, cast(null as smallint) as status_code
from delivery_pending
union all
select id, account_id, event_id, webhook_id, activation, status, null, null, attempts, 0, 0, created, status_code
from delivery_finished;

-- All attempts.
create view delivery_attempt as
select delivery_id, number, started, duration_ms, status_code, error, cause, excerpt, request_headers, response_headers
from attempt
union all
select id, attempts, started, duration_ms, status_code, null, null, excerpt, null, null
from delivery_finished where started is not null;

-- The partitions of events, finished deliveries and attempts.
create table history_partition (
  name     varchar(32) primary key,
  first_id uuid not null unique,
  -- The partition's ids are smaller than this.
  end_id   uuid not null unique
);

-- Nodes may have no right to create and drop tables: these functions run with the rights of the tables' owner, for
-- callers that may write deliveries. None waits long for a lock, because all statements on the table wait behind it.

-- Returns the smallest id of a time in milliseconds since 1970 (RFC 9562, version 7).
create function first_id_at(milliseconds bigint) returns uuid language sql immutable
return cast(lpad(to_hex(milliseconds), 12, '0') || repeat('0', 20) as uuid);

-- Adds the partitions of these ids, or of those of them that follow the last one. Does nothing if there are none, if a
-- transaction that reads the tables does not end, or if event_other, delivery_other or attempt_other have such ids. They take all then.
create function add_history_partition(new_first uuid, new_end uuid) returns boolean
language plpgsql security definer set lock_timeout = '1s' as $$
declare
  last_end uuid;
  new_name text;
begin
  if not has_table_privilege(session_user, 'delivery_pending', 'insert') then
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

-- Drops the partitions that begin at this id, unless a pending delivery will end in them.
create function drop_history_partition(first uuid) returns boolean
language plpgsql security definer set lock_timeout = '200ms' as $$
declare
  dropped history_partition;
begin
  if not has_table_privilege(session_user, 'delivery_pending', 'delete') then
    raise insufficient_privilege using message = 'permission denied to drop a partition';
  end if;
  lock table history_partition in share row exclusive mode;
  select * into dropped from history_partition where first_id = first and name ~ '^[0-9]{12}$';
  if not found
    or exists (select 1 from delivery_pending where id >= dropped.first_id and id < dropped.end_id) then
    return false;
  end if;
  lock table only event in access exclusive mode;
  lock table only delivery_finished in access exclusive mode;
  lock table only attempt in access exclusive mode;
  -- A delivery may have been sent again before the lock.
  if exists (select 1 from delivery_pending where id >= dropped.first_id and id < dropped.end_id) then
    return false;
  end if;
  execute format('drop table %I', 'event_' || dropped.name);
  execute format('drop table %I', 'attempt_' || dropped.name);
  execute format('drop table %I', 'delivery_' || dropped.name);
  delete from history_partition where name = dropped.name;
  return true;
exception when lock_not_available or deadlock_detected then
  return false;
end $$;

-- Returns the time for the ids of new events, whether that is near the border of two partitions, and the stored events of
-- the last seconds, and of the rest of their partition, that have one of the message ids, of whatever account, with their
-- occurrence in the present partition. If there are none, their columns are null.
create function stored_events(message_ids uuid[], seconds double precision)
returns table (moment timestamp with time zone, near_border boolean, id uuid, message_id uuid, account_id varchar,
  itwin_id varchar, occurrence integer)
language plpgsql
-- A plan for each call would read the statistics of each partition, and cost more than the query.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  now constant timestamp with time zone := clock_timestamp();
  milliseconds constant bigint := extract(epoch from now) * 1000;
  border constant bigint := 300000;
  first uuid;
  present uuid;
  -- A database that took over may have a clock that is behind by less than that.
  last constant uuid := first_id_at(milliseconds + 3600000);
  near boolean;
begin
  first := (select first_id from history_partition
    where first_id <= first_id_at(milliseconds - greatest(cast(seconds * 1000 as bigint), 2 * border))
    order by first_id desc limit 1);
  first := coalesce(first, first_id_at(0));
  present := (select first_id from history_partition
    where first_id <= first_id_at(milliseconds) and end_id > first_id_at(milliseconds));
  near := exists (select 1 from history_partition
    where first_id > first_id_at(milliseconds - border) and first_id <= first_id_at(milliseconds + border)
      or end_id > first_id_at(milliseconds - border) and end_id <= first_id_at(milliseconds + border));
  return query
    select now, near, e.id, e.message_id, e.account_id, e.itwin_id,
      case when e.id < present then -1 else e.occurrence end
    from (values (1)) one left join (
      select known.* from unnest(message_ids) as wanted(message_id)
      cross join lateral (select * from event
        where event.message_id = wanted.message_id and event.id >= first
          -- Leaves out partitions. Written as a range, the planner would read all of it.
          and (event.id < last or event.id = first)) known
      ) e on true;
end $$;

-- The functions find the tables of this schema, whatever the search path of the session: the one of a restore has none.
do $$
declare
  name text;
begin
  foreach name in array array['add_history_partition', 'drop_history_partition', 'stored_events'] loop
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
    perform add_history_partition(first_id_at(midnight), first_id_at(midnight + day));
    midnight := midnight + day;
  end loop;
end $$;

-- The number of the latest change of a webhook, and the epoch in which these numbers can be compared. After a restore or a
-- fail-over, which may have forgotten changes that nodes have read, the epoch is another one: the server has started since,
-- or the table was made anew.
create view webhook_epoch as
select version, extract(epoch from pg_postmaster_start_time()) || ' ' || tableoid as epoch from webhook_version;
