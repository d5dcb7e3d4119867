import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
const {arrive, entry, noteScroll} = await load('memory.js');

/** The scroll position of a page whose height the tests set. */
let scrolled;
let watch;
const page = {scrollHeight: 0};
globalThis.scrollTo = (x, y) => { scrolled = y; };
globalThis.innerHeight = 500;
globalThis.document.documentElement = page;
globalThis.ResizeObserver = class {
  constructor(look) { watch = this; this.look = look; }
  observe() { this.look(); }
  disconnect() { this.look = () => {}; }
};

/** A browser with entries of a history. */
const states = [null];
let current = 0;
globalThis.history = {
  get state() { return states[current]; },
  replaceState(state) { states[current] = state; },
};
const follow = () => { states.splice(current + 1, states.length, null); current++; dispatchEvent(new Event('popstate')); };
const back = () => { current--; dispatchEvent(new Event('popstate')); };
const scroll = y => { globalThis.scrollY = y; dispatchEvent(new Event('scroll')); };

noteScroll();
beforeEach(() => { scrolled = undefined; page.scrollHeight = 3000; });

test('a new entry begins at its top, unless only its filters are new', () => {
  arrive(false);
  assert.equal(scrolled, 0);
  scrolled = undefined;
  follow();
  arrive(true);
  assert.equal(scrolled, undefined);
});

test('Back leads to the same height, as soon as the page has it', () => {
  arrive(false);
  scroll(1200);
  follow();
  // The shorter page scrolls by itself, before its screen is there.
  scroll(0);
  arrive(false);
  scroll(40);
  back();
  scroll(0);
  page.scrollHeight = 600;
  scrolled = undefined;
  const end = arrive(false);
  assert.equal(scrolled, undefined);
  page.scrollHeight = 3000;
  watch.look();
  assert.equal(scrolled, 1200);
  end();
});

test('somebody who scrolls before is not moved', () => {
  arrive(false);
  scroll(1200);
  follow();
  arrive(false);
  back();
  page.scrollHeight = 600;
  scrolled = undefined;
  arrive(false);
  dispatchEvent(new Event('wheel'));
  page.scrollHeight = 3000;
  watch.look();
  assert.equal(scrolled, undefined);
});

test('each entry keeps the number of its pages, also if another has the same address', () => {
  entry().pages.list = 3;
  follow();
  assert.deepEqual(entry().pages, {});
  back();
  assert.equal(entry().pages.list, 3);
});
