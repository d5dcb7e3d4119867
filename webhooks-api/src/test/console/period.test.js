import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {load} from './page.js';
import {openScreens} from './screen.js';

process.env.TZ = 'Europe/Berlin';
const WEBHOOK = {id: 'w1', callbackUrl: 'https://a.example/', eventTypes: ['one.v1'], active: true};
/** The selections that were counted. */
const counted = [];
const screens = await openScreens((path, query, {body}) => {
  if (!path.endsWith('/count')) return {acts: [], invalidEvents: [], deliveries: [], _links: {next: null}};
  counted.push(JSON.parse(body));
  return {count: 0};
});
after(screens.close);
const inputs = () => screens.body.all('input').filter(each => each.getAttribute('type') === 'datetime-local');

/** The elements that describe an input. */
function descriptionOf(input) {
  const ids = input.getAttribute('aria-describedby').split(' ');
  const spans = screens.body.all('span');
  return ids.map(id => spans.find(each => each.getAttribute('id') === id).textContent);
}

/** The screens that have inputs of date and time. */
const given = {
  audit: async () => [(await load('screens/operator-audit.js')).Audit, {query: {}}],
  rejected: async () => [(await load('screens/rejected.js')).Rejected, {query: {}}],
  webhookOfOperator: async () =>
    [(await load('screens/operator-webhooks.js')).AllWebhooks, {rest: ['w1', 'deliveries'], query: {}}],
  deliveries: async () => [(await load('screens/delivery-filters.js')).Filters,
    {types: [], conditions: {}, live: false, setLive: () => {}, filter: () => {}}],
  recover: async () => [(await load('screens/recover.js')).Recover, {webhook: WEBHOOK, close: () => {}, preset: {}}],
  pause: async () => [(await load('screens/pause.js')).Pause, {webhook: WEBHOOK, close: () => {}}],
};

for (const [name, screen] of Object.entries(given)) {
  test(`the inputs of time have one description with the zone: ${name}`, async () => {
    screens.show(...await screen());
    await screens.shows('Times are in Europe/Berlin.');
    assert.equal(screens.body.textContent.split('Times are in').length, 2);
    assert.equal(inputs().length, name === 'pause' ? 1 : 2);
    for (const each of inputs()) assert.deepEqual(descriptionOf(each), ['Times are in Europe/Berlin.']);
  });
}

test('a wrong date is described beside the zone', async () => {
  screens.show(...await given.audit());
  await screens.until(() => inputs().length === 2);
  inputs()[0].validity = {badInput: true};
  inputs()[0].act('change', '');
  await screens.shows('Enter a date');
  assert.deepEqual(descriptionOf(inputs()[0]), ['Enter a date that exists, from 2000 to 2099.', 'Times are in Europe/Berlin.']);
  assert.deepEqual(descriptionOf(inputs()[1]), ['Times are in Europe/Berlin.']);
});

test('both ends of a period change on their own', async () => {
  const {Recover} = await load('screens/recover.js');
  screens.show(Recover, {webhook: WEBHOOK, close: () => {}, preset: {since: '2026-10-02T14:55:00Z'}});
  const change = (at, value) => {
    inputs()[at].validity = {};
    inputs()[at].act('change', value);
  };
  change(1, '2026-10-03T10:00');
  await screens.until(() => counted.at(-1)?.until === '2026-10-03T08:00:00.000Z');
  assert.equal(counted.at(-1).since, '2026-10-02T14:55:00.000Z');
  change(0, '');
  await screens.until(() => inputs()[0].value === '2026-10-02T16:55', 'a recovery needs a beginning');
  change(0, '2026-10-01T10:00');
  await screens.until(() => counted.at(-1).since === '2026-10-01T08:00:00.000Z');
  assert.equal(counted.at(-1).until, '2026-10-03T08:00:00.000Z');
});
