import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load} from './page.js';

const {objectOf} = await load('json-object.js');

test('only a JSON object can be an event, or its content', () => {
  assert.deepEqual(objectOf(' {"a": {"b": [1]}}'), {a: {b: [1]}});
  assert.deepEqual(objectOf('{}'), {});
  assert.notEqual(objectOf('{"a": 12345678901234567890}'), null);
  for (const text of ['[]', 'null', '1', '"a"', '{', '']) assert.equal(objectOf(text), null, text);
});
