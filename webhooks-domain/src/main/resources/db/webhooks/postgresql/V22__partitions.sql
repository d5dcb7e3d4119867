-- Pending deliveries get a small table of their own, from which a delivery moves to its day's partition of the finished
-- ones when it ends. So the queue's indexes and dead rows stay small, and dropping a partition is the purge.
-- Deliveries are partitioned by their ids, which begin with the time of their creation (RFC 9562, version 7), and then
-- by status. The former tables become the partitions of the ids before their bound; they hold both kinds.
set local lock_timeout = '10s';
alter table delivery rename to delivery_former;
alter index delivery_pkey rename to delivery_former_pkey;
alter index delivery_due rename to delivery_former_due;
alter index delivery_waiting rename to delivery_former_waiting;
alter index delivery_log rename to delivery_former_log;
alter table attempt rename to attempt_former;
alter index attempt_pkey rename to attempt_former_pkey;

create table delivery (like delivery_former including defaults) partition by range (id);
create table delivery_current (like delivery_former including defaults) partition by list (status);
create table delivery_pending (
  like delivery_former including defaults,
  primary key (id)
) with (
  -- Rows of the queue die young: vacuum by their number.
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 20000,
  autovacuum_vacuum_insert_threshold = -1,
  autovacuum_vacuum_cost_delay = 0
);
create index delivery_due on delivery_pending (due_at) where due_at is not null;
create index delivery_waiting on delivery_pending (webhook_id, id) where due_at is null;
create index delivery_pending_log on delivery_pending (webhook_id, created, id);
alter table delivery_current attach partition delivery_pending for values in (0);

create table delivery_finished (like delivery_former including defaults, primary key (id)) partition by range (id);
create index delivery_log on delivery_finished (webhook_id, status, created, id);
-- For ids of no day, made by a node whose clock is wrong.
create table delivery_other partition of delivery_finished default;
alter table delivery_current attach partition delivery_finished for values in (1, 2, 3);

create table attempt (like attempt_former including defaults, primary key (delivery_id, number))
  partition by range (delivery_id);
create table attempt_other partition of attempt default;

do $$
declare
  bound text := substring(pg_get_constraintdef(oid) from '[0-9a-f]{8}-[0-9a-f-]{27}')
    from pg_constraint where conrelid = cast('delivery_former' as regclass) and conname = 'delivery_former_end';
begin
  execute format('alter table delivery attach partition delivery_former for values from (minvalue) to (%L)', bound);
  execute format('alter table delivery attach partition delivery_current for values from (%L) to (maxvalue)', bound);
  execute format('alter table attempt attach partition attempt_former for values from (minvalue) to (%L)', bound);
end $$;
alter table delivery_former drop constraint delivery_former_end;
alter table attempt_former drop constraint attempt_former_end;

-- The partitions of finished deliveries and attempts. "former" holds pending ones too.
create table history_partition (
  name     varchar(32) primary key,
  first_id uuid not null unique,
  -- The partition's ids are smaller than this.
  end_id   uuid not null unique
);
insert into history_partition (name, first_id, end_id)
select 'former', '00000000-0000-0000-0000-000000000000',
  substring(pg_get_expr(relpartbound, oid) from '[0-9a-f]{8}-[0-9a-f-]{27}')::uuid
from pg_class where oid = cast('delivery_former' as regclass);
