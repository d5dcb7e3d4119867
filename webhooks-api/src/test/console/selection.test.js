import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load} from './page.js';

const {isObject, selectionOf} = await load('screens/selection.js');

test('an act on rejected events has the filters of the list, and no others', () => {
  assert.deepEqual(selectionOf({reason: 'iTwin', since: '', until: undefined, part: 'rejected'}), {reason: 'iTwin'});
  assert.deepEqual(selectionOf({}), {});
});

test('only a JSON object can be an event', () => {
  assert.equal(isObject('{"a": 12345678901234567890}'), true);
  for (const text of ['[]', 'null', '1', '"a"', '{', '']) assert.equal(isObject(text), false, text);
});
