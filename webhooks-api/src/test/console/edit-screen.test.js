import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {load} from './page.js';
import {openScreens} from './screen.js';

const TYPES = ['a.one.v1', 'a.two.v1', 'b.three.v1'].map(name => ({name, description: '', properties: []}));
const webhook = {id: '0193f0c2-7d1e-7c3a-9d55-0f3b6f1f2a10', callbackUrl: 'https://a.example/orders', scope: 'Account',
  scopeId: 'account', modified: 'x', eventTypes: ['a.one.v1']};
const previews = [];
const screens = await openScreens((path, query, {body}) => {
  if (path === 'event-types') return {eventTypes: TYPES};
  const request = JSON.parse(body);
  if (!request.since) return {matches: true, requestHeaders: {}, body: '{}'};
  previews.push(request.options);
  return {events: 2, matched: 1, complete: true, examples: [{messageId: 'm1', eventType: 'b.three.v1', matches: true},
    {messageId: 'm2', eventType: 'a.one.v1', matches: false, reason: 'filtered', filter: 'filters[0].not.in'}]};
});
const {Edit} = await load('screens/edit.js');
after(screens.close);

const choose = name => screens.body.all('label').find(each => each.textContent.includes(name)).all('input')[0].act('change');
const show = (options, id = webhook.id) => {
  screens.show(Edit, {webhook: {...webhook, id}, preset: {options, pending: null}, close: () => {}, done: () => {}});
  return screens.shows('b.three.v1');
};
const offersPreview = () => screens.body.all('button').some(each => each.textContent.trim() === 'Preview');

test('changed event types have a preview on the events of the last day', async () => {
  await show({timeout: 'PT10S', modified: 'x'});
  assert.equal(offersPreview(), false, 'nothing has changed');
  choose('b.three.v1');
  await screens.until(offersPreview);
  choose('a.one.v1');
  await screens.shows('No more events are delivered: a.one.v1');
  screens.press('Preview');
  await screens.shows('1 of 2 events match.');
  assert.deepEqual(previews, [{timeout: 'PT10S', eventTypePatterns: ['b.three.v1'],
    filters: [{not: {in: {eventType: ['a.one.v1']}}}]}]);
  assert.match(screens.body.all('li').find(each => each.textContent.includes('m2') || each.textContent.includes('a.one.v1')
    && each.all('button').length > 0).textContent, /Its type is not subscribed to\./);
});

test('there is no preview without the options', async () => {
  await show(null, 'other');
  choose('b.three.v1');
  await screens.shows('from now on are delivered: b.three.v1');
  assert.equal(offersPreview(), false);
});

test('a type that a pattern selects stays', async () => {
  await show({eventTypePatterns: ['a.**']}, 'third');
  choose('b.three.v1');
  choose('a.one.v1');
  await screens.shows('Patterns of event types still select: a.one.v1.');
  assert.doesNotMatch(screens.body.textContent, /No more events/);
});
