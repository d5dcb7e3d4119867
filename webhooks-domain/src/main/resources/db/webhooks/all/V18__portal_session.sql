-- The sessions of the portal, which last an hour at most. Neither the code nor the token is stored, only the SHA-256 of each
-- in hexadecimal.
create table portal_session (
  id           uuid primary key,
  account_id   varchar(128) not null,
  -- The service application that created the session.
  client_id    varchar(255) not null,
  -- The user as that application names them.
  user_name    varchar(200) not null,
  -- The names of the pages, separated by commas. Null means all pages.
  pages        varchar(255),
  read_only    boolean not null,
  created      timestamp(3) with time zone not null,
  expires      timestamp(3) with time zone not null,
  -- Null as soon as the code is exchanged for a token.
  code_hash    varchar(64),
  code_expires timestamp(3) with time zone not null,
  -- Null until then.
  token_hash   varchar(64)
);
create unique index portal_session_by_code on portal_session (code_hash);
create unique index portal_session_by_token on portal_session (token_hash);
create index portal_session_by_account on portal_session (account_id, expires);
create index portal_session_by_client on portal_session (client_id, account_id, created, id);
create index portal_session_by_end on portal_session (expires, id);
