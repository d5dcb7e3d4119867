import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load} from './page.js';

const {isObject, selectionOf, stateOf} = await load('screens/selection.js');

test('an act on rejected events has the filters of the list, and no others', () => {
  assert.deepEqual(selectionOf({reason: 'iTwin', since: '', until: undefined, part: 'rejected'}), {reason: 'iTwin'});
  assert.deepEqual(selectionOf({}), {});
});

test('only a JSON object can be an event', () => {
  assert.equal(isObject('{"a": 12345678901234567890}'), true);
  for (const text of ['[]', 'null', '1', '"a"', '{', '']) assert.equal(isObject(text), false, text);
});

test('a webhook is in the most serious state that holds', () => {
  const failing = {active: true, failureStreak: 2, failingSince: '2026-10-02T00:00:00Z'};
  assert.equal(stateOf({...failing, active: false, blocks: ['account'], pausedUntil: '2026-10-03T00:00:00Z'}), 'blocked');
  assert.equal(stateOf({...failing, active: false, blocks: []}), 'inactive');
  assert.equal(stateOf({...failing, active: false, held: true}), 'inactive');
  assert.equal(stateOf({...failing, pausedUntil: '2026-10-03T00:00:00Z', held: true}), 'blocked', 'the account moves');
  assert.equal(stateOf({...failing, pausedUntil: '2026-10-03T00:00:00Z'}), 'paused');
  assert.equal(stateOf(failing), 'failing');
  assert.equal(stateOf({active: true, failureStreak: 1}), 'failing', 'as the API filters it');
  assert.equal(stateOf({active: true, failureStreak: 0}), 'active');
});
