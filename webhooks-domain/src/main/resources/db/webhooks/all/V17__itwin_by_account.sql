-- The iTwins of an account, for the list of an administrator.
create index itwin_by_account on itwin (account_id);
