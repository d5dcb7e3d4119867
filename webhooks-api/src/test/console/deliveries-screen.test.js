import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {load} from './page.js';
import {openScreens} from './screen.js';

const one = '0193f0c2-7d1e-7c3a-9d55-0f3b6f1f2a10';
const other = '0193f0c2-7d1e-7c3a-9d55-0f3b6f1f2a11';
const delivery = (id, webhookId) => ({id, webhookId, messageId: id, eventType: 'a.b.v1', status: 'exhausted', attemptCount: 1,
  created: '2026-10-02T14:55:00.463Z'});
const recovered = [];
let running = true;
const screens = await openScreens((path, query, {method, body}) => {
  if (path.endsWith('/recover') && method === 'POST') {
    recovered.push([path, JSON.parse(body).messageIds]);
    return {recovered: 1, complete: false};
  }
  if (path.endsWith('/recover')) return {recovered: 3, running, remaining: {count: 4, complete: true}};
  if (path === 'deliveries') return {deliveries: [delivery('d2', other), delivery('d1', one)], _links: {next: null}};
  // Two webhooks at one address.
  const ids = (query.ids ?? '').split(',');
  return {webhooks: ids.map(id => ({id, callbackUrl: 'https://a.example/orders'})), eventTypes: [], _links: {next: null}};
});
const {Deliveries} = await load('screens/deliveries.js');
after(screens.close);

const listed = () => screens.body.all('tbody').flatMap(each => each.all('tr'));
const named = () => listed().map(row => row.all('a')[1].textContent.replace(/\s+/g, ''));
const open = async () => {
  screens.show(Deliveries, {query: {}});
  await screens.until(() => listed().length === 2 && named().every(each => each.startsWith('a.example')));
};

test('two webhooks at one address differ', async () => {
  await open();
  assert.deepEqual(named(), ['a.example/orders…1f2a11', 'a.example/orders…1f2a10']);
});

test('a recovery that the list has begun is shown again until it has ended', async () => {
  await open();
  const box = listed()[1].all('input')[0];
  box.checked = true;
  box.act('click');
  await screens.shows('Selected: 1 delivery');
  screens.press('Redeliver the selected');
  await screens.until(() => screens.body.all('dialog').length > 0);
  screens.body.all('dialog')[0].all('button').find(each => each.textContent.trim() === 'Redeliver the selected').act('click');
  await screens.shows('A recovery of a.example/orders (…1f2a10) is under way: 3 of 7 deliveries');
  assert.deepEqual(recovered, [[`webhooks/${one}/recover`, ['d1']]]);

  await open();
  await screens.shows('A recovery of a.example/orders (…1f2a10) is under way');
  running = false;
  await screens.shows('The recovery of a.example/orders (…1f2a10) is complete. Pending again: 3 deliveries.');
  await screens.until(() => screens.asked.filter(each => each.path === 'deliveries').length === 2, 'the list is read again');

  await open();
  assert.equal(screens.asked.some(each => each.path.endsWith('/recover')), false, 'what has ended is not asked for again');
});
