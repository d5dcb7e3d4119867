import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {load} from './page.js';
import {json, openScreens} from './screen.js';

process.env.TZ = 'UTC';
const time = '2026-10-02T14:55:00.463Z';
const webhook = {id: '0193f0c2-7d1e-7c3a-9d55-0f3b6f1f2a10', callbackUrl: 'https://a.example/orders', eventTypes: ['a.v1'],
  scope: 'Account', scopeId: 'account', created: time, modified: time};
const figures = {deliveries: {}, buckets: [], answers: [], eventTypes: [], pending: {count: 0, complete: true}, sampled: 1000,
  window: 'P1D', consecutiveFailures: 0};
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

test('dialogs name their webhook', async () => {
  const {ActionDialog} = await load('screens/actions.js');
  answer = path => path === 'event-types' ? {eventTypes: []} : path.endsWith('/count') ? {count: 0, complete: true} : figures;
  for (const name of ['activate', 'deactivate', 'edit', 'test', 'recover', 'pause', 'resume', 'rotate', 'remove']) {
    screens.show(ActionDialog, {name, webhook, close: () => {}, done: () => {}});
    await screens.until(() => screens.body.all('dialog')[0]?.textContent.includes('a.example/orders (…1f2a10)'), name);
  }
  const {Editor, Reset} = await load('screens/option-editor.js');
  const {RequestCertificate, RotateKey, TestToken} = await load('screens/option-acts.js');
  const {OPTIONS} = await load('screens/option-shapes.js');
  const {VerifyDialog} = await load('screens/proof.js');
  for (const Shown of [Editor, Reset, RequestCertificate, RotateKey, TestToken, VerifyDialog]) {
    screens.show(Shown, {webhook, option: OPTIONS[0], options: {}, close: () => {}, done: () => {}});
    await screens.until(() => screens.body.all('dialog')[0]?.textContent.includes('a.example/orders (…1f2a10)'), Shown.name);
  }
});

test('the chart of a row in the list leads to the deliveries that it counts', async () => {
  const {Webhooks} = await load('screens/webhooks.js');
  const bucket = {start: time, succeeded: 2, exhausted: 1, pending: 0};
  answer = path => path === 'event-types' ? {eventTypes: []} : {webhooks: [{webhook: {...webhook, active: true}, state: 'active',
    buckets: [bucket], pending: {count: 0, complete: true}}], complete: true, _links: {next: null}};
  screens.show(Webhooks, {query: {}});
  await screens.shows('a.example');
  const chart = screens.body.all('a').find(each => each.all('span').some(part => part.getAttribute('role') === 'img'));
  assert.equal(chart.getAttribute('href'), `#/webhooks/${webhook.id}/deliveries?since=${encodeURIComponent(time)}`);
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

test('the page of a webhook asks for its last deactivation at once, and later only if it is inactive', async () => {
  const {Webhook} = await load('screens/webhook.js');
  let active = true;
  let release;
  const held = new Promise(go => { release = go; });
  answer = async path => {
    if (path === `webhooks/${webhook.id}`) await held;
    if (path.endsWith('/audit')) return {acts: [{time, by: 'account', user: 'Ada', clientId: 'console'}], _links: {next: null}};
    if (path.endsWith('/health')) return {status: active ? 'ok' : 'inactive'};
    return path === `webhooks/${webhook.id}` ? {...webhook, active} : figures;
  };
  const asked = () => screens.asked.filter(each => each.path.endsWith('/audit')).length;
  screens.show(Webhook, {id: webhook.id, query: {}});
  await screens.until(() => asked() === 1, 'asks before the webhook is known');
  release();
  await screens.shows('a.example');
  assert.doesNotMatch(screens.body.textContent, /Ada/);

  const read = () => screens.asked.filter(each => each.path === `webhooks/${webhook.id}`).length;
  screens.update(Webhook, {id: webhook.id, query: {window: 'P7D'}});
  await screens.until(() => read() === 2 && screens.asked.filter(each => each.path.endsWith('/attempts')).length === 2);
  assert.equal(asked(), 1);

  active = false;
  screens.update(Webhook, {id: webhook.id, query: {window: 'PT1H'}});
  await screens.shows('Ada');
  assert.equal(asked(), 2);
});

test('a page whose last deactivation can\'t be read shows none', async () => {
  const {Webhook} = await load('screens/webhook.js');
  answer = path => path.endsWith('/audit') ? json({error: {code: 'ServiceUnavailable'}}, 503)
    : path.endsWith('/health') ? {status: 'inactive'} : path === `webhooks/${webhook.id}` ? {...webhook, active: false} : figures;
  screens.show(Webhook, {id: webhook.id, query: {}});
  await screens.shows('Inactive');
  assert.doesNotMatch(screens.body.textContent, /Deactivated at/);
});
