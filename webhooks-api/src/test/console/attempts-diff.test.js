import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
const {headersBetween, linesBetween} = await load('attempts-diff.js');

const SIGNS = {same: ' ', first: '-', second: '+'};
const between = (first, second) => linesBetween(first, second).map(({kind, text}) => SIGNS[kind] + text.trim());

test('lines of both texts keep their order', () => {
  assert.deepEqual(between('a\nb\nc', 'a\nx\nc\nd'), [' a', '-b', '+x', ' c', '+d']);
  assert.deepEqual(between('a', undefined), ['-a']);
  assert.deepEqual(between(undefined, 'b'), ['+b']);
  assert.deepEqual(between(undefined, undefined), []);
});

test('members of JSON are compared one by one', () => {
  assert.deepEqual(between('{"a":1,"b":2}', '{"a":1,"b":3}'), [' {', ' "a": 1,', '-"b": 2', '+"b": 3', ' }']);
});

test('long texts are compared as a whole', () => {
  const long = 'x\n'.repeat(500);
  assert.ok(linesBetween(long, long).every(each => each.kind === 'same'));
  assert.equal(linesBetween(long, long + 'y').filter(each => each.kind === 'same').length, 0);
});

test('headers that differ come first', () => {
  assert.deepEqual(headersBetween({a: '1', b: '1'}, {a: '1', b: '2', c: '3'}), [
    {name: 'b', first: '1', second: '2', differs: true}, {name: 'c', first: undefined, second: '3', differs: true},
    {name: 'a', first: '1', second: '1', differs: false}]);
  assert.deepEqual(headersBetween(undefined, undefined), []);
});
