-- Counts of each node for each minute of the last 25 hours. The node may have stopped since.
create table node_figures (
  -- The start of the minute.
  begun          timestamp(3) with time zone not null,
  -- The id of the node's run.
  node_id        uuid not null,
  -- Accepted events.
  events         bigint not null,
  -- Deliveries that succeeded, and deliveries that were given up.
  succeeded      bigint not null,
  exhausted      bigint not null,
  -- The pending deliveries of all nodes at the node's latest measurement in this minute, and the creation of the oldest one. Null
  -- if there was no measurement, or for the latter if none was pending.
  pending        bigint,
  oldest_pending timestamp(3) with time zone,
  primary key (begun, node_id)
);
