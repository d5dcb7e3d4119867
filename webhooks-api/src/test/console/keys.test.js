import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
const {areKeysOn, switchKeys} = await load('screens/keys.js');

const define = value => Object.defineProperty(globalThis, 'localStorage', {value, configurable: true});

test('single keys act until a person switches them off, also after a reload', () => {
  const kept = new Map();
  define({getItem: name => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value),
    removeItem: name => kept.delete(name)});
  assert.equal(areKeysOn(), true);
  switchKeys(false);
  assert.equal(areKeysOn(), false);
  assert.equal(kept.size, 1);
  switchKeys(true);
  assert.equal(areKeysOn(), true);
  assert.equal(kept.size, 0);
});

test('single keys act where storage is forbidden', () => {
  const refuse = () => { throw new Error('forbidden'); };
  define({getItem: refuse, setItem: refuse, removeItem: refuse});
  switchKeys(false);
  assert.equal(areKeysOn(), true);
});
