-- The addresses that get mails about operational events.
create table alert (
  id               uuid primary key,
  account_id       varchar(128) not null,
  -- The client whose webhooks it is about; null if it is about all webhooks of the account.
  client_id        varchar(255),
  -- The only webhook that it is about, if there is one.
  webhook_id       uuid,
  -- The names of alerts, with spaces between.
  alerts           varchar(200) not null,
  -- Whether the backlog of the product is among them: then events of no account concern it.
  backlog          boolean not null,
  -- The address and the token of the unsubscribe link are encrypted with the key of this id, and bound to the alert's id.
  key_id           varchar(16) not null,
  content          bytea not null,
  -- SHA-256 of the token, in hexadecimal.
  unsubscribe_hash varchar(64) not null,
  created          timestamp(3) with time zone not null,
  -- When the recipient confirmed the address; null before.
  confirmed        timestamp(3) with time zone,
  -- When to look for mails to send; null if there are none.
  next_mail        timestamp with time zone,
  -- No mail before this time: after a mail, or after a failure.
  pause_until      timestamp with time zone,
  failures         integer default 0 not null,
  -- Which work of a node sends mails now, and until when others leave them to it.
  taken_by         uuid,
  taken_until      timestamp with time zone
);
create index alert_by_account on alert (account_id);
create index alert_by_next_mail on alert (next_mail);
create unique index alert_by_unsubscribe on alert (unsubscribe_hash);

-- The tokens of confirmation links. Each try to send one makes another token; all of them confirm.
create table alert_confirmation (
  token_hash varchar(64) primary key,
  alert_id   uuid not null
);
create index alert_confirmation_by_alert on alert_confirmation (alert_id);

-- The events that an alert has to report about one webhook; the id of zeros stands for the product.
create table alert_report (
  alert_id   uuid not null,
  webhook_id uuid not null,
  event_type varchar(100) not null,
  -- How many events are in no mail yet, and the latest one's content.
  events     integer not null,
  first_at   timestamp with time zone not null,
  last_at    timestamp with time zone not null,
  content    varchar(1000) not null,
  -- An hour after the last mail about the webhook.
  not_before timestamp with time zone not null,
  primary key (alert_id, webhook_id, event_type)
);
create index alert_report_by_first on alert_report (first_at);

-- How many confirmations were requested for an address and by an account, since a time within the last day. The subject is a
-- keyed hash.
create table alert_request (
  subject  varchar(64) primary key,
  requests integer not null,
  since    timestamp with time zone not null
);
