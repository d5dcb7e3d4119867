-- What an administrator of the product has blocked: a webhook, a client or an account.
create table webhook_block (
  id        uuid primary key,
  kind      varchar(16) not null,
  target    varchar(255) not null,
  created   timestamp(3) with time zone not null,
  client_id varchar(255) not null,
  unique (kind, target)
);
