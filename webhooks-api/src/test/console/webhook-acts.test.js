import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {load} from './page.js';
import {openScreens} from './screen.js';

process.env.TZ = 'UTC';
const time = '2026-10-02T14:55:00.463Z';
const webhook = {id: '0193f0c2-7d1e-7c3a-9d55-0f3b6f1f2a10', callbackUrl: 'https://a.example/orders', eventTypes: ['a.v1'],
  scope: 'Account', scopeId: 'account', created: time, modified: time};
let answer;
const screens = await openScreens((path, query, request) => answer(path, query, request));
after(screens.close);

test('the new secret names its webhook', async () => {
  const {ActionDialog} = await load('screens/actions.js');
  answer = () => ({secret: 'new-secret', previousSecretValidUntil: time});
  screens.show(ActionDialog, {name: 'rotate', webhook, close: () => {}, done: () => {}});
  screens.press('Rotate the secret');
  await screens.shows('new-secret');
  assert.match(screens.body.textContent, /the new secret of a\.example\/orders \(…1f2a10\)/);
});

test('webhooks that stay inactive are counted once, however many requests it takes', async () => {
  const {reactivate} = await load('screens/blocks.js');
  // As the API does it: each request begins with the oldest webhook that is inactive.
  let inactive = Array.from({length: 25}, (each, i) => i);
  const isSkipped = each => each % 5 === 0;
  answer = () => {
    const reached = inactive.slice(0, 10);
    inactive = inactive.filter(each => isSkipped(each) || !reached.includes(each));
    const skipped = reached.filter(isSkipped).length;
    return {reactivated: reached.length - skipped, skipped, complete: inactive.every(isSkipped)};
  };
  assert.deepEqual(await reactivate('admin/blocks/client/x'), {reactivated: 20, skipped: 5, complete: true});
});
