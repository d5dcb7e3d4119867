import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
const {beginningOf} = await load('screens/delivery-body.js');

test('a short body is shown as a whole, of a long one the beginning', () => {
  assert.equal(beginningOf('{}'), null);
  assert.equal(beginningOf('x\n'.repeat(39)), null);
  assert.equal(beginningOf('x\n'.repeat(41)), 'x\n'.repeat(20).trimEnd());
  assert.equal(beginningOf('x'.repeat(7000))?.length, 3000);
});
