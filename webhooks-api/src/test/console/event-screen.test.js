import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {load} from './page.js';
import {openScreens, pageOf} from './screen.js';

process.env.TZ = 'UTC';
const ID = '5b0f6f0e-2d2b-4f0f-9c43-7f1f6a1f0b55';
const url = i => `https://receiver.example/${i}`;
const numbers = count => Array.from({length: count}, (each, i) => i);
const sentTo = i => ({id: `d${i}`, webhookId: `w${i}`, messageId: ID, status: 'succeeded', attemptCount: 1, lastStatusCode: 200,
  created: '2026-10-02T14:55:00.463Z'});
const explained = (i, more) => ({webhookId: `w${i}`, callbackUrl: url(i), result: 'delivered', delivery: sentTo(i), ...more});
const notExplained = (i, more) => ({...explained(i, more), delivery: undefined});
const event = {eventType: 'a.b.v1', iTwinId: 'i', stored: '2026-10-02T14:55:00.463Z', otherEvents: 0};

let answers = {};
const screens = await openScreens((path, query) => answers[path](query));
const {Event} = await load('screens/event.js');
const {setTimeout: wait} = globalThis;
after(screens.close);

/** The paths of the webhooks in the first or the second table. */
const named = table => {
  const tables = screens.body.all('section').map(each => each.all('tbody')[0]);
  return (tables[table]?.all('tr') ?? []).map(row => row.all('a')[0].textContent.replace(/\s+/g, ''));
};

/** Shows an event with these deliveries and explanations. */
function show(deliveries, webhooks, more = {}) {
  answers = {
    deliveries: query => pageOf('deliveries', 'deliveries', deliveries, query),
    'deliveries/explain': query => ({event, ...pageOf('deliveries/explain', 'webhooks', webhooks, query)}),
    webhooks: () => ({webhooks: [], _links: {next: null}}),
    ...more,
  };
  screens.show(Event, {id: ID});
}

/** Presses each *More* of a table until it has none. */
async function pressAll(table) {
  const button = () => screens.body.all('section')[table].all('button')[0];
  while (button()) {
    const before = screens.body.textContent;
    button().act('click');
    await screens.until(() => screens.body.textContent !== before && button()?.getAttribute('disabled') === null || !button());
  }
}

test('all of 101 webhooks are named once', async () => {
  show(numbers(101).map(sentTo), [...numbers(101).map(i => explained(i)), notExplained(101, {result: 'filtered'})]);
  await screens.until(() => named(0).length >= 50 && screens.body.all('h2').length === 2);
  await pressAll(0);
  await pressAll(1);
  assert.equal(new Set(named(0)).size, 101);
  assert.deepEqual(named(1), ['receiver.example/101…w101']);
});

test('a first page without a delivery is not the end', async () => {
  const second = {deliveries: [sentTo(1)], _links: {next: null}};
  show([], [explained(1)], {deliveries: ({continuationToken}) => continuationToken ? second
    : {deliveries: [], _links: {next: {href: '/product/deliveries?continuationToken=second'}}}});
  await screens.shows('None is loaded so far');
  assert.doesNotMatch(screens.body.textContent, /No webhook of your account has a delivery/);
  await pressAll(0);
  assert.deepEqual(named(0), ['receiver.example/1…w1']);
});

test('an event without deliveries says so', async () => {
  show([], [notExplained(1, {result: 'notSubscribed'})]);
  await screens.shows('No webhook of your account has a delivery');
  await screens.shows('The webhook was not subscribed');
  assert.deepEqual(named(1), ['receiver.example/1…w1']);
});

test('a webhook that can\'t be read is not named while its delivery may be on a later page', async () => {
  show(numbers(60).map(sentTo), [notExplained(55, {result: 'unreadable'}), notExplained(70, {result: 'filtered'}),
    notExplained(71, {result: 'unreadable'})]);
  await screens.shows('The filters of the webhook refused it');
  await screens.until(() => named(0).length === 50);
  assert.deepEqual(named(1), ['receiver.example/70…w70']);
  await pressAll(0);
  assert.ok(named(0).includes('receiver.example/55…w55'));
  assert.deepEqual(named(1), ['receiver.example/70…w70', 'receiver.example/71…w71']);
});

test('other events with the same id can have deliveries on later pages', async () => {
  show(numbers(60).map(sentTo), [notExplained(55, {result: 'inactive', reason: 'owner'})],
    {'deliveries/explain': () => ({event: {...event, otherEvents: 1},
      webhooks: [notExplained(55, {result: 'inactive', reason: 'owner'})], _links: {next: null}})});
  await screens.until(() => named(0).length === 50);
  await screens.shows('It went to all webhooks that are loaded so far');
  await pressAll(0);
  await screens.shows('It went to all other webhooks');
});

test('pending deliveries of all loaded pages are read again until they have ended', async () => {
  const deliveries = numbers(101).map(i => i === 70 ? {...sentTo(i), status: 'pending'} : sentTo(i));
  globalThis.setTimeout = (run, milliseconds, ...given) => wait(run, milliseconds / 100, ...given);
  after(() => { globalThis.setTimeout = wait; });
  show(deliveries, numbers(101).map(i => explained(i)));
  await screens.until(() => named(0).length === 50);
  screens.body.all('section')[0].all('button')[0].act('click');
  await screens.until(() => named(0).length === 100);
  const asked = () => screens.asked.filter(each => each.path === 'deliveries').length;
  const before = asked();
  await screens.until(() => asked() > before + 4);
  deliveries[70] = sentTo(70);
  await screens.until(() => !screens.body.textContent.includes('Pending'));
  await pressAll(0);
  assert.deepEqual(named(0).length, 101);
  assert.equal(new Set(named(0)).size, 101);
});

test('a page that is asked for while the list is read is neither lost nor there twice', async () => {
  const deliveries = numbers(101).map(i => ({...sentTo(i), status: 'pending'}));
  /** The functions that let the API answer. */
  const held = [];
  let holds = false;
  show(deliveries, numbers(101).map(i => explained(i)), {deliveries: async query => {
    if (holds) await new Promise(answer => { held.push(answer); });
    return pageOf('deliveries', 'deliveries', deliveries, query);
  }});
  await screens.until(() => named(0).length === 50);
  holds = true;
  await screens.until(() => held.length === 1, 'the list is read again');
  screens.body.all('section')[0].all('button')[0].act('click');
  await screens.until(() => held.length === 2, 'more is read');
  held[0]();
  await screens.until(() => held.length === 3, 'the list is read on');
  held[2]();
  await screens.until(() => named(0).length === 100);
  held[1]();
  await screens.until(() => held.length === 4, 'the list is read once more');
  assert.equal(new Set(named(0)).size, named(0).length);
  holds = false;
  held[3]();
  await pressAll(0);
  await screens.until(() => named(0).length === 101);
  assert.equal(new Set(named(0)).size, 101);
});
