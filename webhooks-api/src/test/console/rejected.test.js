import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
const {selectionOf} = await load('screens/rejected.js');

test('an act on rejected events has the filters of the list, and no others', () => {
  assert.deepEqual(selectionOf({reason: 'iTwin', since: '', until: undefined, part: 'rejected'}), {reason: 'iTwin'});
  assert.deepEqual(selectionOf({}), {});
});
