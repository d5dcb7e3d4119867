import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
const {top} = await load('charts.js');

test('the axis of a chart ends at a round number whose half is whole', () => {
  assert.deepEqual([0, 1, 2, 3, 5, 7, 9, 11, 25, 99, 1001].map(top), [2, 2, 2, 4, 6, 8, 10, 20, 30, 100, 2000]);
});
