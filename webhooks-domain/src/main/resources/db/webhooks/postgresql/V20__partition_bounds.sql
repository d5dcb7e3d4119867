-- Prepares V22: the present tables become the partitions of all ids before a day to come. The next script checks
-- the rows that exist; these constraints hold for new rows at once. Those of a new installation end today.

-- All statements of the nodes wait behind a lock that waits, for example for a dump.
set local lock_timeout = '10s';
lock table delivery, attempt in access exclusive mode;
do $$
declare
  newest bigint;
  bound text;
begin
  select coalesce(max(('x' || substr(replace(cast(id as text), '-', ''), 1, 12))::bit(48)::bigint), 0) into newest
  from ((select id from delivery order by id desc limit 1)
    union all (select delivery_id from attempt order by delivery_id desc limit 1)) newest_ids(id);
  if newest > 0 or exists (select 1 from webhook) then
    -- Nodes of the version before still write: leave them a day, and another one for the difference of clocks.
    newest := greatest(newest, (extract(epoch from current_timestamp) * 1000)::bigint) + 172800000;
  else
    newest := (extract(epoch from current_timestamp) * 1000)::bigint;
  end if;
  bound := lpad(to_hex(newest - newest % 86400000), 12, '0') || repeat('0', 20);
  execute format('alter table delivery add constraint delivery_former_end check (id < %L) not valid', bound::uuid);
  execute format('alter table attempt add constraint attempt_former_end check (delivery_id < %L) not valid', bound::uuid);
end $$;
