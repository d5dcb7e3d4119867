import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {load} from './page.js';
import {openScreens} from './screen.js';

const screens = await openScreens(() => ({}));
const {askToChange} = await load('screens/portal.js');
after(screens.close);

const ANNA = {accountId: 'acme', user: 'anna'};

async function textOf(before, now) {
  screens.show(() => askToChange(() => '', before, now, () => {}), {});
  await screens.until(() => screens.body.all('button').length === 2);
  return screens.body.textContent;
}

test('the question about another account names both, and says what could go wrong', async () => {
  const text = await textOf(ANNA, {accountId: 'other', user: 'anna'});
  assert.match(text, /Change the account\?.*acme · anna.*other · anna.*no place for your URLs and secrets/s);
});

test('the question about another user of the account does not speak of another account', async () => {
  const text = await textOf(ANNA, {accountId: 'acme', user: 'berta'});
  assert.match(text, /Change the user\?.*anna.*berta.*account acme.*recorded under the other user/s);
  assert.doesNotMatch(text, /Somebody else's account/);
  assert.equal(text.split('acme').length, 2, 'the account once');
});

test('a person who is logged in is asked about the account', async () => {
  assert.match(await textOf(null, ANNA), /logged in to the console.*acme · anna.*Somebody else's account/s);
});
