import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
const {onNewWidth} = await load('memory.js');

test('a listener learns of a new width, and not of a new height', () => {
  const window = new EventTarget();
  globalThis.addEventListener = window.addEventListener.bind(window);
  globalThis.removeEventListener = window.removeEventListener.bind(window);
  globalThis.innerWidth = 375;
  let calls = 0;
  const end = onNewWidth(() => { calls++; });
  const resize = width => {
    globalThis.innerWidth = width;
    window.dispatchEvent(new Event('resize'));
    return calls;
  };
  assert.equal(resize(375), 0);
  assert.equal(resize(667), 1);
  assert.equal(resize(667), 1);
  end();
  assert.equal(resize(375), 1);
});
