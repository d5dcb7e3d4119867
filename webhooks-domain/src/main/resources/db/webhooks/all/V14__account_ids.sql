-- An account's id that is a UUID is written in lower case everywhere, as an iTwin's id is.
update webhook set account_id = lower(account_id)
where account_id <> lower(account_id)
  and translate(lower(account_id), '0123456789abcdef', '0000000000000000') = '00000000-0000-0000-0000-000000000000';
update webhook set scope_id = lower(scope_id)
where scope = 'Account' and scope_id <> lower(scope_id)
  and translate(lower(scope_id), '0123456789abcdef', '0000000000000000') = '00000000-0000-0000-0000-000000000000';
update itwin set account_id = lower(account_id)
where account_id <> lower(account_id)
  and translate(lower(account_id), '0123456789abcdef', '0000000000000000') = '00000000-0000-0000-0000-000000000000';
update audit set account_id = lower(account_id)
where account_id <> lower(account_id)
  and translate(lower(account_id), '0123456789abcdef', '0000000000000000') = '00000000-0000-0000-0000-000000000000';
